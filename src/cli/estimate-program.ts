import { type Command, InvalidArgumentError, Option } from 'commander';
import { LANES } from '../contracts/lane.ts';
import { MACHINE_METERS } from '../contracts/machine-meter.ts';
import { estimateBenchmarkOptions } from './estimate-benchmark-options.ts';
import type { LedgerProgramParts } from './ledger-program.ts';
import { pricesOption } from './prices-option.ts';
import { upstreamOptions } from './upstream-options.ts';

const ESTIMATE_HELP = `
Nothing is sent, and nothing is written. What the ledger of the workspace has is free.`;

/** `mab estimate CONFIG`, and `mab estimate --benchmark`. */
export function addEstimate(
  program: Command,
  { io, finish, workspace, json }: LedgerProgramParts,
): void {
  const command = program
    .command('estimate')
    .description('say what a run will cost, before its first call')
    .argument('[config]', 'YAML or JSON file')
    .addOption(workspace())
    .addOption(json())
    .option('--phases', 'calls, tokens, money and time of each phase of each method and dataset')
    .addOption(new Option('--lane <lane>', 'as of `mab run`').choices(LANES))
    .addOption(pricesOption())
    .option('--machine <name>', 'machine that the run takes place on: aws:t3.xlarge')
    .addOption(
      new Option('--count <n>', 'how many of these machines').default(1).argParser(parseCount),
    )
    .addOption(
      new Option('--market <market>', 'how they are paid')
        .choices(MACHINE_METERS)
        .default('on-demand'),
    )
    .option('--region <region>', 'where they, and what is stored, are', 'us-east-1')
    .option('--store <name>', 'where results are kept: aws:s3/standard')
    .addHelpText('after', ESTIMATE_HELP)
    .action(async (config, flags) => {
      const { estimateDispatch } = await import('./actions/estimate/dispatch.ts');
      finish(await estimateDispatch(config, flags, io));
    });
  for (const option of [...upstreamOptions(), ...estimateBenchmarkOptions()]) {
    command.addOption(option);
  }
}

/** Options of `mab run` for what happens before its first call. */
export function forecastOptions(): Option[] {
  return [
    new Option('--yes', 'start without a question, whatever the estimate says'),
    new Option(
      '--confirm-above <usd>',
      'ask where more may be spent; default: as configured, or 1',
    ).argParser(parseUsdFlag),
    new Option('--no-estimate', 'start without an estimate, and so without a question'),
  ];
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number from 1 to 99999.');
}

function parseUsdFlag(text: string): string {
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text)) return text;
  throw new InvalidArgumentError('It has to be an amount of US dollars: 2.50');
}
