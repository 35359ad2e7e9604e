import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createRandom } from '../../src/core/random.ts';
import { type CountingServer, startCountingServer } from '../../src/testing/counting-server.ts';
import { type Fault, seededFaults } from '../../src/testing/server-faults.ts';
import { createArena } from './support/arena.ts';
import { Killer, killPoints } from './support/kill-points.ts';
import { readLedger } from './support/ledger-facts.ts';
import { reportOf, startMab } from './support/mab-process.ts';
import { PRICES, writePricedConfig } from './support/priced-config.ts';
import { unitBytes } from './support/run-result.ts';

/** Set it to the number that a failed test has printed, to see its kill points and faults again. */
const SEED = Number(process.env.MAB_CHAOS_SEED ?? Date.now());
/** The full check of the repository asks for more than a quick test does. */
const KILLS = Number(process.env.MAB_CHAOS_KILLS ?? 2);
const FAULTS: readonly Fault[] = ['server-error', 'rate-limit', 'cut-body', 'hang-up', 'html'];

const arena = createArena(4);
after(() => arena[Symbol.dispose]());

/** The usual configuration, and its reader and embedder once more at another server. */
function configOf(workspace: string, [first, second]: readonly [CountingServer, CountingServer]) {
  const server = { provider: 'openai-compatible', baseUrl: second.url };
  const failoverPolicy = { breaker: { coolDownMs: 20, coolDownMsMax: 100 } };
  const price = { inputUsdPerMillion: 0.15 };
  const readerPrice = { ...price, cachedInputUsdPerMillion: 0.075, outputUsdPerMillion: 0.6 };
  return writePricedConfig(workspace, {
    ...{ url: first.url, data: arena.data, methods: [{ id: 'dense', embedder: 'counting' }] },
    reader: { failoverPolicy, failover: [{ ...server, model: 'counting', price: readerPrice }] },
    embedders: {
      counting: {
        ...{ provider: 'openai-compatible', baseUrl: first.url, model: 'counting-embedder' },
        ...{ logicalModel: 'counting-embedder-1', pinned: true, inputTokensMax: 512, batchMax: 3 },
        ...{ price, failoverPolicy, failover: [{ ...server, model: 'counting-embedder', price }] },
      },
    },
  });
}

describe('a run with a faulty and a good provider that is killed at any moment', () => {
  it('ends with the bytes of a calm run, and accounts for every cent of both', async (t) => {
    t.diagnostic(`MAB_CHAOS_SEED=${SEED}`);
    const [faulty, good] = [await chain(SEED, KILLS), await chain(SEED, 0)];
    assert.ok(faulty.deaths > 0, 'no kill point was reached');
    assert.deepEqual(faulty.units, good.units);
  });
});

/** Starts the same command until it is through; without kills the first server is well too. */
async function chain(seed: number, kills: number) {
  const killer = new Killer();
  const faults = kills > 0 ? { faults: seededFaults(seed, 0.5, FAULTS) } : {};
  const options = { prices: PRICES, latencyMs: 2, ...killer.hooks };
  await using first = await startCountingServer({ ...options, ...faults });
  await using second = await startCountingServer(options);
  const workspace = arena.folder();
  const config = configOf(workspace, [first, second]);
  const points = killPoints(createRandom(seed));
  for (let deaths = 0; ; deaths++) {
    using started = startMab(config, { workspace, compileCache: arena.compileCache });
    await killer.watch(started, deaths < kills ? points.next().value : undefined, workspace);
    const ended = await started.ended;
    if (ended.signal !== null || ended.code === 130) continue;
    assert.equal(ended.code, 0, ended.stderr);
    const { settledPicoUsd, unknownPicoUsd, attempts } = readLedger(workspace);
    const billed = first.invoice().totalPicoUsd + second.invoice().totalPicoUsd;
    const sums = `settled ${settledPicoUsd}, invoices ${billed}, unknown ${unknownPicoUsd}`;
    assert.ok(settledPicoUsd <= billed && billed <= settledPicoUsd + unknownPicoUsd, sums);
    if (kills > 0) assert.ok(second.invoice().billed > 0, 'the second server served nothing');
    assert.equal(reportOf(ended).totals.unknownAttempts, unknowns(attempts));
    return { deaths, units: unitBytes(workspace) };
  }
}

function unknowns(attempts: ReturnType<typeof readLedger>['attempts']): number {
  return attempts.filter(({ outcome }) => outcome === 'unknown' || outcome === null).length;
}
