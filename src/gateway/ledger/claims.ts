import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StoredReply } from '../../contracts/gateway.ts';
import { isAlive } from './owner.ts';
import type { CallSite, ClaimAnswer, ClaimRequest } from './protocol.ts';
import { storeRequest } from './requests.ts';

interface CallRow {
  readonly state: 'pending' | 'done' | 'failed';
  readonly owner: string;
  readonly fence: bigint;
  readonly run_id: string;
  readonly epoch: bigint;
  readonly reply: string | null;
  readonly done_ms: bigint | null;
}

/** Decides who may buy a call. Every method runs inside the writer's transaction. */
export class Claims {
  readonly #database: DatabaseSync;
  readonly #owner: string;
  readonly #find: StatementSync;
  readonly #findUse: StatementSync;
  readonly #findRun: StatementSync;
  readonly #take: StatementSync;
  readonly #intend: StatementSync;
  readonly #use: StatementSync;
  readonly #reserve: StatementSync;
  readonly #abandon: StatementSync;

  constructor(database: DatabaseSync, owner: string) {
    this.#database = database;
    this.#owner = owner;
    const prepare = (sql: string): StatementSync => {
      const statement = database.prepare(sql);
      statement.setReadBigInts(true);
      return statement;
    };
    this.#find = prepare(
      'SELECT state, owner, fence, run_id, epoch, reply, done_ms FROM calls WHERE key = ?',
    );
    this.#findUse = prepare('SELECT key FROM uses WHERE unit_id = ? AND path = ?');
    this.#findRun = prepare('SELECT epoch, exposure_pico FROM runs WHERE run_id = ?');
    this.#take = prepare(
      `INSERT INTO calls (key, state, owner, fence, dataset, run_id, epoch)
       VALUES (?, 'pending', ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET state = 'pending', owner = excluded.owner,
         fence = excluded.fence, run_id = excluded.run_id, epoch = excluded.epoch, reply = NULL`,
    );
    this.#intend = prepare(
      `INSERT INTO attempts (key, run_id, unit_id, phase, path, owner, fence, worst_pico, sent_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#use = prepare('INSERT OR REPLACE INTO uses VALUES (?, ?, ?, ?)');
    this.#reserve = prepare('UPDATE runs SET exposure_pico = exposure_pico + ? WHERE run_id = ?');
    this.#abandon = prepare(
      `UPDATE attempts SET outcome = 'unknown', error_code = 'OWNER_DIED'
       WHERE key = ? AND outcome IS NULL`,
    );
  }

  claim(request: ClaimRequest, nowMs: number): ClaimAnswer {
    const call = this.#find.get(request.key) as CallRow | undefined;
    const recorded = this.#recordedKey(request.site);
    if (call?.state === 'done' && recorded !== request.key && isExpired(call, request, nowMs)) {
      return { kind: 'expired' };
    }
    const diverged = recorded !== undefined && recorded !== request.key;
    if (diverged && !request.acceptDiverged) return { kind: 'diverged', recorded };

    if (call?.state === 'done') {
      if (recorded !== request.key) this.#journal(request);
      return { kind: 'hit', reply: JSON.parse(call.reply ?? '') as StoredReply, diverged };
    }
    if (call?.state === 'pending' && this.#isBoughtByOther(call, nowMs)) {
      return { kind: 'wait', owner: call.owner };
    }
    return this.#grant(request, call, diverged, nowMs);
  }

  #grant(
    request: ClaimRequest,
    call: CallRow | undefined,
    diverged: boolean,
    nowMs: number,
  ): ClaimAnswer {
    const { site, key, worstPicoUsd, budgetPicoUsd } = request;
    const run = this.#findRun.get(site.runId) as { epoch: bigint; exposure_pico: bigint };
    if (call?.state === 'failed' && call.run_id === site.runId && call.epoch === run.epoch) {
      const { code, message } = JSON.parse(call.reply ?? '{}') as { code: string; message: string };
      return { kind: 'failed-before', code, message };
    }
    const unknown = Number(this.#abandon.run(key).changes);
    if (budgetPicoUsd !== undefined && run.exposure_pico + worstPicoUsd > budgetPicoUsd) {
      return { kind: 'over-budget', exposurePicoUsd: run.exposure_pico };
    }
    const fence = (call?.fence ?? 0n) + 1n;
    this.#take.run(key, this.#owner, fence, site.dataset, site.runId, run.epoch);
    this.#reserve.run(worstPicoUsd, site.runId);
    const { unitId, phase, path } = site;
    const intent = this.#intend.run(
      ...[key, site.runId, unitId, phase, path, this.#owner, fence, worstPicoUsd, nowMs],
    );
    this.#journal(request);
    if (request.requestParts) storeRequest(this.#database, key, request.requestParts);
    return { kind: 'granted', attempt: Number(intent.lastInsertRowid), diverged, unknown };
  }

  #recordedKey(site: CallSite): string | undefined {
    const use = this.#findUse.get(site.unitId, site.path) as { key: string } | undefined;
    return use?.key;
  }

  #journal({ site, key }: ClaimRequest): void {
    this.#use.run(site.unitId, site.path, key, site.phase);
  }

  #isBoughtByOther(call: CallRow, nowMs: number): boolean {
    return (
      call.owner !== this.#owner &&
      isAlive(this.#database, call.owner, { self: this.#owner, nowMs })
    );
  }
}

function isExpired(call: CallRow, request: ClaimRequest, nowMs: number): boolean {
  const { replyAgeMsMax, site } = request;
  if (replyAgeMsMax === undefined || call.run_id === site.runId) return false;
  return nowMs - Number(call.done_ms ?? 0) > replyAgeMsMax;
}
