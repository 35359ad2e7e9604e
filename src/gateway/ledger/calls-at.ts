import type { Usage } from '../../contracts/model.ts';
import type { JournalledCall, LedgerOperations } from './protocol.ts';
import { all, first, type Row, type Sql } from './sql.ts';

/** `0` is what comes after `/`, so these are the path itself and all that is below it. */
const CALLS_AT = `
SELECT uses.path, bought.usage, bought.sent_ms
FROM uses JOIN calls USING (key) JOIN attempts AS bought ON bought.attempt = calls.attempt
WHERE uses.unit_id = ? AND calls.state = 'done'
  AND (uses.path = ? OR (uses.path > ? AND uses.path < ?)) ORDER BY uses.path`;

/** The calls of a unit at one place of its journal: a chat, or the texts of one request. */
export function* readCallsAt({
  unitId,
  path,
}: LedgerOperations['callsAt'][0]): Sql<readonly JournalledCall[]> {
  const rows = yield* all(CALLS_AT, unitId, path, `${path}/`, `${path}0`);
  return rows.map(journalledCall);
}

function journalledCall(row: Row): JournalledCall {
  return {
    path: String(row.path),
    usage: JSON.parse(String(row.usage)) as Usage,
    sentMs: Number(row.sent_ms),
  };
}

/** What a call has cost that was bought, and for which run; undefined where it was not. */
export function* readBought({
  key,
}: LedgerOperations['bought'][0]): Sql<LedgerOperations['bought'][1]> {
  const row = yield* first(
    `SELECT bought.usage, bought.run_id FROM calls
       JOIN attempts AS bought ON bought.attempt = calls.attempt
     WHERE calls.key = ? AND calls.state = 'done'`,
    key,
  );
  return row && { usage: JSON.parse(String(row.usage)) as Usage, runId: String(row.run_id) };
}
