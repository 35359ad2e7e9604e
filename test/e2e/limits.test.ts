import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startLab } from '../../src/testing/lab/lab.ts';
import { createArena } from '../chaos/support/arena.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { endingRun } from './bad-input-world.ts';

/** 16 calls: one a question, eight questions on each of two contexts. */
const arena = createArena(8);
const CALLS = 16;
after(() => arena[Symbol.dispose]());

/** Runs a configuration with these limits against a server that allows 20 requests a second. */
async function run(limits: object | undefined, ...flags: readonly string[]) {
  const allowed = { requestsPerMinute: 1_200, burstSeconds: 1 };
  await using lab = await startLab({
    models: { '*': { price: PRICES, limits: allowed, promptCache: 'chance' } },
  });
  const config = writePricedConfig(arena.folder(), {
    ...{ url: lab.url, data: arena.data, methods: ['no-memory'], concurrency: 16 },
    reader: limits ? { limits } : {},
  });
  const workspace = arena.folder();
  const startedAt = performance.now();
  const { exitCode, report } = await endingRun(config, workspace, ...flags);
  const ms = performance.now() - startedAt;
  const manifest = readManifest(workspace, report.runId);
  const refused = lab.invoice().lines.reduce((sum, line) => sum + line.refused, 0);
  return { exitCode, report, ms, manifest, refused, accepted: lab.invoice().billed };
}

function readManifest(workspace: string, runId: string): { readonly share?: number } {
  return JSON.parse(readFileSync(join(workspace, 'store/runs', runId, 'manifest.json'), 'utf8'));
}

describe('a run under limits', () => {
  it('keeps to what is stated, and is the same run as without', async () => {
    const [free, limited] = [await run(undefined), await run({ rpm: 300 })];
    assert.deepEqual([free.exitCode, limited.exitCode], [0, 0]);
    assert.equal(limited.report.runId, free.report.runId);
    assert.equal(limited.refused, 0);
    // Five at once, then five a second.
    assert.ok(limited.ms > ((CALLS - 5) / 5) * 1_000, `${limited.ms} ms`);
    assert.deepEqual([free.manifest.share, limited.manifest.share], [undefined, undefined]);
  });

  it('keeps to its share of them, and says so in the manifest', async () => {
    const { exitCode, ms, manifest, refused } = await run({ rpm: 1_200 }, '--share', '4');
    assert.deepEqual([exitCode, manifest.share, refused], [0, 4, 0]);
    assert.ok(ms > ((CALLS - 5) / 5) * 1_000, `${ms} ms`);
  });

  it('fails with the limit and the next step where no minute could hold a prompt', async () => {
    const { exitCode, report, accepted } = await run({ tpm: 20 });
    assert.deepEqual([exitCode, accepted], [3, 0]);
    const text = JSON.stringify(report);
    assert.match(text, /REQUEST_OVER_LIMIT/);
    assert.match(text, /more than the 20 tokens a minute of/);
  });
});
