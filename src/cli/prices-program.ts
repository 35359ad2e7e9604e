import type { Command } from 'commander';
import type { LedgerProgramParts } from './ledger-program.ts';
import { pricesOption } from './prices-option.ts';

type Parts = LedgerProgramParts;

/** Adds `mab prices …`. */
export function addPrices(program: Command, parts: Parts): void {
  const prices = program
    .command('prices')
    .description('look at the price catalogue, check it, refresh it');
  addLooking(prices, parts);
}

function addLooking(prices: Command, { io, finish, workspace, json }: Parts): void {
  prices
    .command('list')
    .description('list prices with unit, source and date')
    .option('--provider <name>', 'who charges it: openai, aws, azure …')
    .option('--service <name>', 'what is bought: models, ec2, s3 …')
    .option('--item <name>', 'which of them: gpt-4o, t3.xlarge …')
    .option('--meter <name>', 'what is counted: input, on-demand, storage …')
    .option('--region <name>', 'as the vendor names it: us-east-1, global …')
    .addOption(pricesOption())
    .addOption(workspace())
    .addOption(json())
    .action(async (flags) => {
      finish(await (await import('./actions/prices/list.ts')).pricesListAction(flags, io));
    });
  prices
    .command('show')
    .description('show all that is known of a model, a machine or a price')
    .argument('<name>', 'gpt-4o, t3.xlarge, aws/t3.xlarge, or the name of a price in the list')
    .addOption(pricesOption())
    .addOption(workspace())
    .addOption(json())
    .action(async (name, flags) => {
      finish(await (await import('./actions/prices/show.ts')).pricesShowAction(name, flags, io));
    });
}
