import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { NO_BUDGET } from '../../src/contracts/budget.ts';
import type { RunEvent } from '../../src/contracts/events.ts';
import type { CallScope, RunMoney } from '../../src/contracts/gateway.ts';
import { MabError } from '../../src/core/errors.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { parseRunId, parseUnitId, type RunId } from '../../src/core/ids.ts';
import { Gateway } from '../../src/gateway/gateway.ts';
import { LedgerScene } from '../../src/gateway/ledger/__fixtures__/ledger-scene.ts';
import { type Ledger, openLedger } from '../../src/gateway/ledger/ledger.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import type { LabOptions } from '../../src/testing/lab/lab-options.ts';
import { type AnyModel, countTokens, KEY, PRICES, type Way } from './ways.ts';

/** One ledger for all cases of one provider; each case is a run with texts and a lab of its own. */
export interface FaultScene extends AsyncDisposable {
  open(name: string, options: Omit<LabOptions, 'models'>): Promise<FaultCase>;
}

export interface FaultCase extends AsyncDisposable {
  readonly lab: Lab;
  readonly texts: readonly string[];
  /** Asks all texts at once, as a process that has just started. Ends: an answer, or a code. */
  askAll(timeoutMs?: number): Promise<readonly string[]>;
  /** @throws where what was bought does not fit the lab's invoice. */
  checkedMoney(): Promise<RunMoney>;
}

export async function openFaultScene(way: Way): Promise<FaultScene> {
  const scene = new LedgerScene();
  const ledger = await openLedger(scene.path);
  const events: RunEvent[] = [];
  return {
    async open(name, options) {
      const lab = await startLab({ models: { m: { price: PRICES } }, lateMs: 60_000, ...options });
      const runId = parseRunId(`run-${name}`);
      await ledger.startRun(runId, false);
      const texts = [`Where does ${name} lie?`, `Who sailed to ${name}, and why?`, `${name}?`];
      return {
        ...{ lab, texts },
        askAll(timeoutMs = 60_000) {
          const ask = askerOf({ way, runId, ledger, events }, way.modelAt(lab, timeoutMs));
          return Promise.all(texts.map((text) => ask(text).catch(codeOf)));
        },
        async checkedMoney() {
          const money = await ledger.perform('runMoney', { runId });
          checkMoney(money, lab);
          checkBoughtOnce(scene, runId, lab);
          return money;
        },
        [Symbol.asyncDispose]: () => lab[Symbol.asyncDispose](),
      };
    },
    async [Symbol.asyncDispose]() {
      await ledger.close();
      checkNoSecret(dirname(scene.path), events);
      scene[Symbol.dispose]();
    },
  };
}

interface Place {
  readonly way: Way;
  readonly runId: RunId;
  readonly ledger: Ledger;
  readonly events: RunEvent[];
}

function askerOf({ way, runId, ledger, events }: Place, { kind, model }: AnyModel) {
  const gateway = new Gateway({
    ...{ ledger, clock: CLOCK, random: () => 0, countTokens },
    onEvent: (event) => void events.push(event),
    ...{ signal: new AbortController().signal, concurrency: 8, budget: NO_BUDGET },
    ...{ aliasDaysMax: 7, acceptDiverged: false, storeRequests: true },
    batch: { lane: way.lane, pollMs: 5, lingerMs: 30, callsMin: 2 },
  });
  const scopeOf = (text: string): CallScope => ({
    ...{ runId, unitId: parseUnitId(sha256(runId)), dataset: 'd', contextId: 'd#0', trial: 1 },
    ...{ phase: kind === 'chat' ? 'answer' : 'finalize', at: sha256(text), waited: { ms: 0 } },
  });
  const ask = async (text: string): Promise<string> => {
    if (kind === 'chat') {
      const request = { messages: [{ role: 'user' as const, content: text }], maxOutputTokens: 40 };
      return (await gateway.chatModel(model).chat(request, 's')).text;
    }
    const [vector] = await gateway.embedder(model).embed([text], 'document', 'e');
    return String(vector);
  };
  return (text: string): Promise<string> => gateway.within(scopeOf(text), () => ask(text));
}

const CLOCK = {
  ...{ now: () => Date.now(), elapsed: () => performance.now() },
  sleep: (ms: number, signal?: AbortSignal) => wait(ms, undefined, { signal }),
};

/** A user is told a code, a sentence and the next step; and the key nowhere. */
function codeOf(error: unknown): string {
  assert.ok(error instanceof MabError, `no error for users: ${inspect(error)}`);
  assert.ok(error.message && error.hint, `${error.code} tells no next step`);
  assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(KEY), 'the key is in it');
  return error.code;
}

/** Settled ≤ invoice ≤ settled + unknown. */
function checkMoney(money: RunMoney, lab: Lab): void {
  const { paidPicoUsd: paid, unknownPicoUsd: unknown, openAttempts } = money;
  const invoice = lab.invoice().totalPicoUsd;
  const sums = `settled ${paid}, invoice ${invoice}, unknown ${unknown}`;
  assert.ok(paid <= invoice && invoice <= paid + unknown, sums);
  assert.deepEqual([openAttempts, money.exposurePicoUsd], [0, paid + unknown]);
}

/** Each request has an intent, and none was sent for what had its reply. */
function checkBoughtOnce(scene: LedgerScene, runId: RunId, lab: Lab): void {
  const rows = scene.sql('SELECT key, outcome FROM attempts WHERE run_id = ? ORDER BY attempt', [
    runId,
  ]);
  for (const attempts of Map.groupBy(rows, ({ key }) => key).values()) {
    const replied = attempts.findIndex(({ outcome }) => outcome === 'reply');
    assert.ok(replied < 0 || replied === attempts.length - 1, 'asked again after its reply');
  }
  assert.ok(lab.invoice().accepted <= rows.length, 'sent without an intent');
  const mayBeBilled = rows.filter(({ outcome }) => outcome !== 'error').length;
  assert.ok(lab.invoice().billed <= mayBeBilled, 'billed for what is said to cost nothing');
}

/** The key is in no event, and nowhere on the disk. */
function checkNoSecret(folder: string, events: readonly RunEvent[]): void {
  assert.ok(events.length > 0);
  const told = inspect(events, { depth: 9, maxArrayLength: null, maxStringLength: null });
  assert.ok(!told.includes(KEY), 'the key is in an event');
  for (const name of readdirSync(folder)) {
    assert.ok(!readFileSync(join(folder, name)).includes(KEY), `the key is in ${name}`);
  }
}
