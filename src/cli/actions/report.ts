import { writeFile } from 'node:fs/promises';
import { type ReportFormat, reportText } from '../../app/report-text.ts';
import { errorMessage, MabError } from '../../core/errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { terminalOptions } from './run.ts';

interface ReportFlags {
  readonly workspace: string;
  readonly format: ReportFormat;
  readonly output?: string;
}

/** `mab report RUN`: the report on standard output, or in a file. */
export async function reportAction(
  run: string,
  { workspace, format, output }: ReportFlags,
  io: CliIo,
): Promise<ExitCode> {
  const report = await (await io.loadCommands()).readReport(workspace, run);
  if (output === undefined) {
    io.stdout.write(reportText(report, format, terminalOptions(io.stdout)));
    return 0;
  }
  await writeOutput(output, reportText(report, format, { width: 120 }));
  io.stderr.write(`written to ${output}\n`);
  return 0;
}

/** @throws {MabError} OUTPUT_NOT_WRITTEN. */
async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new MabError('OUTPUT_NOT_WRITTEN', `${path} cannot be written: ${errorMessage(error)}.`, {
      blame: 'environment',
      hint: 'Give --output a path in a folder that exists and that you may write to.',
      cause: error,
    });
  }
}
