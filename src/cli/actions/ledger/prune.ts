import { MabError } from '../../../core/errors.ts';
import { counted } from '../../../core/number-text.ts';
import { bytesText } from '../../bytes-text.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

interface PruneFlags {
  readonly workspace: string;
  /** Ms. */
  readonly olderThan?: number;
  /** Bytes. */
  readonly maxSize?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `mab ledger prune`. @throws {MabError} FLAG_MISSING. */
export async function ledgerPruneAction(
  { workspace, olderThan, maxSize, dryRun = false, json = false }: PruneFlags,
  io: CliIo,
): Promise<ExitCode> {
  if (olderThan === undefined && maxSize === undefined) {
    throw new MabError('FLAG_MISSING', 'Nothing says what may be deleted.', {
      hint: 'Give --older-than 90d, or --max-size 2GB, or both; --dry-run to look first.',
    });
  }
  const ledger = await (await io.loadCommands()).ledger();
  const done = await ledger.prune(workspace, {
    ...{ olderThanMs: olderThan, bytesMax: maxSize, dryRun },
  });
  if (json) {
    io.stdout.write(`${JSON.stringify(done)}\n`);
    return 0;
  }
  const { calls, keptCalls, replyBytes, bytesBefore, bytesAfter } = done;
  const what = `${counted(calls, 'stored call')} of ${bytesText(replyBytes)}`;
  const about = dryRun ? 'about ' : '';
  io.stdout.write(
    `${dryRun ? 'Would delete' : 'Deleted'} ${what}; the ledger: ${bytesText(bytesBefore)} before, ` +
      `${about}${bytesText(Math.max(0, bytesAfter))} after.\n`,
  );
  if (keptCalls > 0) {
    const kept = counted(keptCalls, 'stored call');
    io.stdout.write(`Stays in any case: ${kept} that no finished context has sealed.\n`);
  }
  if (maxSize !== undefined && bytesAfter > maxSize) {
    io.stdout.write(
      `It is still larger than ${bytesText(maxSize)}: nothing else may be deleted.\n`,
    );
  }
  return 0;
}
