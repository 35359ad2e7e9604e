import { type Command, InvalidArgumentError, Option } from 'commander';
import { SPENT_BY, type SpentBy } from '../contracts/cost-report.ts';
import type { LedgerProgramParts } from './ledger-program.ts';

const HELP = `
paid       each send once, for whoever made it; adds up to the ledger, and to the vendor's bill
alone      what the work would cost without anything in the ledger; never to be added to paid
--by shows one table; several --by tell its lines apart by all of them together.
csv        a row per line of the tables
focus-csv  the bill in the columns of FOCUS, a row per day, cell, phase, key and kind of token`;

/** Adds `mab cost`. */
export function addCost(
  program: Command,
  { io, finish, workspace, json }: LedgerProgramParts,
): void {
  program
    .command('cost')
    .description('what runs have cost: by cell, phase, model, day, tag, team member …')
    .argument('[runs...]', 'run ids, starts of them, or latest; default: latest')
    .option('--all', 'everything in the ledger of the workspace')
    .addOption(
      new Option('--by <respect>', 'tell lines apart by this; repeatable')
        .choices(SPENT_BY)
        .argParser(respect)
        .default([], 'an overview'),
    )
    .option('--since <day>', 'only what was sent on this day (UTC, 2026-11-24) or later')
    .option('--until <day>', 'only what was sent on this day or earlier')
    .addOption(
      new Option('--format <format>', 'form of the bill')
        .choices(['terminal', 'json', 'csv', 'focus-csv'])
        .default('terminal'),
    )
    .option('--output <file>', 'write it to a file')
    .addHelpText('after', HELP)
    .addOption(workspace())
    .addOption(json())
    .action(async (runs, flags) => {
      finish(await (await import('./actions/cost.ts')).costAction(runs, flags, io));
    });
}

function respect(text: string, before: readonly SpentBy[]): readonly SpentBy[] {
  const by = SPENT_BY.find((each) => each === text);
  if (by === undefined) {
    throw new InvalidArgumentError(`It has to be one of ${SPENT_BY.join(', ')}.`);
  }
  return before.includes(by) ? before : [...before, by];
}
