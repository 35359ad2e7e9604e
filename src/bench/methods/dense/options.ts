import { z } from 'zod';
import type { MethodFacts } from '../method-entry.ts';
import { rankedChunksCapabilities, rankedChunksOptions } from '../ranked-chunks/options.ts';

export const denseOptions = z.strictObject(rankedChunksOptions);

export type DenseMethodOptions = z.infer<typeof denseOptions>;

export const denseFacts = {
  id: 'dense',
  version: 1,
  profiles: ['current', 'reference'],
  summary: 'Ranks the chunks by how near their meaning is to the question (an embedder).',
  capabilities: { ...rankedChunksCapabilities, needsEmbedder: true },
} as const satisfies MethodFacts;
