import { counted } from '../../../core/number-text.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

interface VerifyFlags {
  readonly workspace: string;
  readonly repair?: boolean;
  readonly json?: boolean;
}

/** Problems that are shown; the rest is counted. */
const SHOWN_MAX = 50;

/** `mab ledger verify`. @returns 4 where something is wrong. */
export async function ledgerVerifyAction(
  { workspace, repair = false, json = false }: VerifyFlags,
  io: CliIo,
): Promise<ExitCode> {
  const ledger = await (await io.loadCommands()).ledger();
  const result = await ledger.verify(workspace, { repair });
  const { problems, notes, repaired, checked } = result;
  const exitCode = problems.length === 0 ? 0 : 4;
  if (json) {
    io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return exitCode;
  }
  const { calls, attempts, units } = checked;
  const lines = [
    `Checked: ${counted(calls, 'call')}, ${counted(attempts, 'attempt')}, ` +
      `${counted(units, 'finished context')}.`,
    ...repaired.map((text) => `repaired: ${text}`),
    ...problems.slice(0, SHOWN_MAX).map((text) => `wrong: ${text}`),
    ...(problems.length > SHOWN_MAX ? [`… and ${problems.length - SHOWN_MAX} more: --json`] : []),
    ...notes.map((text) => `note: ${text}`),
    problems.length === 0 ? 'Nothing is wrong.' : `${counted(problems.length, 'problem')}.`,
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
  return exitCode;
}
