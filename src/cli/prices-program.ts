import { type Command, Option } from 'commander';
import { PRICE_FEEDS } from '../contracts/price-feed.ts';
import type { LedgerProgramParts } from './ledger-program.ts';
import { pricesOption } from './prices-option.ts';

type Parts = LedgerProgramParts;

/** Adds `mab prices …`. */
export function addPrices(program: Command, parts: Parts): void {
  const prices = program
    .command('prices')
    .description('look at the price catalogue, check it, refresh it');
  addLooking(prices, parts);
  addChecking(prices, parts);
  addRefreshing(prices, parts);
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

function addChecking(prices: Command, { io, finish, workspace, json }: Parts): void {
  prices
    .command('check')
    .description('say what is doubtful: old, undated, retired, changing, disputed')
    .option('--strict', 'exit code 2 where anything is')
    .addOption(pricesOption())
    .addOption(workspace())
    .addOption(json())
    .action(async (flags) => {
      finish(await (await import('./actions/prices/check.ts')).pricesCheckAction(flags, io));
    });
}

const REFRESH_HELP = `
models   genai-prices, and LiteLLM for batch prices and as a second opinion
aws      the price list: machines on demand and reserved, S3, EBS, Lambda, Fargate, RDS
azure    the Retail Prices API: machines on demand, spot, reserved, savings plans
gcp      the Billing Catalog: machines on demand, spot and committed; needs a free API key
spot     the Spot Instance Advisor of AWS: savings, and how often machines are taken back
Only what the catalogue knows is looked for. The file of AWS machines has about 300 MB a region.
A folder for --from holds each document at HOST/PATH, as \`wget -x\` leaves it; a mirror does so
below its address.`;

function addRefreshing(prices: Command, parts: Parts): void {
  const { io, finish, workspace, json } = parts;
  const finding = (name: string, description: string): Command =>
    prices
      .command(name)
      .description(description)
      .addOption(
        new Option('--source <names...>', 'who is asked')
          .choices(['all', ...PRICE_FEEDS])
          .default(['all'], 'all'),
      )
      .option(
        '--region <names...>',
        'instead of those that are known: us-east-1, eastus, us-central1',
      )
      .option('--from <place>', 'address of a mirror, or a folder of copies')
      .option('--offline', 'model prices as they were installed')
      .option('--all-machines', 'machines that the catalogue does not know as well')
      .addOption(
        new Option(
          '--gcp-key-env <name>',
          'variable that holds an API key of Google Cloud',
        ).default('GCP_API_KEY'),
      )
      .addHelpText('after', REFRESH_HELP)
      .addOption(workspace())
      .addOption(json());
  finding('refresh', 'fetch prices of today from public sources into the workspace')
    .option('--yes', 'write them without a question')
    .action(async (flags) => {
      const { pricesRefreshAction } = await import('./actions/prices/refresh.ts');
      finish(await pricesRefreshAction(flags, io));
    });
  finding('diff', 'show what a refresh would change, and write nothing').action(async (flags) => {
    const { pricesDiffAction } = await import('./actions/prices/refresh.ts');
    finish(await pricesDiffAction(flags, io));
  });
}
