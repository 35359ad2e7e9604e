import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sha256 } from '../../src/core/hashing.ts';
import { PRICES } from '../../src/testing/provider-failures.ts';

/** A model server that memory SDKs can work with: it extracts sentences, and counts and bills. */
export interface ModelServer extends AsyncDisposable {
  readonly url: string;
  /** Requests that it has answered. */
  requests(): number;
  billed(): bigint;
}

interface WireRequest {
  readonly messages?: readonly { readonly content: string }[];
  readonly input?: string | readonly string[];
}

interface Reply {
  readonly body: object;
  readonly picoUsd: bigint;
}

export async function startModelServer(): Promise<ModelServer> {
  let [requests, billed] = [0, 0n];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked = JSON.parse(Buffer.concat(parts).toString()) as WireRequest;
    const { body, picoUsd } = asked.messages ? chat(asked.messages) : embeddings(asked.input ?? []);
    requests += 1;
    billed += picoUsd;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: () => requests,
    billed: () => billed,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What Mem0 asks for: `{"memory": [{"id", "text", "attributed_to"}]}`, a sentence a memory. */
function chat(messages: readonly { readonly content: string }[]): Reply {
  const prompt = messages.map(({ content }) => content).join('\n');
  const news = /## New Messages\n([\s\S]*?)\n\n## /.exec(messages.at(-1)?.content ?? '')?.[1] ?? '';
  const sentences = news.match(/[A-Z][^.?!"\\]*[.?!]/g) ?? [];
  const memory = sentences.map((text, at) => ({ id: String(at), text, attributed_to: 'user' }));
  const content = JSON.stringify({ memory });
  const usage = { prompt_tokens: tokensOf(prompt), completion_tokens: tokensOf(content) };
  return {
    body: { choices: [{ finish_reason: 'stop', message: { content } }], usage },
    picoUsd:
      BigInt(usage.prompt_tokens) * PRICES.inputPicoUsd +
      BigInt(usage.completion_tokens) * PRICES.outputPicoUsd,
  };
}

function embeddings(input: string | readonly string[]): Reply {
  const texts = typeof input === 'string' ? [input] : input;
  const prompt_tokens = texts.reduce((sum, text) => sum + tokensOf(text), 0);
  return {
    body: {
      data: texts.map((text, index) => ({ index, embedding: wordVector(text) })),
      usage: { prompt_tokens, total_tokens: prompt_tokens },
    },
    picoUsd: BigInt(prompt_tokens) * PRICES.inputPicoUsd,
  };
}

/** Counts of words, each at the place that its hash decides, so that like texts are near. */
function wordVector(text: string): number[] {
  const vector = Array.from({ length: 32 }, () => 0.01);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const at = Number.parseInt(sha256(word).slice(0, 8), 16) % vector.length;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return vector;
}

/** Four characters pass for a token. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
