import assert from 'node:assert/strict';
import { test } from 'node:test';
import vectors from './__fixtures__/method-cost-vectors.json' with { type: 'json' };
import { findFormula, METHOD_FORMULAS } from './formula-catalog.ts';
import { type ContextFacts, keptFacts, type MethodWork } from './method-formula.ts';
import { judgeWork } from './methods/judge.ts';
import { lettaChatWork } from './methods/letta.ts';
import { selfRagWork } from './methods/self-rag.ts';

/**
 * Made by the reference formulas in Python, which share no code with ours:
 *
 *   python formulas.py && cp method_cost_vectors.json src/cost/estimate/__fixtures__/…
 */
const SETTINGS: Readonly<Record<string, string>> = {
  long_context_128k_window: 'long-context',
  long_context_1m_window: 'long-context',
  bm25_rag: 'bm25',
  embedding_rag: 'dense',
  raptor: 'raptor',
  raptor_index_once: 'raptor-index-once',
  graphrag_J1: 'graphrag-first',
  graphrag_J5: 'graphrag',
  graphrag_worst_128k: 'graphrag-worst',
  hipporag_v2: 'hipporag-2',
  mem0: 'mem0-uncut',
  memorag: 'memorag',
  letta_insert: 'letta-insert',
  letta_chat_128k: 'letta-chat',
};

interface Vector {
  readonly build_calls: number;
  readonly q_cached_max?: number;
  readonly usd_per_context: Readonly<Record<string, number>>;
  readonly embedding_model: string;
}

