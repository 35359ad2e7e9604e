import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EmbeddingProvider, EmbeddingRequest } from '../contracts/model.ts';
import { sha256 } from '../core/hashing.ts';
import { startCountingServer } from './counting-server.ts';
import { FAILURES, PRICES, thrownBy, timeLimit, withKey } from './provider-failures.ts';
import { always } from './server-faults.ts';

/** One wire format: how its provider is made, and what it cannot say. */
export interface EmbeddingFormat {
  create(options: { readonly baseUrl: string; readonly apiKey: string }): EmbeddingProvider;
  /** Whether the format tells queries from documents. */
  readonly role: boolean;
}

const REQUEST: EmbeddingRequest = {
  model: 'some-embedder-001',
  texts: ['Rome lies in Italy.', '🐋 «été»', 'Rome lies in Italy.'],
  role: 'query',
};

/** As the server makes them: the bytes of the text's hash, from -1 to 1. */
function expected(text: string, dimensions = 32): Float32Array {
  const bytes = [...Buffer.from(sha256(text), 'hex')];
  return Float32Array.from(bytes.slice(0, dimensions), (byte) => byte / 127.5 - 1);
}

/** What every provider of embeddings has to do; run for each wire format. */
export function describeEmbeddingProvider(name: string, format: EmbeddingFormat): void {
  const { signal } = new AbortController();
  const open = async (fault?: Parameters<typeof always>[0]) => {
    const faults = fault ? { faults: always(fault), lateMs: 10_000 } : {};
    const { limit, onBeforeReply } = timeLimit(fault);
    const server = await startCountingServer({ prices: PRICES, onBeforeReply, ...faults });
    return { server, limit, provider: format.create(withKey(server.url)) };
  };

  describe(`the ${name} provider of embeddings`, () => {
    it('gives one vector per text, and the tokens that the server bills', async () => {
      const { server, provider } = await open();
      await using _ = server;
      const { vectors, inputTokens = Number.NaN } = await provider.embed(REQUEST, signal);
      assert.deepEqual(
        vectors,
        REQUEST.texts.map((text) => expected(text)),
      );
      const { accepted, billed, totalPicoUsd } = server.invoice();
      assert.deepEqual([accepted, billed], [1, 1]);
      assert.equal(BigInt(inputTokens) * PRICES.inputPicoUsd, totalPicoUsd);
    });

    it('sends everything that was asked, unchanged', async () => {
      const { server, provider } = await open();
      await using _ = server;
      for (const role of ['query', 'document'] as const) {
        for (const shorter of [{}, { dimensions: 8 }]) {
          const request = { ...REQUEST, ...shorter, role };
          const { vectors } = await provider.embed(request, signal);
          const { role: _r, ...rest } = request;
          assert.deepEqual(server.lastAsked(), format.role ? request : rest);
          assert.equal(vectors[0]?.length, shorter.dimensions ?? 32);
        }
      }
    });

    it('has no tokens where the server reports none', async () => {
      const { server, provider } = await open('no-usage');
      await using _ = server;
      const reply = await provider.embed(REQUEST, signal);
      assert.deepEqual([reply.vectors.length, 'inputTokens' in reply], [3, false]);
    });

    it('does not take fewer vectors than texts for an answer', async () => {
      const { server, provider } = await open('empty');
      await using _ = server;
      const error = await thrownBy(provider.embed(REQUEST, signal));
      assert.equal(error.code, 'PROVIDER_REPLY_UNREADABLE');
    });

    for (const [fault, code, retry, mayBeBilled] of FAILURES) {
      it(`says ${code} for ${fault}, and whether it may be billed`, async () => {
        const { server, limit, provider } = await open(fault);
        await using _ = server;
        const error = await thrownBy(provider.embed(REQUEST, limit));
        assert.deepEqual(
          [error.code, error.retry, error.details?.mayBeBilled ?? false],
          [code, retry, mayBeBilled],
        );
        assert.equal(server.invoice().accepted, 1);
      });
    }
  });
}
