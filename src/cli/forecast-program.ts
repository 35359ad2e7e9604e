import { type Command, Option } from 'commander';
import type { TopicSpec } from '../contracts/advice.ts';
import { inputOption } from './input-option.ts';
import type { LedgerProgramParts } from './ledger-program.ts';
import { saidTo } from './said-to.ts';

const FORECAST_HELP = `
One dataset with one method is a cell. Two readings are shown: every cell is evaluated anew each
month, or only the cells that are new, because the ledger has the others. What a cell costs comes
from --cell-usd, from a run (--from-run) or from an estimate (--from-estimate).`;

/** What may stand before the topic, too. */
interface LeadingFlags {
  readonly workspace: string;
}

/** Adds `mab plan forecast`. */
export function addForecast(
  plan: Command,
  { id, question, inputs }: TopicSpec,
  parts: LedgerProgramParts,
): void {
  const { io, finish, workspace, json } = parts;
  const command = plan.command(id).description(question);
  for (const input of inputs) command.addOption(inputOption(input));
  command
    .addOption(
      new Option('--from-run <run>', 'start from what a run has and has cost').conflicts([
        'fromEstimate',
      ]),
    )
    .option(
      '--from-estimate <file>',
      'start from a configuration, or from a file of `mab estimate --json`',
    )
    .option('--html <file>', 'write a page with the chart as well')
    .addHelpText('after', FORECAST_HELP)
    .addOption(workspace())
    .addOption(json())
    .action(async (_, self: Command) => {
      const flags = { ...plan.opts<LeadingFlags>(), ...saidTo(self) };
      finish(await (await import('./actions/plan/forecast.ts')).forecastAction(flags, io));
    });
}
