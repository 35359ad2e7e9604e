import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createRandom } from '../../src/core/random.ts';
import { type CountingServer, startCountingServer } from '../../src/testing/counting-server.ts';
import { createArena } from './support/arena.ts';
import { Killer, killPoints } from './support/kill-points.ts';
import { readLedger } from './support/ledger-facts.ts';
import { type Ended, reportOf, startMab } from './support/mab-process.ts';
import { assertHonestSums, assertMoneyIsShown } from './support/money-checks.ts';
import { PRICES, writePricedConfig } from './support/priced-config.ts';
import { cellResults, unitBytes } from './support/run-result.ts';
import { DATASET } from './support/small-dataset.ts';

/** Of one run; the full check of the repository asks for more than a quick test does. */
const KILLS = Math.min(12, Number(process.env.MAB_CHAOS_KILLS ?? 6));
/** Set it to the number that a failed test has printed, to see its kill points again. */
const SEED = process.env.MAB_CHAOS_SEED ?? String(Date.now());

const arena = createArena(4);
after(() => arena[Symbol.dispose]());

/** One method, eight answers, two judges on the reader's server. */
function writeConfig(workspace: string, { url }: CountingServer): string {
  const judge = (model: string) => ({
    ...{ provider: 'openai-compatible', baseUrl: url, model, logicalModel: `${model}-1` },
    ...{ pinned: true, contextTokens: 16_000 },
    price: { inputUsdPerMillion: 0.15, cachedInputUsdPerMillion: 0.075, outputUsdPerMillion: 0.6 },
  });
  return writePricedConfig(workspace, {
    ...{ url, data: arena.data, methods: ['no-memory'], name: 'judged-chaos' },
    datasets: [{ id: DATASET, chunkTokens: 64, judge: 'generic' }],
    judge: { models: [judge('first'), judge('second')], panel: 'mean' },
  });
}

function start(workspace: string, server: CountingServer) {
  const { compileCache } = arena;
  return startMab(writeConfig(workspace, server), { workspace, compileCache }, '--no-estimate');
}

async function runAlone() {
  await using server = await startCountingServer({ prices: PRICES });
  const workspace = arena.folder();
  const done = await start(workspace, server).ended;
  assert.equal(done.code, 0, done.stderr);
  const [report, ledger] = [reportOf(done), readLedger(workspace)];
  assert.deepEqual(report.cells[0]?.phases.judge?.calls, 16);
  assert.deepEqual(new Set(ledger.attempts.map(({ outcome }) => outcome)), new Set(['reply']));
  assert.equal(ledger.attempts.length, server.invoice().accepted);
  assert.equal(ledger.settledPicoUsd, server.invoice().totalPicoUsd);
  assertMoneyIsShown(report, ledger);
  return { units: unitBytes(workspace), cells: cellResults(report) };
}

describe('a run with judges that is killed at any moment', () => {
  it('has the same verdicts, buys none twice and accounts for every cent', async (t) => {
    t.diagnostic(`MAB_CHAOS_SEED=${SEED} kills ${KILLS}`);
    const calm = await runAlone();
    const points = killPoints(createRandom(SEED));
    const killer = new Killer();
    await using server = await startCountingServer({
      prices: PRICES,
      latencyMs: 5,
      ...killer.hooks,
    });
    const workspace = arena.folder();
    let deaths = 0;
    let done: Ended | undefined;
    while (!done) {
      const point = deaths < KILLS ? points.next().value : undefined;
      const process = start(workspace, server);
      await killer.watch(process, point, workspace);
      const ended = await process.ended;
      if (ended.signal === null && ended.code !== 130) done = ended;
      else deaths += 1;
    }
    assert.equal(done.code, 0, done.stderr);
    const ledger = readLedger(workspace);
    assertHonestSums(ledger, server.invoice());
    assertMoneyIsShown(reportOf(done), ledger);
    assert.deepEqual(unitBytes(workspace), calm.units);
    assert.deepEqual(cellResults(reportOf(done)), calm.cells);
    t.diagnostic(`${deaths} deaths`);
  });
});
