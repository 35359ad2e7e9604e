import { z } from 'zod';
import type { MethodFacts } from '../method-entry.ts';

/** It has none. */
export const noMemoryOptions = z.strictObject({});

export const noMemoryFacts = {
  id: 'no-memory',
  version: 1,
  profiles: ['current'],
  summary: 'Control arm: the question alone, so what the reader knows without any memory.',
  capabilities: {
    answerMode: 'full-context',
    ordered: false,
    provenance: 'exact',
    needsGold: false,
    needsEmbedder: false,
    emptyMemory: true,
  },
} as const satisfies MethodFacts;
