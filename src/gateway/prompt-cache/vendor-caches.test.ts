import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vendorCache } from './vendor-caches.ts';

const minOf = (provider: string, model: string): number | undefined =>
  vendorCache(provider, model, 'auto')?.minTokens;

/** The table of the Claude API's page "Prompt caching", the names as the API has them. */
test('a Claude model has the minimum that the vendor documents', () => {
  const documented = {
    'claude-opus-5': 512,
    'claude-opus-4-8': 1_024,
    'claude-opus-4-7': 2_048,
    'claude-opus-4-6': 4_096,
    'claude-opus-4-5-20251101': 4_096,
    'claude-opus-4-1-20250805': 1_024,
    'claude-sonnet-5': 1_024,
    'claude-sonnet-4-6': 1_024,
    'claude-haiku-4-5-20251001': 4_096,
    'claude-3-5-haiku-20241022': 2_048,
    'claude-something-new': 4_096,
  };
  for (const [model, tokens] of Object.entries(documented)) {
    assert.equal(minOf('anthropic', model), tokens, model);
  }
});

test('OpenAI caches from 1,024 tokens, Gemini by model, embedded readers not at all', () => {
  assert.equal(minOf('openai', 'gpt-4o-mini'), 1_024);
  assert.equal(minOf('gemini', 'gemini-2.5-flash'), 2_048);
  assert.equal(minOf('gemini', 'gemini-3-flash-preview'), 4_096);
  assert.equal(minOf('extractive', 'extractive-1'), undefined);
});

test('a server that may refuse the key is sent it only where the configuration says so', () => {
  const asked = (provider: string, caching: 'auto' | 'key'): boolean | undefined =>
    vendorCache(provider, 'm', caching)?.asked;
  for (const provider of ['azure', 'openai-compatible']) {
    assert.deepEqual([asked(provider, 'auto'), asked(provider, 'key')], [false, true]);
  }
  assert.equal(asked('openai', 'auto'), true);
  assert.equal(vendorCache('openai', 'm', 'off'), undefined);
});
