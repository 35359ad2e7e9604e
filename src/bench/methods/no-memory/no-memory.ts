import type { MemoryMethod } from '../../../contracts/memory-method.ts';
import { readAnswer } from '../read-answer.ts';
import { noMemoryFacts } from './options.ts';

/** The floor: what a score is worth that needs no memory at all. Chunks are thrown away. */
export const noMemory: MemoryMethod<Record<string, never>> = {
  ...noMemoryFacts,
  create: (context) => ({
    memorize: async () => {},
    finalize: async () => {},
    answer: (query) => readAnswer(context, query, { items: [], provenance: 'exact' }),
  }),
};
