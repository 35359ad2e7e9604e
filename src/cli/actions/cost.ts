import { costText } from '../../app/cost/cost-text.ts';
import type { CostReport, SpentBy } from '../../contracts/cost-report.ts';
import { MabError } from '../../core/errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { bigintAsText } from '../failure.ts';
import { type CliIo, type OutputStream, widthOf } from '../io.ts';
import { writeOutput } from '../output.ts';

interface CostFlags {
  readonly workspace: string;
  readonly all?: boolean;
  readonly by: readonly SpentBy[];
  readonly since?: string;
  readonly until?: string;
  readonly format: 'terminal' | 'json' | 'csv' | 'focus-csv';
  readonly json?: boolean;
  readonly output?: string;
}

/** `mab cost RUN …`: what was paid, and what the work would cost alone. */
export async function costAction(
  named: readonly string[],
  { workspace, all = false, by, since, until, json = false, output, ...flags }: CostFlags,
  io: CliIo,
): Promise<ExitCode> {
  const format = json ? 'json' : flags.format;
  if (all && named.length > 0) throw usage('--all has every run in it; name none beside it.');
  if (format === 'focus-csv' && by.length > 0) {
    throw usage('focus-csv tells everything apart already; leave --by out.');
  }
  const runs = all ? undefined : named.length > 0 ? named : ['latest'];
  const cost = await (await io.loadCommands()).cost();
  if (format === 'focus-csv') {
    await writeOutput(await cost.focusCsv(workspace, { runs, since, until }), output, io);
    return 0;
  }
  const report = await cost.report(workspace, { runs, since, until, by });
  await writeOutput(textOf(report, format, output === undefined ? io.stdout : {}), output, io);
  return 0;
}

function usage(message: string): MabError {
  return new MabError('USAGE', message, {
    hint: 'Run `mab cost --help` to see what goes together.',
  });
}

/** Of what is written to a file or a pipe. */
const WIDTH = 80;

function textOf(
  report: CostReport,
  format: Exclude<CostFlags['format'], 'focus-csv'>,
  stream: Partial<OutputStream>,
): string {
  if (format === 'json') return `${JSON.stringify(report, bigintAsText, 2)}\n`;
  const width = stream.isTTY ? widthOf(stream as OutputStream) : WIDTH;
  return costText(report, format, { width: Math.min(width, 120) });
}
