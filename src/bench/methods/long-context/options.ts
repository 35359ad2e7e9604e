import { z } from 'zod';
import type { MethodFacts } from '../method-entry.ts';

export const longContextOptions = z.strictObject({
  truncate: z
    .enum(['head', 'tail', 'middle'])
    .default('head')
    .describe(
      'The part of a context that is left out when it does not fit: its beginning ' +
        '(as the reference does), its end or its middle.',
    ),
});

export type LongContextOptions = z.infer<typeof longContextOptions>;

export const longContextFacts = {
  id: 'long-context',
  version: 1,
  profiles: ['current', 'reference'],
  summary: 'Shows the reader the whole context, as much of it as its window holds.',
  capabilities: {
    answerMode: 'full-context',
    ordered: false,
    provenance: 'exact',
    needsGold: false,
    needsEmbedder: false,
    emptyMemory: false,
  },
} as const satisfies MethodFacts;
