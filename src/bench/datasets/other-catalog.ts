import type { DatasetEntry } from './dataset-entry.ts';

type OtherEntry = DatasetEntry & { readonly origin: 'locomo' | 'longmemeval' };

const locoMo = {
  competency: 'accurate-retrieval',
  family: 'locomo',
  origin: 'locomo',
  maxOutputTokens: 50,
  paperMaxOutputTokens: 50,
  chunkTokens: 512,
  paperChunkTokens: 512,
  primaryMetric: 'locomo_f1',
} as const;

const longMemEval = {
  competency: 'accurate-retrieval',
  family: 'longmemeval',
  origin: 'longmemeval',
  maxOutputTokens: 100,
  paperMaxOutputTokens: 100,
  chunkTokens: 512,
  paperChunkTokens: 512,
  primaryMetric: 'judge_accuracy',
  rows: 500,
  questions: 500,
} as const;

/**
 * Datasets of other benchmarks, never to be shown as MemoryAgentBench. Questions of LoCoMo that
 * have no answer in the conversation are a dataset of their own: published averages leave them out,
 * and mixing them in makes another number of the same answers.
 *
 * Source: counts of the published files; the limits are ours.
 */
export const OTHER_ENTRIES: readonly OtherEntry[] = [
  { id: 'locomo', ...locoMo, rows: 10, questions: 1_540 },
  { id: 'locomo_adversarial', ...locoMo, rows: 10, questions: 446 },
  { id: 'longmemeval_s', ...longMemEval },
  { id: 'longmemeval_m', ...longMemEval },
  { id: 'longmemeval_oracle', ...longMemEval },
];
