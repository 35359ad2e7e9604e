import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import type { EmbeddingProvider, ModelProvider } from '../../src/contracts/model.ts';
import { createAnthropicProvider } from '../../src/gateway/providers/anthropic/provider.ts';
import { createGeminiProvider } from '../../src/gateway/providers/gemini/provider.ts';
import { createGeminiEmbeddings } from '../../src/gateway/providers/gemini-embeddings/provider.ts';
import { createOpenAiCompatibleProvider } from '../../src/gateway/providers/openai-compatible/provider.ts';
import { createOpenAiEmbeddings } from '../../src/gateway/providers/openai-embeddings/provider.ts';
import { createOpenAiResponsesProvider } from '../../src/gateway/providers/openai-responses/provider.ts';
import { installOnce } from '../package/install-once.ts';
import replies from './__fixtures__/replies.json' with { type: 'json' };
import { type Captured, startCapture } from './capture.ts';
import * as official from './official.mjs';
import { API_KEY, EMBEDDING, SCENARIOS, type Scenario } from './scenarios.ts';

// What we send is compared field by field with what the vendor's own client sends for the same
// question, and what we read with what it reads from the same reply.

const installed = installOnce(join(ROOT, 'test', 'vendor-sdks'), 'vendor-sdks');
const [folder, skip] =
  'missing' in installed
    ? ['', `the vendors' clients cannot be installed: ${installed.missing}`]
    : [installed.folder, false as const];
const { signal } = new AbortController();

/** What a client read: tokens as the vendor counts them. */
interface Reading {
  readonly text: string;
  readonly calls: readonly (readonly unknown[])[];
  readonly input: number;
  readonly cached: number;
  readonly total: number;
  readonly reasoning: number;
}

interface Vendor {
  readonly name: string;
  readonly reply: unknown;
  /** Which have to be alike, besides `content-type`. */
  readonly headers: readonly string[];
  ours(origin: string): ModelProvider;
  official(folder: string, origin: string, apiKey: string, scenario: string): Promise<Reading>;
  /** The client's body without what is known to differ. */
  settle?(body: unknown): unknown;
}

const apiKey = API_KEY;
const chat = { outputLimitField: 'max_completion_tokens' } as const;

const VENDORS: readonly Vendor[] = [
  {
    name: 'OpenAI chat',
    reply: replies.chat,
    headers: ['authorization'],
    ours: (origin) => createOpenAiCompatibleProvider({ baseUrl: `${origin}/v1`, apiKey, ...chat }),
    official: official.askOpenAiChat,
  },
  {
    name: 'Azure OpenAI',
    reply: replies.chat,
    headers: ['api-key'],
    ours: (origin) =>
      createOpenAiCompatibleProvider({
        baseUrl: `${origin}/openai/deployments/model-x`,
        ...{ apiKey, keyHeader: 'api-key', query: { 'api-version': '2024-10-21' }, ...chat },
      }),
    official: official.askAzureChat,
  },
  {
    name: 'OpenAI responses',
    reply: replies.responses,
    headers: ['authorization'],
    ours: (origin) => createOpenAiResponsesProvider({ baseUrl: `${origin}/v1`, apiKey }),
    official: official.askOpenAiResponses,
  },
  {
    name: 'Anthropic, version 2023-06-01,',
    reply: replies.messages,
    headers: ['x-api-key', 'anthropic-version'],
    ours: (origin) => createAnthropicProvider({ baseUrl: `${origin}/v1`, apiKey }),
    official: official.askAnthropic2023,
  },
  {
    // The next version takes no temperature at all, so we stay; all else has to be alike.
    name: 'Anthropic, version 2026-10-21,',
    reply: replies.messages,
    headers: [],
    ours: (origin) => createAnthropicProvider({ baseUrl: `${origin}/v1`, apiKey }),
    official: official.askAnthropic,
    settle: (body) => ({ ...(body as object), temperature: 0 }),
  },
  {
    name: 'Gemini',
    reply: replies.gemini,
    headers: ['x-goog-api-key'],
    ours: (origin) => createGeminiProvider({ baseUrl: `${origin}/v1beta`, apiKey }),
    official: official.askGemini,
    settle: withoutSystemRole,
  },
];

