import type { MethodFormula } from './method-formula.ts';
import { cogneeWork } from './methods/cognee.ts';
import { graphragWork } from './methods/graphrag.ts';
import { hipporagWork } from './methods/hipporag.ts';
import { lettaChatWork, lettaInsertWork } from './methods/letta.ts';
import { mem0Work } from './methods/mem0.ts';
import { memoragWork } from './methods/memorag.ts';
import { mirixWork } from './methods/mirix.ts';
import { raptorWork } from './methods/raptor.ts';
import { selfRagWork } from './methods/self-rag.ts';
import { zepWork } from './methods/zep.ts';

const CODE = 'Code of the published benchmark, commit 455306d';
const NONE = { build: '0', embedded: '0' };
const RAPTOR_TEXT = {
  build: 'in N + n t_m + (c1 + c2) s + 12 c; out c s; c = c1 + c2 + c3 calls',
  query: '5 Q calls; in Q (4 (ch + q + 40) + 4 e + q + 25); out Q (4 e + o)',
};
const RAPTOR_ASSUMED = 's = 400 (a summary), e = 300 (an extract)';

/** The published code of GraphRAG cuts what a question has gathered; 1 to all pieces. */
const GRAPH_TEXT = {
  build: 'g calls; in g (953 + 150); out 60 g; g = ⌈4.3 N / 3,896⌉',
  embedded: '2 × 953 g + Q (q + 40 k)',
  query: 'Q (k + J + 1) calls; in Q [k (953 + q + 150) + 953 J (J + 1) / 2 + J (q + 180) + 953 J]',
};

