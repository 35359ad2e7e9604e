import { styleText } from 'node:util';
import { printable } from '../app/printable.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import type { ExitCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';

/** Anything that was thrown, as an error with a code; what nobody expected is our fault. */
export function toMabError(thrown: unknown): MabError {
  if (thrown instanceof MabError) return thrown;
  return new MabError('UNEXPECTED', errorMessage(thrown), { blame: 'bug', cause: thrown });
}

/**
 * Tells of a failure: on standard error for people, and as JSON on standard output where the result
 * would have been JSON. A stack is shown only where we are to blame and have no advice.
 */
export function printFailure(
  error: MabError,
  { exitCode, json, io }: { exitCode: ExitCode; json: boolean; io: CliIo },
): void {
  if (json) io.stdout.write(`${failureJson(error, exitCode)}\n`);
  const label = styleText('red', `error ${error.code}:`, { stream: io.stderr });
  const lines = [
    `${label} ${printable(error.message)}`,
    ...(error.hint === undefined ? [] : [`  next: ${printable(error.hint)}`]),
    ...(error.blame === 'bug' && error.hint === undefined ? bugLines(error) : []),
  ];
  io.stderr.write(`${lines.join('\n')}\n`);
}

function bugLines(error: MabError): string[] {
  const { stack } = error.cause instanceof Error ? error.cause : error;
  return [
    '  next: This is a fault of mab. Please report it with the lines below.',
    ...(stack === undefined ? [] : [printable(stack)]),
  ];
}

function failureJson({ code, message, hint, blame, retry, details }: MabError, exitCode: ExitCode) {
  const error = { code, message, hint, blame, retry, details };
  return JSON.stringify({ error, exitCode }, bigintAsText, 2);
}

/** JSON has no integers of that size. */
export function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
