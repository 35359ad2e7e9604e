import type { ChecklistOptions } from '../../../app/plan/checklist-contract.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { type CliIo, widthOf } from '../../io.ts';
import { adviceText } from './advice-text.ts';

type ChecklistFlags = Omit<ChecklistOptions, 'inputs'> & {
  readonly json?: boolean;
  readonly [limit: string]: unknown;
};

/** `mab plan checklist`. */
export async function checklistAction(flags: ChecklistFlags, io: CliIo): Promise<ExitCode> {
  const { inventory, live, region, workspace, prices, json = false, ...inputs } = flags;
  const plan = await (await io.loadCommands()).plan();
  const advice = await plan.checklist({
    ...{ inputs, workspace, prices },
    ...(inventory === undefined ? {} : { inventory }),
    ...(live === undefined ? {} : { live }),
    ...(region === undefined ? {} : { region }),
  });
  io.stdout.write(
    json ? `${JSON.stringify(advice, null, 2)}\n` : adviceText(advice, widthOf(io.stdout)),
  );
  return 0;
}
