import type { ListedBatch } from '../../contracts/batch.ts';
import { MabError } from '../../core/errors.ts';

/** Batches on one page; every vendor gives as many. */
const PAGE = 100;
/** Nobody makes so many batches in the days that are looked back. */
const PAGES_MAX = 100;

interface BatchPage {
  readonly batches: readonly ListedBatch[];
  /** Absent where the vendor says nothing: no more. */
  readonly hasMore: boolean | null | undefined;
}

/**
 * The batches that were created since a time, from a vendor that lists them page by page, the
 * newest first.
 *
 * @param sinceMs  Since 1970.
 * @param readPage  Gives the page of so many batches that follows a batch; without one the first.
 * @throws {MabError} BATCH_LIST_TOO_LONG.
 */
export async function listBatches(
  sinceMs: number,
  servedBy: string,
  readPage: (size: number, afterId: string | undefined) => Promise<BatchPage>,
): Promise<readonly ListedBatch[]> {
  const found: ListedBatch[] = [];
  let afterId: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const { batches, hasMore } = await readPage(PAGE, afterId);
    const since = batches.filter(({ createdMs }) => createdMs >= sinceMs);
    found.push(...since);
    // One page too many does no harm: two vendors say nothing of the order within a second.
    if (!hasMore || since.length === 0) return found;
    afterId = batches.at(-1)?.batchId;
  }
  throw new MabError('BATCH_LIST_TOO_LONG', `${servedBy} lists too many batches.`, {
    blame: 'provider',
  });
}
