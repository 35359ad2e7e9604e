import assert from 'node:assert/strict';
import { commands } from '../../src/app/commands.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { mab } from './cli-world.ts';

/** A `mab run --json` that failed: what it told, and the exit code. */
export interface Failed {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * Runs a configuration that cannot be run, with the real application. It must tell of exactly one
 * error, with a next step and without a stack, the same for people and for programs.
 */
export async function failingRun(
  config: string,
  workspace: string,
  ...flags: readonly string[]
): Promise<Failed> {
  const ended = await mab(['run', config, '--workspace', workspace, '--json', ...flags], commands);
  return readFailure(ended);
}

/** Reads what a failed `mab run --json` printed. */
export function readFailure({
  code: exitCode,
  stdout,
  stderr,
}: {
  code: number | null;
  stdout: string;
  stderr: string;
}): Failed {
  const { error, exitCode: told } = JSON.parse(stdout) as {
    error: { code: string; message: string; hint: string };
    exitCode: number;
  };
  assert.equal(told, exitCode);
  assert.ok(error.hint, `${error.code} has a next step`);
  assert.equal(stderr.match(/^error /gm)?.length, 1, stderr);
  assert.equal(stderr.match(/^ {2}next: /gm)?.length, 1, stderr);
  assert.doesNotMatch(stderr, /^ {4}at /m);
  assert.ok(exitCode !== null, stderr);
  return { exitCode, code: error.code, message: error.message, hint: error.hint };
}

/**
 * Runs a configuration to its end. @returns the report and the exit code: 0, or 3 for blank cells.
 */
export async function endingRun(
  config: string,
  workspace: string,
  ...flags: readonly string[]
): Promise<{ exitCode: number; report: RunReport }> {
  const args = ['run', config, '--workspace', workspace, '--json', ...flags];
  const { code, stdout, stderr } = await mab(args, commands);
  assert.ok(code === 0 || code === 3, `${code}: ${stderr}`);
  return { exitCode: code, report: JSON.parse(stdout) as RunReport };
}
