import type { BlobStore } from '../../contracts/store.ts';
import { parseUnitId, type UnitId } from '../../core/ids.ts';

/** The units that are sealed in a store, answered, judged or probed, sorted. */
export async function committedUnits(store: BlobStore): Promise<UnitId[]> {
  const keys = await store.list('units/');
  return keys.flatMap((key) => {
    const [, id, file = ''] = key.split('/');
    return id !== undefined && MARKERS.has(file) ? [parseUnitId(id)] : [];
  });
}

const MARKERS: ReadonlySet<string> = new Set(['commit.json', 'judging.json', 'probes.json']);
