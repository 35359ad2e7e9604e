import { z } from 'zod';
import type { MethodFacts } from '../method-entry.ts';

export const oracleOptions = z.strictObject({
  evidenceTokensMax: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(2_048)
    .describe('Most tokens of evidence that the reader is given.'),
});

export type OracleOptions = z.infer<typeof oracleOptions>;

export const oracleFacts = {
  id: 'oracle',
  version: 1,
  profiles: ['current'],
  summary: 'Control arm: the passages that hold the answer, found with the answer in hand.',
  capabilities: {
    answerMode: 'retrieve-then-read',
    ordered: false,
    provenance: 'derived',
    needsGold: true,
    needsEmbedder: false,
    emptyMemory: false,
  },
} as const satisfies MethodFacts;
