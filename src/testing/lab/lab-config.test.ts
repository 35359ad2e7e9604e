import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { MabError } from '../../core/errors.ts';
import { FAULTS } from '../server-faults.ts';
import { parseLabConfig } from './lab-config.ts';

const FULL = `
models:
  gpt-x:
    price:
      inputUsdPerMillion: 1.25
      cachedInputUsdPerMillion: 0.125
      outputUsdPerMillion: 10
      batchPercent: 50
      tiers:
        - { aboveInputTokens: 200000, inputUsdPerMillion: 2.5, outputUsdPerMillion: 15 }
    limits: { requestsPerMinute: 500, tokensPerMinute: 2000000, concurrency: 64 }
    contextTokens: 128000
    outputTokens: [5, 40]
    reasoningTokens: [64, 512]
    cacheHitShare: 0.9
  claude-x:
    price:
      inputUsdPerMillion: 3
      cacheWriteUsdPerMillion: 3.75
      cacheWriteHourUsdPerMillion: 6
      outputUsdPerMillion: 15
keys:
  sk-a: {}
  sk-empty: { balanceUsd: 0 }
latencyMs: [200, 3000]
seed: 7
faults:
  - stormByCount: [2, 2]
  - firstAttempts: [late]
batchFaults: { 2: expired }
`;

const request = { textHash: 'a', lane: 'live', atMs: 0 } as const;

describe('the configuration of a lab', () => {
  it('has prices in dollars a million tokens, and all that the options have', () => {
    const { faults, batchFaults, ...options } = parseLabConfig(FULL, 'lab.yaml');
    assert.deepEqual(options, {
      models: {
        'gpt-x': {
          price: {
            ...{ inputPicoUsd: 1_250_000n, cachedInputPicoUsd: 125_000n },
            ...{ outputPicoUsd: 10_000_000n, batchPercent: 50 },
            tiers: [
              {
                ...{ aboveInputTokens: 200_000, inputPicoUsd: 2_500_000n },
                outputPicoUsd: 15_000_000n,
              },
            ],
          },
          limits: { requestsPerMinute: 500, tokensPerMinute: 2_000_000, concurrency: 64 },
          contextTokens: 128_000,
          ...{ outputTokens: [5, 40], cacheHitShare: 0.9 },
          reasoningTokens: [64, 512],
        },
        'claude-x': {
          price: {
            ...{ inputPicoUsd: 3_000_000n, cacheWritePicoUsd: 3_750_000n },
            ...{ cacheWriteHourPicoUsd: 6_000_000n, outputPicoUsd: 15_000_000n },
          },
        },
      },
      keys: { 'sk-a': {}, 'sk-empty': { balancePicoUsd: 0n } },
      latencyMs: [200, 3_000],
      seed: 7,
    });
    const plan = [1, 2].map((number) => faults?.({ ...request, number, attempt: number }));
    assert.deepEqual(plan, ['late', 'rate-limit']);
    assert.deepEqual(
      [1, 2].map((number) => batchFaults?.({ number, requests: 1 })),
      [undefined, 'expired'],
    );
  });

  it('is not needed: every model is known then, and costs something', () => {
    const { models } = parseLabConfig('', 'nothing');
    assert.deepEqual(models['*']?.price, {
      ...{ inputPicoUsd: 150_000n, cachedInputPicoUsd: 75_000n, outputPicoUsd: 600_000n },
    });
  });

  it('says all that is wrong with it', () => {
    for (const [text, problems] of [
      ['models: {', [/lab\.yaml/]],
      ['latency: 5', [/latency/]],
      ['latencyMs: [5, 1]', [/latencyMs/]],
      ['faults: [{ firstAttempts: [nonsense] }]', [/faults\[0\]/]],
      [
        'models: { m: { price: { inputUsdPerMillion: 0.0000001 } } }\nkeys: 5',
        [/six digits/, /outputUsdPerMillion/, /keys/],
      ],
    ] as const) {
      assert.throws(
        () => parseLabConfig(text, 'lab.yaml'),
        (error) => error instanceof MabError && problems.every((one) => one.test(error.message)),
        text,
      );
    }
  });
});

it('the configuration in the reference is one', async () => {
  const page = new URL('../../../docs/reference/lab.md', import.meta.url);
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(await readFile(page, 'utf8')) ?? [];
  assert.deepEqual(Object.keys(parseLabConfig(yaml, 'lab.md').models), ['gpt-x']);
});

it('every fault stands in the reference', async () => {
  const page = new URL('../../../docs/reference/lab.md', import.meta.url);
  const text = await readFile(page, 'utf8');
  assert.deepEqual(
    FAULTS.filter((fault) => !text.includes(`\`${fault}\``)),
    [],
  );
});
