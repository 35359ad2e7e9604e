import { z } from 'zod';
import type { MethodFacts } from '../method-entry.ts';
import { rankedChunksOptions } from '../ranked-chunks/options.ts';

export const denseOptions = z.strictObject(rankedChunksOptions);

export type DenseMethodOptions = z.infer<typeof denseOptions>;

export const denseFacts = {
  id: 'dense',
  version: 1,
  profiles: ['current', 'reference'],
  summary: 'Ranks the chunks by how near their meaning is to the question (an embedder).',
  capabilities: {
    answerMode: 'retrieve-then-read',
    ordered: false,
    provenance: 'exact',
    needsGold: false,
    needsEmbedder: true,
    emptyMemory: false,
  },
} as const satisfies MethodFacts;
