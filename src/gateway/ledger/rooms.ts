import type { RoomNews, RoomNewsAnswer } from '../../contracts/limits.ts';
import { exchange } from '../limits/exchange.ts';
import { type LimitsDocument, NO_LIMITS } from '../limits/limit-state.ts';
import { all, first, type Sql } from './sql.ts';

/** One exchange with the limits of a server, by all processes that share this ledger. */
export function* exchangeRooms(
  { document: name, ...news }: RoomNews,
  asker: { owner: string; nowMs: number },
): Sql<RoomNewsAnswer> {
  const row = yield* first('SELECT state FROM limits WHERE name = ?', name);
  const before = row ? (JSON.parse(String(row.state)) as LimitsDocument) : NO_LIMITS;
  const { document, ...answer } = exchange(before, news, asker);
  if (document !== before) {
    yield* all(
      `INSERT INTO limits VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET state = excluded.state`,
      ...[name, JSON.stringify(document)],
    );
  }
  return answer;
}
