import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatMessage, ModelProvider, ProviderRequest } from '../contracts/model.ts';
import { meteredCost } from '../cost/call-cost.ts';
import { startCountingServer } from './counting-server.ts';
import { deterministicReply } from './deterministic-reply.ts';
import { FAILURES, PRICES, thrownBy, withKey } from './provider-failures.ts';
import { always } from './server-faults.ts';

/** One wire format: how its provider is made, and what it cannot say. */
export interface ChatFormat {
  create(options: { readonly baseUrl: string; readonly apiKey: string }): ModelProvider;
  /** Whether the format has a field for a seed; else one has to be refused. */
  readonly seed: boolean;
  /** Whether the format has a field for the name of a schema. */
  readonly schemaName: boolean;
}

const REQUEST: ProviderRequest = {
  model: 'some-model-2026-01-01',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Rome lies in Italy. Ghent lies in Belgium.\nWhere does Rome lie?' },
    { role: 'assistant', content: 'In Italy.' },
    { role: 'user', content: 'Ghent lies in Belgium. 🐋 «été»\nWhere does Ghent lie?' },
  ],
  maxOutputTokens: 40,
  temperature: 0.25,
};

function numbered(at: number): ChatMessage {
  return { role: 'user', content: `Question ${at} of Ghent?` };
}

const OBJECT = {
  type: 'object',
  properties: { question: { type: 'string', enum: ['a', 'b'] }, at: { type: 'integer' } },
  required: ['question'],
  additionalProperties: false,
};
const TOOLS = [
  { name: 'search', description: 'Searches the memory.', parameters: OBJECT },
  { name: 'list_all', description: 'Lists it.', parameters: { type: 'object', properties: {} } },
];

/** What every provider of chat has to do; run for each wire format against a server that counts. */
export function describeChatProvider(name: string, format: ChatFormat): void {
  const { signal } = new AbortController();
  const open = async (fault?: Parameters<typeof always>[0]) => {
    const faults = fault ? { faults: always(fault), lateMs: 10_000 } : {};
    const server = await startCountingServer({ prices: PRICES, ...faults });
    return { server, provider: format.create(withKey(server.url)) };
  };

  describe(`the ${name} provider`, () => {
    it('answers each in one attempt, and reports exactly what the server bills', async () => {
      const { server, provider } = await open();
      await using _ = server;
      let [metered, cached] = [0n, 0];
      // Of every sixteen prompts about one is said to have been in the server's cache.
      for (let at = 0; at < 48; at++) {
        const request = { ...REQUEST, messages: [...REQUEST.messages, numbered(at)] };
        const reply = await provider.complete(request, signal);
        assert.deepEqual([reply.text, reply.finish], [deterministicReply(request).text, 'stop']);
        assert.equal(reply.reportedModel, request.model);
        assert.ok(reply.usage);
        metered += meteredCost(reply.usage, PRICES);
        cached += reply.usage.cachedInputTokens;
      }
      const { accepted, billed, totalPicoUsd } = server.invoice();
      assert.deepEqual([accepted, billed, metered], [48, 48, totalPicoUsd]);
      assert.ok(cached > 0);
    });

    it('sends everything that was asked, unchanged', async () => {
      const { server, provider } = await open();
      await using _ = server;
      const schema = { name: format.schemaName ? 'verdict' : '', schema: OBJECT };
      const { temperature: _t, ...plain } = REQUEST;
      const variants: readonly ProviderRequest[] = [
        ...[REQUEST, plain, { ...REQUEST, temperature: 0 }, { ...REQUEST, schema }],
        { ...REQUEST, tools: TOOLS },
        ...(['auto', 'required', 'none'] as const).map((toolChoice) => ({
          ...{ ...REQUEST, tools: TOOLS, toolChoice },
        })),
        ...(format.seed ? [{ ...REQUEST, seed: 7 }] : []),
      ];
      for (const request of variants) {
        await provider.complete(request, signal);
        assert.deepEqual(server.lastAsked(), request);
      }
    });

    it('lets the model call tools, and gives it their results', async () => {
      const { server, provider } = await open();
      await using _ = server;
      const { toolCalls = [], finish } = await provider.complete(
        { ...REQUEST, tools: TOOLS },
        signal,
      );
      const argumentsJson = JSON.stringify({ question: REQUEST.messages.at(-1)?.content });
      assert.equal(finish, 'tool');
      assert.deepEqual(
        toolCalls.map(({ vendorState: _v, ...call }) => call),
        TOOLS.map((tool, at) => ({ id: `call_${at}`, name: tool.name, argumentsJson })),
      );
      const turns: readonly ChatMessage[] = [
        { role: 'assistant', content: '', toolCalls },
        { role: 'tool', toolCallId: 'call_0', content: 'Ghent lies in Belgium.' },
        { role: 'tool', toolCallId: 'call_1', content: '' },
      ];
      const messages = [...REQUEST.messages, ...turns];
      const request = { ...REQUEST, tools: TOOLS, messages };
      const answer = await provider.complete(request, signal);
      assert.deepEqual(server.lastAsked(), request);
      assert.deepEqual([answer.finish, answer.toolCalls], ['stop', undefined]);
    });

    it('refuses what its format cannot say, before anything is sent', {
      skip: format.seed ? 'the format takes everything' : false,
    }, async () => {
      const { server, provider } = await open();
      await using _ = server;
      const error = await thrownBy(provider.complete({ ...REQUEST, seed: 7 }, signal));
      assert.deepEqual([error.code, error.retry], ['PROVIDER_PARAMETER_UNSUPPORTED', 'never']);
      assert.equal(server.invoice().accepted, 0);
    });

    it('has no usage where the server reports none', async () => {
      const { server, provider } = await open('no-usage');
      await using _ = server;
      const { text, usage } = await provider.complete(REQUEST, signal);
      assert.deepEqual([text, usage], [deterministicReply(REQUEST).text, undefined]);
    });

    for (const [fault, code, retry, mayBeBilled] of FAILURES) {
      it(`says ${code} for ${fault}, and whether it may be billed`, async () => {
        const { server, provider } = await open(fault);
        await using _ = server;
        const limit = fault === 'late' ? AbortSignal.timeout(100) : signal;
        const error = await thrownBy(provider.complete(REQUEST, limit));
        assert.deepEqual(
          [error.code, error.retry, error.details?.mayBeBilled ?? false],
          [code, retry, mayBeBilled],
        );
        assert.ok(error.hint);
        assert.equal(server.invoice().accepted, 1);
        assert.ok(mayBeBilled || server.invoice().billed === 0);
      });
    }
  });
}
