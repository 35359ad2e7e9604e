import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createRandom, type Random, randomInt } from '../../src/core/random.ts';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { type Arena, createArena } from './support/arena.ts';
import { readLedger } from './support/ledger-facts.ts';
import { type MabProcess, reportOf, startMab } from './support/mab-process.ts';
import { assertExactMoney, assertHonestMoney, assertMoneyIsShown } from './support/money-checks.ts';
import { PRICES, writePricedConfig } from './support/priced-config.ts';
import { cellResults, unitBytes } from './support/run-result.ts';
import { type PassingRequest, startProxy } from './support/watched-proxy.ts';

/** Of each vendor; nine meet every kind of death, and the full check asks for those. */
const KILLS_MIN = Number(process.env.MAB_CHAOS_KILLS ?? 3);
/** Set it to the number that a failed test has printed, to see its kill points again. */
const SEED = process.env.MAB_CHAOS_SEED ?? String(Date.now());
/** Then a run is let alone, so that its result can be looked at. */
const KILLS_OF_ONE_RUN_MAX = Math.min(6, KILLS_MIN);

process.env.OPENAI_API_KEY ??= 'a-key';
process.env.ANTHROPIC_API_KEY ??= 'a-key';

const VENDORS = ['openai', 'anthropic'] as const;
type Vendor = (typeof VENDORS)[number];

/** What a request is for, by its method and path, alike for both vendors. */
const STEPS: readonly (readonly [step: Step, pattern: RegExp])[] = [
  ['submit', /^POST \/v1\/(messages\/)?batches$/],
  ['poll', /^GET \/v1\/(messages\/)?batches\/[^/]+$/],
  ['collect', /^GET \/v1\/(files\/[^/]+\/content|messages\/batches\/[^/]+\/results)$/],
];
type Step = 'submit' | 'poll' | 'collect';

/**
 * When a process dies. `lost`: before its request arrives; `unheard`: when the vendor has answered,
 * before it hears that; `heard`: so many ms after it was answered.
 */
interface KillPoint {
  readonly step: Step;
  readonly when: 'lost' | 'unheard' | 'heard';
  readonly ms: number;
}

function* killPoints(random: Random): Generator<KillPoint, never> {
  const kinds = STEPS.flatMap(([step]) =>
    (['lost', 'unheard', 'heard'] as const).map((when) => ({ step, when })),
  );
  for (let turn = 0; ; turn++) {
    const kind = kinds[(turn * 4) % kinds.length] as (typeof kinds)[number];
    yield { ...kind, ms: randomInt(random, 40) };
  }
}

/** Ends a process at a point, once. */
class BatchKiller {
  #point: KillPoint | undefined;
  #process: MabProcess | undefined;

