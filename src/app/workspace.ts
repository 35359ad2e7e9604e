import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalStore } from '../adapters/stores/local-store.ts';
import type { BlobStore } from '../contracts/store.ts';
import { MabError } from '../core/errors.ts';
import type { Ledger } from '../gateway/ledger/ledger.ts';
import { fileError } from './file-error.ts';
import { type LedgerPlace, openLedgerAt, readLedgerPlace } from './ledger/ledger-place.ts';

/**
 * A folder with a store and a ledger. Two of them share nothing, unless both have their ledger in
 * the same place in PostgreSQL.
 */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  readonly store: BlobStore;
  readonly ledger: Ledger;
  readonly place: LedgerPlace;
}

/**
 * Opens a workspace, which is made where there is none unless `create` is false.
 *
 * @throws {MabError} WORKSPACE_MISSING, WORKSPACE_ON_NETWORK, and what the ledger throws.
 */
export async function openWorkspace(
  folder: string,
  { create }: { readonly create: boolean },
): Promise<Workspace> {
  if (create) await makeFolder(folder);
  const place = await readLedgerPlace(folder);
  if (!create && place.ledger === 'sqlite') await checkExists(folder);
  await checkLocalDisk(folder);
  const ledger = await openLedgerAt(folder, place);
  return {
    ...{ folder, ledger, place },
    store: createLocalStore(join(folder, 'store')),
    [Symbol.asyncDispose]: () => ledger.close(),
  };
}

/** Only the owner may read it: the ledger holds replies and the key of the hashes. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw fileError(error, folder);
    throw new MabError('NOT_A_FOLDER', `${folder} is a file, not a folder.`, {
      blame: 'environment',
      hint: 'Give another folder with --workspace.',
      cause: error,
    });
  }
}

async function checkExists(folder: string): Promise<void> {
  try {
    await statfs(join(folder, 'ledger.sqlite'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileError(error, folder);
    throw new MabError(
      'WORKSPACE_MISSING',
      `${folder} is no workspace: nothing has been run there.`,
      {
        hint: 'Start with `mab run CONFIG`, or give the right folder with --workspace.',
      },
    );
  }
}

/**
 * Magic numbers of network file systems, from Linux's `statfs(2)`: NFS, SMB, SMB2, CIFS, AFS, Ceph.
 */
const NETWORK_FILE_SYSTEMS = new Set([
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x5346414f, 0x00c36400,
]);

/**
 * SQLite's locks and flushes cannot be trusted over a network. Source: sqlite.org/useovernet.html.
 */
async function checkLocalDisk(folder: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const { type } = await statfs(folder);
  if (!NETWORK_FILE_SYSTEMS.has(type)) return;
  throw new MabError('WORKSPACE_ON_NETWORK', `${folder} is on a network file system.`, {
    blame: 'environment',
    hint: 'Give a folder on a local disk with --workspace: the ledger is not safe over a network.',
  });
}
