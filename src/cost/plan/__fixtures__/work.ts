import type { MeasuredWork } from '../../../contracts/measured-work.ts';

/** A run of two methods on 25 datasets, in round numbers. */
export const WORK: MeasuredWork = {
  ...{ origin: 'run r-1', kind: 'measured', methods: ['bm25', 'dense'], datasets: 25 },
  ...{ tasks: 40, taskMinutes: 12, hours: 2, answers: 5_000, model: 'gpt-4o-mini' },
  ...{ inputTokens: 30_000_000, cachedTokens: 12_000_000, outputTokens: 600_000 },
  ...{ judgeTokens: 400_000 },
  ...{ embedder: 'text-embedding-3-large', embeddedTokens: 8_000_000 },
  ...{ keptVectors: 2_000, searches: 4_000, dimensions: 3_072, storedBytes: 5e9 },
};
