import { type Command, Option } from 'commander';
import { LANES } from '../contracts/lane.ts';
import type { LedgerProgramParts } from './ledger-program.ts';

/** `mab estimate CONFIG`. */
export function addEstimate(
  program: Command,
  { io, finish, workspace, json }: LedgerProgramParts,
): void {
  program
    .command('estimate')
    .description('say what a run will cost, before its first call; nothing is sent')
    .argument('<config>', 'YAML or JSON file')
    .addOption(workspace())
    .addOption(json())
    .addOption(new Option('--lane <lane>', 'as of `mab run`').choices(LANES))
    .action(async (config, flags) => {
      finish(await (await import('./actions/estimate.ts')).estimateAction(config, flags, io));
    });
}