/** Methods that read with a model before anything is asked, or several times for each question. */
export const EXTRACTING_FORMULAS: readonly MethodFormula[] = [
  {
    ...{ id: 'raptor', title: 'RAPTOR, as published', confidence: 'medium' },
    hardCoded: { reader: 'gpt-4o-mini', embedder: 'text-embedding-ada-002' },
    work: (facts) => raptorWork(facts, { rebuilds: true }),
    inputMax: ({ outputTokens }) => 279_800 - outputTokens,
    text: { ...RAPTOR_TEXT, embedded: 'T + Q (T + q), T = N + n t_m + (c1 + c2) s' },
    assumed: RAPTOR_ASSUMED,
    traps:
      'All nodes are embedded again for every question: O(Q N) tokens of ada-002. k is ignored (4); ' +
      'gpt-4o-mini is hard-coded; the summaries of the last level are thrown away.',
    source: `${CODE}: methods/raptor.py`,
  },
  {
    ...{ id: 'raptor-index-once', title: 'RAPTOR, indexed once', confidence: 'medium' },
    hardCoded: { reader: 'gpt-4o-mini', embedder: 'text-embedding-ada-002' },
    work: (facts) => raptorWork(facts, { rebuilds: false }),
    inputMax: ({ outputTokens }) => 279_800 - outputTokens,
    text: { ...RAPTOR_TEXT, embedded: '2 T + Q q (once to be clustered, once to be searched)' },
    assumed: RAPTOR_ASSUMED,
    traps: 'What a repaired RAPTOR costs.',
    source: `${CODE}: methods/raptor.py, without its rebuilding`,
  },
  {
    ...{ id: 'graphrag', title: 'GraphRAG (of the benchmark)', confidence: 'low' },
    hardCoded: { embedder: 'text-embedding-ada-002' },
    work: (facts) => graphragWork(facts, { visited: 5, final: true }),
    inputMax: ({ outputTokens }) => 249_500 - outputTokens,
    text: GRAPH_TEXT,
    assumed: 'J = 5 nodes visited; 60 tokens of concepts, 40 of an extract',
    traps:
      'Splits by characters, not tokens. Each check sends all that was gathered again: quadratic ' +
      'in J. With 64K and all nodes, 100 questions cost 41 dollars on gpt-4o-mini.',
    source: `${CODE}: methods/graph_rag.py; it is not Microsoft’s GraphRAG`,
  },
  {
    ...{ id: 'graphrag-first', title: 'GraphRAG, satisfied at once', confidence: 'low' },
    hardCoded: { embedder: 'text-embedding-ada-002' },
    work: (facts) => graphragWork(facts, { visited: 1, final: false }),
    inputMax: ({ outputTokens }) => 249_500 - outputTokens,
    text: GRAPH_TEXT,
    ...{ assumed: 'J = 1, no last call', traps: 'The lower bound.' },
    source: `${CODE}: methods/graph_rag.py`,
  },
  {
    ...{ id: 'graphrag-worst', title: 'GraphRAG, never satisfied', confidence: 'low' },
    hardCoded: { embedder: 'text-embedding-ada-002' },
    work: (facts) => graphragWork(facts, { visited: Number.POSITIVE_INFINITY, final: true }),
    inputMax: ({ outputTokens }) => 249_500 - outputTokens,
    text: GRAPH_TEXT,
    assumed: 'J = all pieces, at most 134',
    traps: 'The upper bound: what the published code does where its replies are cut.',
    source: `${CODE}: methods/graph_rag.py`,
  },
  {
    ...{ id: 'hipporag-2', title: 'HippoRAG 2', confidence: 'medium', work: hipporagWork },
    text: {
      build: '2 n calls; in n (2 ch + 672 + 250); out n (250 + 1,200)',
      embedded: 'N + n t_m + n (250 + 1,200) + 2 Q q',
      query: '2 Q calls; in Q [2,096 + 150 + q + min(5, n) ch + 970 + q]; out Q (60 + 150 + o)',
    },
    assumed: '250 tokens of names, 1,200 of triples, 60 of a filter, 150 of thought',
    traps:
      'The reader gets 5 passages, not k. Embeds with NV-Embed-v2 on a GPU of one’s own, or ada-002.',
    source: `${CODE}: methods/hipporag`,
  },
  {
    ...{ id: 'mem0', title: 'Mem0, before version 3', confidence: 'low', ordered: true },
    chunkTokens: 4096,
    work: (facts) => mem0Work(facts, { updateOutputMax: 2_000 }),
    text: {
      build:
        '2 n calls; in n (785 + ch) + Σ (1,235 + 27 min(150, 30 i) + 450); ' +
        'out 450 n + Σ min(2,000, 30 (min(150, 30 i) + 30))',
      embedded: '450 n + Q q',
      query: 'Q (35 + 17 min(100, 30 n) + q)',
    },
    assumed: 'f = 30 facts a chunk of e = 15 tokens, 30 an entry of the update',
    traps:
      'The update writes every old memory again: output dominates. Replies are cut at 2,000 tokens ' +
      '(`mem0-uncut` leaves the cut out). gpt-4o-mini by default. As published nothing is ever ' +
      'found (context_id is missing), so this is the intended run.',
    source: `${CODE}: mem0/memory/main.py`,
  },
  {
    ...{ id: 'mem0-uncut', title: 'Mem0, replies never cut', confidence: 'low', ordered: true },
    chunkTokens: 4096,
    work: (facts) => mem0Work(facts, { updateOutputMax: Number.POSITIVE_INFINITY }),
    text: {
      build: 'as mem0, out 450 n + Σ 30 (min(150, 30 i) + 30)',
      embedded: '450 n + Q q',
      query: 'Q (35 + 17 min(100, 30 n) + q)',
    },
    ...{ assumed: 'as mem0', traps: 'The upper bound.' },
    source: `${CODE}: mem0/memory/main.py`,
  },
  {
    ...{ id: 'memorag', title: 'MemoRAG', confidence: 'medium', work: memoragWork },
    inputMax: ({ outputTokens }) => 799_800 - outputTokens,
    text: { ...NONE, query: 'Q (u N / n + q + 20), u = min(n, 3 × 8); out Q max(o, 120)' },
    assumed: '4 spans and 3 questions written for each question',
    traps:
      'Reads the context with a model on a GPU (not in here). At 64K u is n: as dear as long context. ' +
      'The limit of an answer is not passed to the reader.',
    source: `${CODE}: methods/memorag`,
  },
  {
    ...{ id: 'self-rag', title: 'Self-RAG, half of it relevant', confidence: 'low' },
    hardCoded: { reader: 'gpt-4o-mini', embedder: 'text-embedding-ada-002' },
    work: (facts) => selfRagWork(facts, { relevantShare: 0.5 }),
    inputMax: ({ outputTokens }) => 279_800 - outputTokens,
    text: {
      build: '0',
      embedded: '953 g + Q q',
      query:
        'Q (1 + k + 3 r) calls; in Q [(q + 120) + k (q + 953 + 130) + r (2 × 953 + 2 q + 2 o + 365)]',
    },
    assumed: 'r = k / 2 relevant pieces; 8 tokens of a verdict',
    traps: '11 to 41 calls a question; gpt-4o-mini is hard-coded; splits by characters.',
    source: `${CODE}: methods/self_rag.py; it is not the fine-tuned model of the paper`,
  },
  {
    ...{ id: 'letta-insert', title: 'MemGPT (Letta), insert', confidence: 'medium' },
    work: lettaInsertWork,
    text: {
      build: '0',
      embedded: 'N + n t_m + Q q',
      query: '2 Q calls; in Q [2 (B + q) + min(10, n) ch + 80]; out Q (160 + o)',
    },
    assumed: 'B = 3,500 tokens of instructions and tools; two steps a question',
    traps: 'A page of the archive is 10 passages, here of whole chunks.',
    source: `${CODE}: agent.py, letta`,
  },
  {
    ...{ id: 'letta-chat', title: 'MemGPT (Letta), chat', confidence: 'low', ordered: true },
    work: (facts) => lettaChatWork(facts, { window: 128_000 }),
    text: {
      build: '2 n calls and one a summary; in Σ (B + min(history, W)): quadratic until W',
      embedded: 'Q q',
      query: '2 Q calls; in Q [2 (B + history + q) + 80]; out Q (160 + o)',
    },
    assumed: 'B = 3,500, 80 tokens of thought a step, W = 128K',
    traps: 'The history is sent again with every step: 17 M tokens for 534K.',
    source: `${CODE}: agent.py, letta`,
  },
  {
    ...{ id: 'cognee', title: 'Cognee', confidence: 'low', ordered: true },
    chunkTokens: 4096,
    work: (facts) => cogneeWork(facts, { reruns: false }),
    text: {
      build: '2 n calls; in n (2 ch + 800); out n (1,200 + 150)',
      embedded: 'n (ch + 1,350) + Q q',
      query: 'Q (18 + min(3, n) ch + 600 + q)',
    },
    assumed: '1,200 tokens of graph and 150 of summary a chunk, 3 whole chunks shown',
    traps:
      'The published code runs it again for all earlier chunks at each new one, n (n + 1) calls; the ' +
      'paper’s own times grow linearly. It cannot be imported as published.',
    source: `Derived from the description of ${CODE}: cognee; no published count`,
  },
  {
    ...{ id: 'zep', title: 'Zep', confidence: 'low', work: zepWork },
    chunkTokens: 4096,
    text: {
      build: 'on Zep’s servers: not in here',
      embedded: '–',
      query: 'Q (60 + 1,300 + min(10, n) ch + q)',
    },
    assumed: '10 facts of 30 tokens, 10 entities of 100, 10 episodes',
    traps: 'The vendor bills episodes, which no token count shows; half of each 4K chunk is cut.',
    source: `Derived from the description of ${CODE}: methods/zep.py`,
  },
  {
    ...{ id: 'mirix', title: 'MIRIX', confidence: 'low', ordered: true, work: mirixWork },
    chunkTokens: 4096,
    text: {
      build: '9 n calls; in 9 n (3,500 + ch); out 1,600 n',
      embedded: '1,600 n + Q q',
      query: '4 Q calls; in 35,000 Q; out Q (320 + o)',
    },
    assumed: '4 of 6 memories a chunk, two steps each; the input of a question from Table 17',
    traps:
      'Its authors say 3 to 6 minutes a chunk; the paper’s times ask for more calls than these.',
    source: 'Derived: Table 17 of the paper, MIRIX’s repository; no published count',
  },
];
