import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MabError } from '../../core/errors.ts';
import { makeFolder } from '../workspace.ts';
import {
  type LedgerPlace,
  openLedgerAt,
  readLedgerPlace,
  writeLedgerPlace,
} from './ledger-place.ts';

/**
 * Chooses where the ledger of a workspace is, after it could be opened there.
 *
 * @throws {MabError} LEDGER_IN_USE where calls would be left behind; what opening a ledger throws.
 */
export async function useLedger(folder: string, place: LedgerPlace): Promise<LedgerPlace> {
  await makeFolder(folder);
  const before = await readLedgerPlace(folder);
  if (before.ledger === 'sqlite' && place.ledger === 'postgres') checkNothingLeft(folder);
  const ledger = await openLedgerAt(folder, place);
  await ledger.close();
  await writeLedgerPlace(folder, place);
  return place;
}

/** Replies that the other ledger does not have would be bought again. */
function checkNothingLeft(folder: string): void {
  const path = join(folder, 'ledger.sqlite');
  if (!existsSync(path)) return;
  using database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare('SELECT count(*) AS attempts FROM attempts').get();
  if (Number(row?.attempts) === 0) return;
  throw new MabError('LEDGER_IN_USE', `${path} holds ${row?.attempts} attempts.`, {
    hint:
      'Take them along: `mab ledger export FILE`, move ledger.sqlite away, run this command ' +
      'again, then `mab ledger import FILE`.',
  });
}