/** Google's client gives the system instruction the role `user`, which the API ignores. */
function withoutSystemRole(body: unknown): unknown {
  const { systemInstruction, ...rest } = body as { systemInstruction: { role?: string } };
  const { role: _, ...instruction } = systemInstruction;
  return { ...rest, systemInstruction: instruction };
}

/** Both requests to the same server: ours, then theirs. */
async function both<Ours, Theirs>(
  reply: unknown,
  ours: (origin: string) => Promise<Ours>,
  theirs: (origin: string) => Promise<Theirs>,
): Promise<{ sent: readonly [Captured, Captured]; read: readonly [Ours, Theirs] }> {
  await using server = await startCapture(reply);
  const read = [await ours(server.origin), await theirs(server.origin)] as const;
  const [first, second, ...more] = server.captured;
  assert.ok(first && second && more.length === 0);
  return { sent: [first, second], read };
}

for (const vendor of VENDORS) {
  describe(`${vendor.name} and the vendor's own client`, { skip }, () => {
    for (const scenario of Object.keys(SCENARIOS) as Scenario[]) {
      it(`send the same for "${scenario}", and read the same`, async () => {
        const { sent, read } = await both(
          vendor.reply,
          (origin) => vendor.ours(origin).complete(SCENARIOS[scenario], signal),
          (origin) => vendor.official(folder, origin, apiKey, scenario),
        );
        const [ours, theirs] = sent;
        assert.deepEqual(ours.body, (vendor.settle ?? ((body) => body))(theirs.body));
        assert.equal(ours.path, theirs.path);
        for (const header of [...vendor.headers, 'content-type']) {
          assert.equal(ours.headers[header], theirs.headers[header], header);
        }
        assert.ok(!ours.path.includes(apiKey));
        assert.deepEqual(asReading(read[0]), read[1]);
      });
    }
  });
}

/** Google's client gives each text the role `user`, which means nothing for an embedding. */
function withoutContentRoles(body: unknown): unknown {
  const text = JSON.stringify(body, (key, value: unknown) => (key === 'role' ? undefined : value));
  return JSON.parse(text) as unknown;
}

type Reply = Awaited<ReturnType<ModelProvider['complete']>>;

/** Ours in the vendor's terms: kinds of input together, reasoning inside the output. */
function asReading({ text, toolCalls = [], usage }: Reply): Reading {
  assert.ok(usage);
  const input = usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens;
  return {
    text,
    calls: toolCalls.map(({ id, name, argumentsJson }) => [id, name, argumentsJson]),
    input,
    cached: usage.cachedInputTokens,
    total: input + usage.outputTokens,
    reasoning: usage.reasoningTokens,
  };
}

const EMBEDDERS: readonly {
  readonly name: string;
  readonly reply: unknown;
  ours(origin: string): EmbeddingProvider;
  official(folder: string, origin: string, apiKey: string): Promise<readonly number[][]>;
}[] = [
  {
    name: 'OpenAI',
    reply: replies.openAiEmbeddings,
    ours: (origin) => createOpenAiEmbeddings({ baseUrl: `${origin}/v1`, apiKey }),
    official: official.embedOpenAi,
  },
  {
    name: 'Gemini',
    reply: replies.geminiEmbeddings,
    ours: (origin) =>
      createGeminiEmbeddings({ baseUrl: `${origin}/v1beta`, apiKey, taskTypes: true }),
    official: official.embedGemini,
  },
];

for (const { name, reply, ours, official: theirs } of EMBEDDERS) {
  it(`embeddings of ${name} are asked for and read as by the vendor's client`, {
    skip,
  }, async () => {
    const { sent, read } = await both(
      reply,
      (origin) => ours(origin).embed(EMBEDDING, signal),
      (origin) => theirs(folder, origin, apiKey),
    );
    assert.deepEqual(sent[0].body, withoutContentRoles(sent[1].body));
    assert.equal(sent[0].path, sent[1].path);
    assert.deepEqual(
      read[0].vectors,
      read[1].map((vector) => Float32Array.from(vector)),
    );
  });
}
