import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MabError } from '../../core/errors.ts';
import { type Ledger, openLedger } from '../../gateway/ledger/ledger.ts';
import { fileError } from '../file-error.ts';

/**
 * Which ledger a workspace has: the file in its folder, or one in PostgreSQL that machines share.
 * It stands in the workspace and not in a flag, because a command that forgot the flag would buy
 * everything again. The address, which holds a password, comes from the environment.
 */
const placeSchema = z.strictObject({
  v: z.literal(1),
  ledger: z.literal('postgres'),
  /** Of the ledger in the database. */
  name: z.string(),
});

/** Where a workspace has its ledger. */
export type LedgerPlace =
  | { readonly ledger: 'sqlite' }
  | { readonly ledger: 'postgres'; readonly name: string };

const fileOf = (folder: string): string => join(folder, 'ledger.json');

/** @throws {MabError} LEDGER_PLACE_DAMAGED, NO_PERMISSION. */
export async function readLedgerPlace(folder: string): Promise<LedgerPlace> {
  const path = fileOf(folder);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { ledger: 'sqlite' };
    throw fileError(error, path);
  }
  try {
    const { ledger, name } = placeSchema.parse(JSON.parse(text));
    return { ledger, name };
  } catch (error) {
    throw new MabError('LEDGER_PLACE_DAMAGED', `${path} does not say where the ledger is.`, {
      ...{ blame: 'environment', cause: error },
      hint: 'Write it again: mab ledger use postgres --name NAME',
    });
  }
}

/** Notes where the ledger is from now on. */
export async function writeLedgerPlace(folder: string, place: LedgerPlace): Promise<void> {
  const path = fileOf(folder);
  try {
    if (place.ledger === 'sqlite') await rm(path, { force: true });
    else await writeFile(path, `${JSON.stringify({ v: 1, ...place })}\n`, { mode: 0o600 });
  } catch (error) {
    throw fileError(error, path);
  }
}

/** @throws {MabError} LEDGER_URL_MISSING, and what the ledger throws. */
export async function openLedgerAt(folder: string, place: LedgerPlace): Promise<Ledger> {
  if (place.ledger === 'sqlite') return await openLedger(join(folder, 'ledger.sqlite'));
  const url = process.env.MAB_LEDGER_URL;
  if (url === undefined || url === '') {
    throw new MabError(
      'LEDGER_URL_MISSING',
      `The ledger of ${folder} is in PostgreSQL, and MAB_LEDGER_URL is not set.`,
      {
        blame: 'environment',
        hint: 'Set MAB_LEDGER_URL to postgres://user:password@host:5432/database',
      },
    );
  }
  // Loaded when it is needed: the client is an optional package.
  const { openPostgresLedger } = await import('../../gateway/ledger/postgres/postgres-ledger.ts');
  return await openPostgresLedger({ url, name: place.name });
}
