import { type ComparisonFormat, comparisonText } from '../../app/report-text.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { writeOutput } from '../output.ts';
import { terminalOptions } from './run.ts';

interface CompareFlags {
  readonly workspace: string;
  readonly format: ComparisonFormat;
  readonly output?: string;
}

/** `mab compare BEFORE AFTER`: what changed between two runs, on standard output or in a file. */
export async function compareAction(
  before: string,
  after: string,
  { workspace, format, output }: CompareFlags,
  io: CliIo,
): Promise<ExitCode> {
  const comparison = await (await io.loadCommands()).compareRuns(workspace, before, after);
  const fileName = `${comparison.before.runId}-${comparison.after.runId}.html`;
  const isPageOnTerminal = format === 'html' && io.stdout.isTTY === true;
  const path = output ?? (isPageOnTerminal ? fileName : undefined);
  const options = path === undefined ? terminalOptions(io.stdout) : { width: 120 };
  await writeOutput(comparisonText(comparison, format, options), path, io);
  return 0;
}
