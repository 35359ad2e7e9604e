import type { CallKey } from '../../core/ids.ts';
import { first, type Sql } from './sql.ts';

/** An item's name at the vendor's, where it tells whose the batch is. */
export function batchItemId(tag: string, attempt: number): string {
  return `${tag}-${attempt}`;
}

/** The open batch that a call waits in, if there is one. */
export function* batchOf(key: CallKey): Sql<{ batch: number; route: string } | undefined> {
  const row = yield* first(
    `SELECT batches.batch, batches.route FROM attempts
     JOIN batch_items ON batch_items.attempt = attempts.attempt
     JOIN batches ON batches.batch = batch_items.batch
     WHERE attempts.key = ? AND attempts.outcome IS NULL AND batches.state <> 'closed'`,
    key,
  );
  return row && { batch: Number(row.batch), route: String(row.route) };
}
