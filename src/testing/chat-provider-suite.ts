import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatMessage, ModelProvider, ProviderRequest, Usage } from '../contracts/model.ts';
import { startCountingServer } from './counting-server.ts';
import { deterministicReply } from './deterministic-reply.ts';
import { FAILURES, PRICES, thrownBy, timeLimit, withKey } from './provider-failures.ts';
import { always, type Fault } from './server-faults.ts';

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

const { signal } = new AbortController();

/** What the server bills for these tokens; its own sum is the measure. */
function billFor(usage: Usage): bigint {
  return (
    BigInt(usage.inputTokens) * PRICES.inputPicoUsd +
    BigInt(usage.cachedInputTokens) * PRICES.cachedInputPicoUsd +
    BigInt(usage.outputTokens) * PRICES.outputPicoUsd
  );
}

/** A provider and the server that it talks to. */
async function open(format: ChatFormat, fault?: Fault) {
  const faults = fault ? { faults: always(fault), lateMs: 10_000 } : {};
  const { limit, onBeforeReply } = timeLimit(fault);
  const server = await startCountingServer({ prices: PRICES, onBeforeReply, ...faults });
  return { server, limit, provider: format.create(withKey(server.url)) };
}

/** What every provider of chat has to do; run for each format against a server that counts. */
export function describeChatProvider(name: string, format: ChatFormat): void {
  describe(`the ${name} provider`, () => {
    it('answers in one attempt, and reports exactly what the server bills', () => answers(format));
    it('sends everything that was asked, unchanged', () => sendsEverything(format));
    it('lets the model call tools, and gives it their results', () => callsTools(format));
    const skip = format.seed ? 'the format takes everything' : false;
    it('refuses what its format cannot say, before anything is sent', { skip }, () =>
      refuses(format),
    );
    it('has no usage where the server reports none', async () => {
      const { server, provider } = await open(format, 'no-usage');
      await using _ = server;
      const { text, usage } = await provider.complete(REQUEST, signal);
      assert.deepEqual([text, usage], [deterministicReply(REQUEST).text, undefined]);
    });
    it('says that a reply was cut short', async () => {
      const { server, provider } = await open(format, 'truncated');
      await using _ = server;
      const { text, finish } = await provider.complete(REQUEST, signal);
      const whole = deterministicReply(REQUEST).text;
      assert.deepEqual([text, finish], [whole.slice(0, whole.length >> 1), 'length']);
    });
    for (const failure of FAILURES) {
      it(`says ${failure[1]} for ${failure[0]}, and whether it may be billed`, () =>
        fails(format, failure));
    }
  });
}

async function answers(format: ChatFormat): Promise<void> {
  const { server, provider } = await open(format);
  await using _ = server;
  let [bill, cached] = [0n, 0];
  // Of every sixteen prompts about one is said to have been in the server's cache.
  for (let at = 0; at < 48; at++) {
    const request = { ...REQUEST, messages: [...REQUEST.messages, numbered(at)] };
    const reply = await provider.complete(request, signal);
    assert.deepEqual([reply.text, reply.finish], [deterministicReply(request).text, 'stop']);
    assert.equal(reply.reportedModel, request.model);
    assert.ok(reply.usage);
    bill += billFor(reply.usage);
    cached += reply.usage.cachedInputTokens;
  }
  const { accepted, billed, totalPicoUsd } = server.invoice();
  assert.deepEqual([accepted, billed, bill], [48, 48, totalPicoUsd]);
  assert.ok(cached > 0);
}

async function sendsEverything(format: ChatFormat): Promise<void> {
  const { server, provider } = await open(format);
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
}

async function callsTools(format: ChatFormat): Promise<void> {
  const { server, provider } = await open(format);
  await using _ = server;
  const offered = { ...REQUEST, tools: TOOLS };
  const { toolCalls = [], finish } = await provider.complete(offered, signal);
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
  const request = { ...offered, messages: [...REQUEST.messages, ...turns] };
  const answer = await provider.complete(request, signal);
  assert.deepEqual(server.lastAsked(), request);
  assert.deepEqual([answer.finish, answer.toolCalls], ['stop', undefined]);
}

async function refuses(format: ChatFormat): Promise<void> {
  const { server, provider } = await open(format);
  await using _ = server;
  const error = await thrownBy(provider.complete({ ...REQUEST, seed: 7 }, signal));
  assert.deepEqual([error.code, error.retry], ['PROVIDER_PARAMETER_UNSUPPORTED', 'never']);
  assert.equal(server.invoice().accepted, 0);
}

async function fails(
  format: ChatFormat,
  [fault, code, retry, mayBeBilled]: (typeof FAILURES)[number],
): Promise<void> {
  const { server, limit, provider } = await open(format, fault);
  await using _ = server;
  const error = await thrownBy(provider.complete(REQUEST, limit));
  const { details, hint } = error;
  assert.deepEqual(
    [error.code, error.retry, details?.mayBeBilled ?? false],
    [code, retry, mayBeBilled],
  );
  assert.ok(hint);
  assert.equal(server.invoice().accepted, 1);
  assert.ok(mayBeBilled || server.invoice().billed === 0);
}
