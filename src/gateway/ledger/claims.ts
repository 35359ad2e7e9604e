import type { StoredReply } from '../../contracts/gateway.ts';
import { reserve } from './accounts.ts';
import { abandonAttempts } from './attempt-state.ts';
import { batchOf } from './batch-items.ts';
import { shortage } from './budget-room.ts';
import { isAlive } from './owner.ts';
import type { CallSite, ClaimAnswer, ClaimRequest, LookUpAnswer } from './protocol.ts';
import { storeRequest } from './requests.ts';
import { all, first, type Row, type Sql } from './sql.ts';

/** Who asks, and when. */
export interface Asker {
  readonly owner: string;
  readonly nowMs: number;
}

/** Decides whether a call has a reply, has to be waited for, or may be bought by who asks. */
export function* claim(request: ClaimRequest, asker: Asker): Sql<ClaimAnswer> {
  const found = yield* look(request, asker);
  if (!('free' in found)) return found;
  return yield* grant(request, found, asker);
}

/** As `claim`, but buys nothing: what could be bought is `free`. */
export function* lookUp(request: ClaimRequest, asker: Asker): Sql<LookUpAnswer> {
  const found = yield* look(request, asker);
  return 'free' in found ? { kind: 'free' } : found;
}

/** As `lookUp`, but writes nothing: not even which unit has used which call. */
export function* peek(request: ClaimRequest, asker: Asker): Sql<LookUpAnswer> {
  const found = yield* look(request, asker, { writes: false });
  return 'free' in found ? { kind: 'free' } : found;
}

type Found = Exclude<LookUpAnswer, { kind: 'free' }>;

/** A call that may be bought. */
interface Free {
  readonly free: true;
  readonly diverged: boolean;
  readonly fence: bigint;
  readonly epoch: bigint;
}

function* look(
  request: ClaimRequest,
  asker: Asker,
  { writes } = { writes: true },
): Sql<Found | Free> {
  const { key, site } = request;
  const call = yield* first(
    'SELECT state, owner, fence, run_id, epoch, reply, done_ms FROM calls WHERE key = ?',
    key,
  );
  const recorded = yield* recordedKey(site);
  if (call?.state === 'done' && recorded !== key && isExpired(call, request, asker.nowMs)) {
    return { kind: 'expired' };
  }
  const diverged = recorded !== undefined && recorded !== key;
  if (diverged && !request.acceptDiverged) return { kind: 'diverged', recorded };

  if (call?.state === 'done') {
    if (writes && recorded !== key) yield* journal(request);
    return { kind: 'hit', reply: JSON.parse(String(call.reply)) as StoredReply, diverged };
  }
  if (call?.state === 'pending' && (yield* isBoughtByOther(call, asker))) {
    return { kind: 'wait', owner: String(call.owner) };
  }
  const waiting = call?.state === 'pending' ? yield* batchOf(key) : undefined;
  if (waiting) return { kind: 'in-batch', ...waiting };
  const run = yield* first('SELECT epoch FROM runs WHERE run_id = ?', site.runId);
  const epoch = run?.epoch as bigint;
  if (call?.state === 'failed' && call.run_id === site.runId && call.epoch === epoch) {
    const { code, message } = JSON.parse(String(call.reply)) as { code: string; message: string };
    return { kind: 'failed-before', code, message };
  }
  return { free: true, diverged, epoch, fence: (call?.fence as bigint | undefined) ?? 0n };
}

function* grant(
  request: ClaimRequest,
  { diverged, epoch, fence: lastFence }: Free,
  { owner, nowMs }: Asker,
): Sql<ClaimAnswer> {
  const { site, key, accounts, worst } = request;
  const unknown = yield* abandonAttempts(key);
  const short = yield* shortage(accounts, worst, { owner, nowMs });
  if (short) {
    if (!short.waits) yield* giveUp(key, owner);
    return { kind: 'over-budget', ...short };
  }
  const fence = lastFence + 1n;
  yield* all(
    `INSERT INTO calls (key, state, owner, fence, dataset, run_id, epoch)
     VALUES (?, 'pending', ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET state = 'pending', owner = excluded.owner,
       fence = excluded.fence, run_id = excluded.run_id, epoch = excluded.epoch, reply = NULL`,
    ...[key, owner, fence, site.dataset, site.runId, epoch],
  );
  const names = accounts.map(({ name }) => name);
  yield* reserve(names, worst);
  const { unitId, phase, path } = site;
  const intent = yield* first(
    `INSERT INTO attempts (key, run_id, unit_id, phase, path, owner, fence, worst_pico, sent_ms,
       worst_tokens, accounts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING attempt`,
    ...[key, site.runId, unitId, phase, path, owner, fence, worst.picoUsd, nowMs],
    ...[worst.tokens, JSON.stringify(names)],
  );
  yield* journal(request);
  if (request.requestParts) yield* storeRequest(key, request.requestParts);
  return { kind: 'granted', attempt: Number(intent?.attempt), diverged, unknown };
}

/** Lets others buy calls that this process has failed to buy, and will not send again. */
export function* giveUpCalls(keys: readonly string[], owner: string): Sql<undefined> {
  for (const key of keys) yield* giveUp(key, owner);
  return undefined;
}

/** A call that has failed before and will not be sent again: nobody may wait for that. */
function giveUp(key: string, owner: string): Sql<readonly Row[]> {
  const own = "WHERE key = ? AND state = 'pending' AND owner = ?";
  return all(`UPDATE calls SET owner = '' ${own}`, key, owner);
}

function* recordedKey({ unitId, path }: CallSite): Sql<string | undefined> {
  const use = yield* first('SELECT key FROM uses WHERE unit_id = ? AND path = ?', unitId, path);
  return use && String(use.key);
}

function* journal({ site: { unitId, path, phase }, key }: ClaimRequest): Sql<undefined> {
  yield* all(
    `INSERT INTO uses VALUES (?, ?, ?, ?)
     ON CONFLICT (unit_id, path) DO UPDATE SET key = excluded.key, phase = excluded.phase`,
    ...[unitId, path, key, phase],
  );
  return undefined;
}

function* isBoughtByOther(call: Row, { owner: self, nowMs }: Asker): Sql<boolean> {
  const buyer = String(call.owner);
  return buyer !== self && (yield* isAlive(buyer, { self, nowMs }));
}

function isExpired(call: Row, { replyAgeMsMax, site }: ClaimRequest, nowMs: number): boolean {
  if (replyAgeMsMax === undefined || call.run_id === site.runId) return false;
  return nowMs - Number(call.done_ms ?? 0) > replyAgeMsMax;
}
