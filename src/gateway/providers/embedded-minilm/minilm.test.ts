import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../../../core/errors.ts';
import golden from './__fixtures__/vectors.json' with { type: 'json' };
import { type MiniLm, type MiniLmEngine, openMiniLm } from './minilm.ts';

const ENGINES = ['native', 'wasm'] as const;
const opened = new Map<MiniLmEngine, Promise<MiniLm>>();
const open = (engine: MiniLmEngine): Promise<MiniLm> => {
  const found = opened.get(engine) ?? openMiniLm(engine);
  opened.set(engine, found);
  return found;
};
const never = new AbortController().signal;

async function embed(engine: MiniLmEngine, texts: readonly string[]): Promise<Float32Array[]> {
  const { vectors } = await (await open(engine)).embed(
    { model: 'm', texts, role: 'document' },
    never,
  );
  return [...vectors];
}

function largestDifference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  assert.deepEqual(
    a.map(({ length }) => length),
    b.map(({ length }) => length),
  );
  return Math.max(
    ...a.flatMap((row, at) => [...row].map((x, i) => Math.abs(x - (b[at]?.[i] ?? 9)))),
  );
}

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, x, at) => sum + x * (b[at] ?? Number.NaN), 0);

const goldenVectors = golden.map(({ vector }) => {
  const bytes = Buffer.from(vector, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
});

for (const engine of ENGINES) {
  test(`vectors are those of sentence-transformers, in the order of the texts: ${engine}`, async () => {
    const found = await embed(
      engine,
      golden.map(({ text }) => text),
    );
    assert.ok(largestDifference(found, goldenVectors) <= 1e-3);
    for (const [at, vector] of found.entries()) {
      const cosine = dot(vector, goldenVectors[at] as Float32Array);
      assert.ok(cosine >= 0.9999, `${golden[at]?.text}: ${cosine}`);
      assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-5);
    }
  });
}

test('a vector is the same alone and in company, and the same each time', async () => {
  const texts = ['short', 'a longer text '.repeat(30), 'שלום', 'short'];
  const together = await embed('native', texts);
  const alone = await Promise.all(texts.map(async (text) => (await embed('native', [text]))[0]));
  assert.ok(largestDifference(together, alone as Float32Array[]) <= 1e-5);
  assert.deepEqual(await embed('native', texts), together);
  assert.ok(largestDifference(together, await embed('wasm', texts)) <= 1e-5);
});

test('the reply says how many word pieces were read', async () => {
  const miniLm = await open('native');
  // [CLS] hello world [SEP] and [CLS] em ##bed ##ding ##s [SEP], from the model's vocabulary.
  const reply = await miniLm.embed(
    { model: 'm', texts: ['Hello world', 'embeddings'], role: 'query' },
    never,
  );
  assert.equal(reply.inputTokens, 4 + 6);
  assert.equal(miniLm.countTokens('Hello world'), 4);
  assert.equal(miniLm.servedBy, 'MiniLM (embedded, native code)');
});

for (const engine of ENGINES) {
  test(`a text of 256 word pieces is taken, one of 257 refused: ${engine}`, async () => {
    const [longest] = await embed(engine, ['word '.repeat(254)]);
    assert.equal(longest?.length, 384);
    await assert.rejects(
      embed(engine, ['short', 'word '.repeat(255)]),
      (error) =>
        error instanceof MabError &&
        error.code === 'EMBEDDING_TOO_LONG' &&
        error.message === 'Text 1 has 257 tokens; MiniLM takes 256.',
    );
  });
}

test('another number of dimensions is refused', async () => {
  const miniLm = await open('native');
  await assert.rejects(
    miniLm.embed({ model: 'm', texts: ['a'], role: 'query', dimensions: 256 }, never),
    (error) => error instanceof MabError && error.code === 'EMBEDDING_DIMENSIONS',
  );
});

test('a request that was stopped computes nothing', async () => {
  for (const engine of ENGINES) {
    const request = { model: 'm', texts: ['a'], role: 'query' } as const;
    await assert.rejects(
      (await open(engine)).embed(request, AbortSignal.abort()),
      (error) =>
        error instanceof MabError && error.code === 'PROVIDER_TIMEOUT' && error.retry === 'later',
    );
  }
});

test('without native code, auto takes WebAssembly and says so, and native says what to do', async () => {
  const loadNative = (): Promise<never> => Promise.reject(new Error("Cannot find package 'x'"));
  const { servedBy } = await openMiniLm('auto', { loadNative });
  assert.equal(servedBy, 'MiniLM (embedded, WebAssembly)');
  await assert.rejects(
    openMiniLm('native', { loadNative }),
    (error) =>
      error instanceof MabError &&
      error.code === 'EMBEDDER_ENGINE_MISSING' &&
      error.message ===
        "The native engine of the embedder cannot be loaded: Cannot find package 'x'",
  );
});
