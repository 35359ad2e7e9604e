import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UsedCall } from '../contracts/gateway.ts';
import type { Phase } from '../contracts/memory-method.ts';
import { parseCallKey } from '../core/ids.ts';
import { unitTimings } from './unit-timings.ts';

function use(path: string, phase: Phase, latencyMs: number, buyerOwner = 'me'): UsedCall {
  return {
    ...{ path, phase, latencyMs, buyerOwner, costPicoUsd: 0n, servedBy: 's', sentMs: 0 },
    ...{ buyerUnitId: 'u', buyerRunId: 'r', reportedModel: undefined },
    key: parseCallKey('0'.repeat(64)),
    reply: { vector: '' },
    usage: {
      ...{ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
      ...{ reasoningTokens: 0, source: 'reported' },
    },
  };
}

test('a memory takes its own time and that of the models that built it, whoever bought them', () => {
  const uses = [
    use('c000000/extract', 'memorize', 70),
    use('finalize/embed/000000', 'finalize', 400, 'another process'),
    use('finalize/embed/000001', 'finalize', 400, 'another process'),
    use('q000000/embed-query/000000', 'retrieve', 5),
    use('q000000/answer', 'answer', 900),
  ];
  const question = { id: 'd#0/q0', index: 0, text: 'Who?', answers: ['I'] };
  const outcome = {
    ...{ memorizeMs: 3, finalizeMs: 20 },
    questions: [{ question, at: 'q000000', localMs: 2 }],
  };
  const ofQuestion = uses.filter(({ path }) => path.startsWith('q'));
  assert.deepEqual(
    unitTimings(outcome, uses, () => ofQuestion, 'me'),
    {
      ...{ v: 2, memorizeMs: 73, finalizeMs: 820 },
      served: [{ route: 's', servedBy: 's', calls: 0, embeddedTexts: 5 }],
      questions: [
        {
          ...{ questionId: 'd#0/q0', modelMs: 905, localMs: 2, replayed: false },
          served: [{ route: 's', servedBy: 's', calls: 0, embeddedTexts: 2 }],
        },
      ],
    },
  );
});
