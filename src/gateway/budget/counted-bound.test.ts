import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatRequest, ModelProvider } from '../../contracts/model.ts';
import { tokenPrice } from '../../cost/token-price.ts';
import { startLab } from '../../testing/lab/lab.ts';
import type { ModelConfig } from '../model-config.ts';
import { createAnthropicProvider } from '../providers/anthropic/provider.ts';
import { createGeminiProvider } from '../providers/gemini/provider.ts';
import { DEFAULT_POLICY } from '../routes/failover-policy.ts';
import { countedBound } from './counted-bound.ts';

const PRICE = tokenPrice({ inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
const { signal } = new AbortController();

function modelOf(provider: ModelProvider, changes: Partial<ModelConfig> = {}): ModelConfig {
  return {
    routes: [{ id: 'a', name: 'a', model: 'm', provider, price: PRICE, limits: [] }],
    ...{ logicalModel: 'm-1', pinned: true, sampled: false, sampling: {}, contextTokens: 9_000 },
    ...{ timeoutMs: 1_000, attemptsMax: 1, policy: DEFAULT_POLICY, inputBound: 'count' },
    ...changes,
  };
}

/** The lab counts four characters as a token: 1,000 of them. */
const request: ChatRequest = {
  messages: [{ role: 'user', content: 'word'.repeat(1_000) }],
  maxOutputTokens: 10,
};

async function boundOf(model: ModelConfig, asked = request): Promise<number | undefined> {
  const bound = countedBound({ model, request: asked, countTokens: () => 700, signal });
  const amount = await bound?.();
  // By hand: a pico-dollar a million for input, two for output.
  if (amount) assert.equal(amount.picoUsd, BigInt(amount.tokens + 10) * 1_000_000n);
  return amount?.tokens;
}

describe('the bound of a call by its tokens', () => {
  it('is the vendor’s count with a margin, whichever vendor counts', async () => {
    await using lab = await startLab({ models: { '*': { price: ONE } } });
    const { url, origin } = lab;
    const anthropic = createAnthropicProvider({ baseUrl: url, apiKey: 'k' });
    const gemini = createGeminiProvider({ baseUrl: `${origin}/v1beta`, apiKey: 'k' });
    // By hand: 1,000 and 5 %, 64 more, and 10 of output.
    assert.equal(await boundOf(modelOf(anthropic)), 1_124);
    assert.equal(await boundOf(modelOf(gemini)), 1_124);
    assert.equal(lab.invoice().totalPicoUsd, 0n, 'nobody bills a count');
  });

  it('is counted here for models of OpenAI, with what the format adds', async () => {
    const silent: ModelProvider = { servedBy: 'x', complete: () => Promise.reject(new Error()) };
    const openai = modelOf(silent, { logicalModel: 'gpt-4.1-mini-2025-04-14' });
    // By hand: 700 as the counter says, 2 × 8 for one message and the whole, 10 of output.
    assert.equal(await boundOf(openai), 726);
  });

  it('is never above that of the bytes, which stands where nobody counts', async () => {
    const byBytes = 4_000 + 2 * 32 + 10;
    const broken: ModelProvider = {
      servedBy: 'x',
      complete: () => Promise.reject(new Error()),
      countInput: () => Promise.resolve(5_000),
    };
    assert.equal(await boundOf(modelOf(broken)), byBytes);
    const nobody = createAnthropicProvider({ baseUrl: 'http://127.0.0.1:1/v1' });
    assert.equal(await boundOf(modelOf(nobody)), byBytes);
  });

  it('is not asked for unless the configuration wants it', async () => {
    const provider = createAnthropicProvider({ baseUrl: 'http://127.0.0.1:1/v1' });
    assert.equal(await boundOf(modelOf(provider, { inputBound: 'bytes' })), undefined);
  });
});

const ONE = { inputPicoUsd: 1n, outputPicoUsd: 1n };
