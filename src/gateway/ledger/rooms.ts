import type { RoomNews, RoomNewsAnswer } from '../../contracts/limits.ts';
import { exchange } from '../limits/exchange.ts';
import { type LimitsDocument, NO_LIMITS } from '../limits/limit-state.ts';
import { isAlive } from './owner.ts';
import { all, first, type Sql } from './sql.ts';

/** One exchange with the limits of a server, by all processes that share this ledger. */
export function* exchangeRooms(
  { document: name, ...news }: RoomNews,
  asker: { owner: string; nowMs: number },
): Sql<RoomNewsAnswer> {
  const row = yield* first('SELECT state FROM limits WHERE name = ?', name);
  const before = row ? (JSON.parse(String(row.state)) as LimitsDocument) : NO_LIMITS;
  let exchanged = exchange(before, news, asker);
  if (exchanged.answers.some(({ kind }) => kind === 'wait')) {
    const alive = yield* withoutTheDead(before, asker);
    if (alive !== before) exchanged = exchange(alive, news, asker);
  }
  const { document, ...answer } = exchanged;
  if (document !== before) {
    yield* all(
      `INSERT INTO limits VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET state = excluded.state`,
      ...[name, JSON.stringify(document)],
    );
  }
  return answer;
}

/** A process of this machine that is gone is known to be dead before it was silent for long. */
function* withoutTheDead(
  document: LimitsDocument,
  { owner: self, nowMs }: { owner: string; nowMs: number },
): Sql<LimitsDocument> {
  const workers: Record<string, number> = {};
  for (const [owner, seenMs] of Object.entries(document.workers)) {
    if (owner === self || (yield* isAlive(owner, { self, nowMs }))) workers[owner] = seenMs;
  }
  const isSame = Object.keys(workers).length === Object.keys(document.workers).length;
  return isSame ? document : { ...document, workers };
}
