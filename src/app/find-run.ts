import type { BlobStore } from '../contracts/store.ts';
import { MabError } from '../core/errors.ts';
import { parseRunId, type RunId } from '../core/ids.ts';
import { listRunIds, readManifest } from '../run/manifest.ts';

/**
 * The run that a user means: its id, a start that fits one run only, or `latest`.
 *
 * @throws {MabError} RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_ID_INVALID.
 */
export async function findRun(store: BlobStore, wanted: string): Promise<RunId> {
  return await findKnownRun(store, wanted, []);
}

/**
 * As `findRun`, also of runs that have no folder.
 *
 * @param ofLedger  Ids that may name runs without one: of proxies, and of what was deleted.
 */
export async function findKnownRun(
  store: BlobStore,
  wanted: string,
  ofLedger: readonly string[],
): Promise<RunId> {
  const ids = await listRunIds(store);
  if (wanted === 'latest') return latestRun(store, ids);
  const start = parseRunId(wanted);
  const known = [...new Set<string>([...ids, ...ofLedger])];
  if (known.includes(start)) return start;
  const fitting = known.filter((id) => id.startsWith(start));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return parseRunId(only);
  if (only !== undefined) {
    throw new MabError('RUN_AMBIGUOUS', `${fitting.length} runs start with "${wanted}".`, {
      hint: `Give more of the id: ${fitting.slice(0, 4).join(', ')}.`,
    });
  }
  throw runUnknown(wanted);
}

async function latestRun(store: BlobStore, ids: readonly RunId[]): Promise<RunId> {
  const runs = await Promise.all(
    ids.map(async (id) => ({ id, createdAt: (await readManifest(store, id)).createdAt })),
  );
  const [newest] = runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  if (newest) return newest.id;
  throw runUnknown('latest');
}

function runUnknown(wanted: string): MabError {
  return new MabError('RUN_UNKNOWN', `There is no run "${wanted}" in this workspace.`, {
    hint: 'Run `mab list` to see the runs, or give their folder with --workspace.',
  });
}
