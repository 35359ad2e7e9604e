import { type Command, Option } from 'commander';
import type { LedgerProgramParts } from './ledger-program.ts';
import { parseNumber } from './parse-number.ts';

const FORECAST_HELP = `
One dataset with one method is a cell. Two readings are shown: every cell is evaluated anew each
month, or only the cells that are new, because the ledger has the others. What a cell costs comes
from --cell-usd, from a run (--from-run) or from an estimate (--from-estimate).`;

/** Adds `mab plan forecast`. */
export function addForecast(plan: Command, parts: LedgerProgramParts): void {
  const { io, finish, workspace, json } = parts;
  const command = plan
    .command('forecast')
    .description('what evaluating costs while datasets and methods are added, quarter by quarter');
  for (const [flag, what] of NUMBERS) {
    command.addOption(new Option(flag, what).argParser(parseNumber));
  }
  command
    .option('--start-is-paid', 'the cells of the start have been evaluated already')
    .addOption(
      new Option('--from-run <run>', 'start from what a run has and has cost').conflicts([
        'fromEstimate',
      ]),
    )
    .option('--from-estimate <file>', 'start from a file of mab estimate --json')
    .option('--html <file>', 'write a page with the chart as well')
    .addHelpText('after', FORECAST_HELP)
    .addOption(workspace())
    .addOption(json())
    .action(async (flags) => {
      finish(await (await import('./actions/plan/forecast.ts')).forecastAction(flags, io));
    });
}

const NUMBERS: readonly (readonly [flag: string, what: string])[] = [
  ['--datasets <n>', 'datasets at the start; default: 20, or those of the run'],
  ['--methods <n>', 'methods at the start; default: 5, or those of the run'],
  ['--repetitions <n>', 'repetitions of a cell; default: 3'],
  ['--datasets-per-month <n>', 'datasets added in a month; default: 3'],
  ['--methods-per-quarter <n>', 'methods added in a quarter; default: 2'],
  ['--runs-per-month <n>', 'how often a month every cell is evaluated anew; default: 1'],
  ['--cell-usd <usd>', 'model calls of a cell, once, in dollars'],
  ['--price-change <percent>', 'change of model prices in a quarter; default: 0'],
  ['--infrastructure-usd <usd>', 'machines, storage and the like in a month; default: 0'],
  ['--infrastructure-growth <percent>', 'its growth in a quarter; default: 0'],
  ['--quarters <n>', 'quarters to look ahead; default: 4'],
];