/** Python’s round: halves go to the even neighbour. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function workOf(name: string, facts: ContextFacts): MethodWork {
  const kept = (id: string): ContextFacts => {
    const formula = findFormula(id);
    assert.ok(formula, id);
    return keptFacts(formula, facts);
  };
  switch (name) {
    case 'self_rag_all_relevant':
      return selfRagWork(kept('self-rag'), { relevantShare: 1 });
    case 'self_rag_none_relevant':
      return selfRagWork(kept('self-rag'), { relevantShare: 0 });
    case 'letta_chat_1m_C32768':
      return lettaChatWork({ ...facts, chunkTokens: 32_768 }, { window: 1_000_000 });
  }
  const id = SETTINGS[name] ?? '';
  const formula = findFormula(id);
  assert.ok(formula, `${name} has no formula`);
  return formula.work(kept(id));
}

const CASES = Object.entries(vectors).flatMap(([scene, { inputs_per_context, methods }]) =>
  Object.entries(methods as unknown as Record<string, Vector>).map(([name, vector]) => {
    const { N, C, Q, tq, o, k } = inputs_per_context;
    const facts: ContextFacts = {
      ...{ contextTokens: N, chunkTokens: C, questions: Q, questionTokens: tq, topK: k },
      ...{ outputTokens: o, windowTokens: name.includes('1m') ? 990_000 : 124_000 },
    };
    return { label: `${scene} ${name}`, vector, work: workOf(name, facts) };
  }),
);

test('the reference’s 3 × 17 vectors, every count to the token', () => {
  assert.equal(CASES.length, 51);
  for (const { label, vector, work } of CASES) {
    const { usd_per_context: _, embedding_model, ...counts } = vector;
    const expected = Object.entries(counts).filter(([, value]) => typeof value === 'number');
    const ours: Record<string, number> = {
      build_calls: work.buildCalls,
      build_in: work.buildInput,
      build_out: work.buildOutput,
      embed: work.embedded,
      query_calls: work.queryCalls,
      q_in: work.queryInput,
      q_out: work.queryOutput,
      q_cached_max: work.cacheable ?? 0,
      q_cached: work.cacheable ?? 0,
    };
    // What MemoRAG's own GPU does is not in a bill of tokens.
    const billed = expected.filter(([name]) => !name.startsWith('local_'));
    const found = billed.map(([name]) => [name, roundHalfEven(ours[name] as number)]);
    assert.deepEqual(found, billed, label);
  }
});

test('the reference’s dollars, at its prices', () => {
  const prices: Readonly<Record<string, readonly [input: number, cached: number, output: number]>> =
    {
      'gpt-4o': [2.5, 1.25, 10],
      'gpt-4o-mini': [0.15, 0.075, 0.6],
      'gpt-4.1-mini': [0.4, 0.1, 1.6],
    };
  for (const { label, vector, work } of CASES) {
    const perEmbedded = vector.embedding_model === 'ada-002' ? 0.1 : 0.02;
    for (const [name, usd] of Object.entries(vector.usd_per_context)) {
      const [input, cached, output] = prices[name.replace('_cached', '')] ?? [0, 0, 0];
      const list =
        (work.buildInput + work.queryInput) * input +
        (work.buildOutput + work.queryOutput) * output;
      const ours = name.endsWith('_cached')
        ? list - (work.cacheable ?? 0) * (input - cached)
        : list + work.embedded * perEmbedded;
      assert.ok(Math.abs(ours / 1e6 - usd) <= 0.5001e-4, `${label} ${name}: ${ours / 1e6}, ${usd}`);
    }
  }
});

const facts: ContextFacts = {
  ...{ contextTokens: 40_960, chunkTokens: 4096, questions: 2, questionTokens: 100 },
  ...{ outputTokens: 10, topK: 10, windowTokens: 124_000 },
};

test('formulas without a reference, by hand: ten chunks of 4,141, two questions', () => {
  const work = (id: string) => findFormula(id)?.work(facts);
  const none = { buildCalls: 0, buildInput: 0, buildOutput: 0, embedded: 0 };
  assert.deepEqual(work('no-memory'), {
    ...{ ...none, queryCalls: 2, queryInput: 236, queryOutput: 20 },
  });
  // 236 + 2 × 2,048.
  assert.equal(work('oracle')?.queryInput, 4_332);
  assert.deepEqual(work('cognee'), {
    ...{ buildCalls: 20, buildInput: 10 * (2 * 4141 + 800), buildOutput: 13_500 },
    embedded: 10 * (4141 + 1_350) + 200,
    ...{ queryCalls: 2, queryInput: 2 * (18 + 3 * 4141 + 600 + 100), queryOutput: 20 },
  });
  // An episode is cut at 9,998 characters, 2,325.1 tokens.
  assert.equal(work('zep')?.queryInput.toFixed(1), (2 * (60 + 1_300 + 23_251.16 + 100)).toFixed(1));
  assert.deepEqual(work('mirix'), {
    ...{ buildCalls: 90, buildInput: 90 * 7641, buildOutput: 16_000, embedded: 16_200 },
    ...{ queryCalls: 8, queryInput: 70_000, queryOutput: 660 },
  });
  // Chunk i sees 30 i memories, at most 150: updates of 30, 60, … 180 entries; cut at 2,000 tokens.
  assert.equal(work('mem0')?.buildOutput, 4_500 + 900 + 1_800 + 8 * 2_000);
  assert.equal(work('self-rag')?.queryCalls, 2 * (1 + 10 + 15));
});

test('judges of summaries are asked three times, and other answers need none', () => {
  assert.deepEqual(judgeWork('infbench-sum', { questions: 2 }).queryCalls, 6);
  assert.deepEqual(judgeWork('icl', { questions: 2 }).queryInput, 0);
});

test('every formula has an id of its own, and no method costs less on a longer context', () => {
  assert.equal(new Set(METHOD_FORMULAS.map(({ id }) => id)).size, METHOD_FORMULAS.length);
  for (const formula of METHOD_FORMULAS) {
    const tokens = (contextTokens: number): number => {
      const w = formula.work(keptFacts(formula, { ...facts, contextTokens }));
      return w.buildInput + w.embedded + w.queryInput;
    };
    const sizes = [1, 4_096, 65_536, 262_144, 1_048_576].map(tokens);
    // A last chunk that is cut makes the mean chunk, and what is shown, a bit shorter.
    for (const [at, size] of sizes.entries()) {
      assert.ok(size >= 0.99 * (sizes[at - 1] ?? 0), formula.id);
    }
    assert.ok(
      sizes.every((size) => Number.isFinite(size) && size > 0),
      formula.id,
    );
  }
});
