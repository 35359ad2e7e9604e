import type { ExportFormat } from '../../app/commands-contract.ts';
import { type ReportFormat, reportText } from '../../app/report-text.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { writeOutput } from '../output.ts';
import { terminalOptions } from './run.ts';

interface ReportFlags {
  readonly workspace: string;
  readonly format: ReportFormat | ExportFormat;
  readonly output?: string;
  readonly judging?: string;
}

/** `mab report RUN`: the report on standard output, or in a file. */
export async function reportAction(
  run: string,
  { workspace, format, output, judging }: ReportFlags,
  io: CliIo,
): Promise<ExitCode> {
  const commands = await io.loadCommands();
  if (isExport(format)) {
    const { fileName, data } = await commands.exportRun(workspace, run, format, judging);
    const path = output ?? (io.stdout.isTTY ? fileName : undefined);
    await writeOutput(data, path, io);
    return 0;
  }
  const report = await commands.readReport(workspace, run, judging);
  const options = output === undefined ? terminalOptions(io.stdout) : { width: 120 };
  await writeOutput(reportText(report, format, options), output, io);
  return 0;
}

function isExport(format: ReportFormat | ExportFormat): format is ExportFormat {
  return format !== 'terminal' && format !== 'markdown' && format !== 'json';
}