  watch(process: MabProcess, point: KillPoint | undefined): void {
    [this.#process, this.#point] = [process, point];
  }

  async onRequest(request: PassingRequest): Promise<boolean> {
    if (!this.#isAt('lost', request)) return true;
    await this.#kill();
    return false;
  }

  async onReply(request: PassingRequest): Promise<void> {
    if (this.#isAt('unheard', request)) await this.#kill();
    else if (this.#isAt('heard', request)) setTimeout(() => void this.#kill(), this.#point?.ms);
  }

  #isAt(when: KillPoint['when'], { method, path }: PassingRequest): boolean {
    const step = STEPS.find(([, pattern]) => pattern.test(`${method} ${path}`))?.[0];
    return this.#point?.when === when && this.#point.step === step;
  }

  async #kill(): Promise<void> {
    this.#point = undefined;
    this.#process?.child.kill('SIGKILL');
    await this.#process?.ended;
  }
}

interface ConfigOptions {
  readonly vendor: Vendor;
  readonly lane: string;
  /** After a death five times as long is waited for a batch that may have been handed in. */
  readonly timeoutMs: number;
}

function writeConfig(
  arena: Arena,
  folder: string,
  url: string,
  { vendor, lane, timeoutMs }: ConfigOptions,
) {
  const openAi = { provider: 'openai', baseUrl: url, timeoutMs };
  const price = { inputUsdPerMillion: 0.15 };
  return writePricedConfig(folder, {
    ...{ url, data: arena.data, lane, batch: { pollMs: 100, lingerMs: 200 } },
    reader: { ...openAi, provider: vendor },
    embedders: {
      counting: {
        ...{ ...openAi, model: 'counting-embedder', logicalModel: 'counting-embedder-1' },
        ...{ pinned: true, inputTokensMax: 512, batchMax: 3, price },
      },
    },
  });
}

async function calmRun(arena: Arena, vendor: Vendor, lane: string) {
  await using server = await startCountingServer({ prices: PRICES });
  const workspace = arena.folder();
  // However busy the machine is: what is late may have been billed, so the money were not exact.
  const patient = { vendor, lane, timeoutMs: 60_000 };
  const config = writeConfig(arena, workspace, server.url, patient);
  const done = await startMab(config, { workspace, compileCache: arena.compileCache }).ended;
  assert.equal(done.code, 0, done.stderr);
  const invoice = server.invoice();
  assertExactMoney(readLedger(workspace), invoice);
  assertMoneyIsShown(reportOf(done), readLedger(workspace));
  const lanes = Object.groupBy(invoice.lines, (line) => line.lane);
  return { lanes, units: unitBytes(workspace) };
}

/** Starts the same command until it is through, and looks at the money after each death. */
async function runChain(arena: Arena, vendor: Vendor, points: Generator<KillPoint, never>) {
  const killer = new BatchKiller();
  await using server = await startCountingServer({ prices: PRICES });
  await using proxy = await startProxy(server.origin, {
    onRequest: (request) => killer.onRequest(request),
    onReply: (request) => killer.onReply(request),
  });
  const workspace = arena.folder();
  const hasty = { vendor, lane: 'batch', timeoutMs: 1_000 };
  const config = writeConfig(arena, workspace, proxy.url, hasty);
  const deaths: KillPoint[] = [];
  for (;;) {
    const point = deaths.length < KILLS_OF_ONE_RUN_MAX ? points.next().value : undefined;
    using started = startMab(config, { workspace, compileCache: arena.compileCache });
    killer.watch(started, point);
    const ended = await started.ended;
    const ledger = readLedger(workspace);
    assertHonestMoney(ledger, server.invoice());
    if (ended.signal === null) {
      assert.equal(ended.code, 0, `after ${JSON.stringify(deaths)}: ${ended.stderr}`);
      assertMoneyIsShown(reportOf(ended), ledger);
      return { workspace, ended, deaths, invoice: server.invoice(), ledger };
    }
    deaths.push(point as KillPoint);
  }
}

function scoresOf(units: ReturnType<typeof unitBytes>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(units).map(([unit, { scores }]) => [unit, scores]));
}

describe('a run in the batch lane', () => {
  const arena = createArena();
  after(() => arena[Symbol.dispose]());
  const points = killPoints(createRandom(SEED));

  for (const vendor of VENDORS) {
    it(`of ${vendor} that is killed at every step buys nothing twice`, async (t) => {
      t.diagnostic(`MAB_CHAOS_SEED=${SEED} MAB_CHAOS_KILLS=${KILLS_MIN}`);
      const [live, calm] = [
        await calmRun(arena, vendor, 'live'),
        await calmRun(arena, vendor, 'batch'),
      ];
      // Records hold what a question cost, which is what the lane changes.
      assert.deepEqual(scoresOf(calm.units), scoresOf(live.units));
      assert.ok(calm.lanes.batch && !live.lanes.batch);
      let kills = 0;
      while (kills < KILLS_MIN) {
        const chain = await runChain(arena, vendor, points);
        kills += chain.deaths.length;
        assert.deepEqual(unitBytes(chain.workspace), calm.units);
        // What was in a batch is found again, so nothing of it is unknown, or bought twice. A
        // query that is embedded live may be on its way when the process is killed.
        const { ledger, invoice } = chain;
        const said = JSON.stringify(chain.deaths);
        const unknown = ledger.attempts.filter(({ outcome }) => outcome === 'unknown');
        assert.deepEqual(
          unknown.filter(({ lane }) => lane === 'batch'),
          [],
          said,
        );
        t.diagnostic(`${unknown.length} live calls of unknown outcome`);
        if (unknown.length === 0) assert.equal(ledger.settledPicoUsd, invoice.totalPicoUsd, said);
        assert.equal(cellResults(reportOf(chain.ended)).length, 3);
      }
      t.diagnostic(`${kills} kills`);
    });
  }
});
