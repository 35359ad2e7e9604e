import { EXTRACTING_FORMULAS } from './extracting-formulas.ts';
import type { MethodFormula } from './method-formula.ts';
import { noMemoryWork, oracleWork } from './methods/control-arms.ts';
import { longContextWork } from './methods/long-context.ts';
import { bm25Work, denseWork } from './methods/ranked-chunks.ts';

const CODE = 'Code of the published benchmark, commit 455306d';
const NONE = { build: '0', embedded: '0' };

/** Methods that put nothing but the text itself before the reader. */
const READING_FORMULAS: readonly MethodFormula[] = [
  {
    ...{ id: 'no-memory', title: 'No memory', work: noMemoryWork, confidence: 'high' },
    text: { ...NONE, query: 'Q (18 + q)' },
    ...{ assumed: '', traps: '', source: 'Our own control arm.' },
    ours: 'Exact but for the words of the prompts, which `mab estimate CONFIG` counts.',
  },
  {
    ...{ id: 'oracle', title: 'Oracle', work: oracleWork, confidence: 'medium' },
    text: { ...NONE, query: 'Q (18 + q + min(N, 2048))' },
    assumed: 'evidence at the most that is shown',
    ...{ traps: '', source: 'Our own control arm.' },
    ours: 'Shows the passages that hold the answer, often a tenth of the bound.',
  },
  {
    ...{ id: 'long-context', title: 'Long context', work: longContextWork, confidence: 'high' },
    text: {
      ...NONE,
      query: 'Q (18 + min(N + n t_m, W − o) + q), of which (Q − 1) ⌊prefix / 128⌋ 128 cacheable',
    },
    assumed: '',
    traps: 'N × Q dominates; the oldest text is dropped when it does not fit the window.',
    source: `${CODE}: agent.py`,
    ours: 'Profile `current` has no template around chunks (t_m = 1).',
  },
  {
    ...{ id: 'bm25', title: 'BM25', work: bm25Work, confidence: 'high' },
    text: { ...NONE, query: 'Q (18 + min(k, n) (ch + 4) + q)' },
    assumed: '',
    traps: 'k = 10 chunks of 4,096 tokens are 63 % of a context of 64K.',
    source: `${CODE}: agent.py, templates.py`,
    ours: 'Chunks stand bare under a heading of 6 tokens; the best ones are fuller than the mean.',
  },
  {
    ...{ id: 'dense', title: 'Embedding RAG', work: denseWork, confidence: 'high' },
    inputMax: ({ outputTokens }) => 285_000 - outputTokens,
    text: { build: '0', embedded: 'N + n t_m + Q q', query: 'as BM25' },
    assumed: '',
    traps: 'The published code keeps the last 284,960 tokens with OpenAI’s embedders.',
    source: `${CODE}: agent.py, configs`,
    ours: 'Keeps all chunks unless `chunksMax` says otherwise; texts are embedded without template.',
  },
  {
    ...{ id: 'hybrid', title: 'Hybrid', work: denseWork, confidence: 'high' },
    text: { build: '0', embedded: 'N + n t_m + Q q', query: 'as BM25' },
    ...{ assumed: '', traps: '', source: 'Our own: the rankings of BM25 and of dense, fused.' },
    ours: 'As dense; with the same chunks its vectors are already paid for.',
  },
];

/** Every formula, by method; variants of one method stand beside each other. */
export const METHOD_FORMULAS: readonly MethodFormula[] = [
  ...READING_FORMULAS,
  ...EXTRACTING_FORMULAS,
];

/** @returns undefined where no formula has this id. */
export function findFormula(id: string): MethodFormula | undefined {
  return METHOD_FORMULAS.find((formula) => formula.id === id);
}
