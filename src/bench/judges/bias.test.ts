import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Marks } from '../../contracts/judge.ts';
import { scriptedJudge } from './__fixtures__/scripted-judge.ts';
import { type BiasProbe, biasProbes, biasReport, type MarkedTask, markProbe } from './bias.ts';
import { judgeProtocol } from './catalog.ts';

const GENERIC = judgeProtocol('generic');

const scored = (judge_accuracy: number): Marks => ({
  outcome: 'scored',
  scores: { judge_accuracy },
  repaired: false,
});
const refused: Marks = { outcome: 'unscored', code: 'JUDGE_REFUSED', said: '' };

const markedOf = (key: string, marks: Marks, reply = 'Rome'): MarkedTask => ({
  key,
  task: { question: { text: 'Where?', answers: ['Rome'] }, reply },
  marks,
});

test('an answer is probed as it is, in another order, and with padding', () => {
  const probes = biasProbes(GENERIC, [markedOf('q0', scored(1))], { seed: 's', share: 1 });
  const { task } = markedOf('q0', scored(1));
  const [, , padded] = probes;
  assert.deepEqual(probes.slice(0, 2), [
    { key: 'q0', kind: 'repeated', task },
    { key: 'q0', kind: 'swapped', task: { ...task, replyFirst: true } },
  ]);
  assert.equal(padded?.kind, 'padded');
  assert.match(padded?.task.reply ?? '', /^Rome\n\nThis is what I have to say [^{}]*\.$/);
});

test('summaries are not padded, and neither what has no score nor an empty reply is probed', () => {
  const marked = [
    markedOf('q0', scored(1)),
    markedOf('q1', refused),
    markedOf('q2', scored(0), ' '),
  ];
  const probes = biasProbes(judgeProtocol('summary'), marked, { seed: 's', share: 1 });
  assert.deepEqual(
    probes.map(({ key, kind }) => [key, kind]),
    [
      ['q0', 'repeated'],
      ['q0', 'swapped'],
    ],
  );
});

test('a share is drawn by seed and key, whatever the order, and rounded up', () => {
  const marked = Array.from({ length: 41 }, (_, at) => markedOf(`q${at}`, scored(1)));
  const draw = (tasks: readonly MarkedTask[], seed: string): string[] => [
    ...new Set(biasProbes(GENERIC, tasks, { seed, share: 0.1 }).map(({ key }) => key)),
  ];
  const drawn = draw(marked, 'a');
  assert.equal(drawn.length, 5);
  assert.deepEqual(draw(marked.toReversed(), 'a'), drawn);
  assert.notDeepEqual(draw(marked, 'b'), drawn);
});

test('the calls of a probe are steps of their own', async () => {
  const [, swapped] = biasProbes(GENERIC, [markedOf('q0', scored(1))], { seed: 's', share: 1 });
  assert.ok(swapped);
  const { judge, steps } = scriptedJudge({
    'swapped-verdict': 'Hm.',
    'swapped-verdict-repair': '{"correct": false}',
  });
  assert.deepEqual(await markProbe(GENERIC, swapped, judge), { ...scored(0), repaired: true });
  assert.deepEqual(steps(), ['swapped-verdict', 'swapped-verdict-repair']);
});

test('a report counts the verdicts that changed, and which way', () => {
  const marked = [
    markedOf('q0', scored(1), 'aaaa'),
    markedOf('q1', scored(0), 'a'),
    markedOf('q2', scored(1), 'aaa'),
    markedOf('q3', scored(0), 'aa'),
    markedOf('q4', refused, 'aaaaaaaaa'),
  ];
  const probe = (at: number, kind: BiasProbe['kind'], marks: Marks) => {
    const { key = '', task } = marked[at] ?? {};
    assert.ok(task);
    return { key, kind, task, marks };
  };
  const report = biasReport(
    marked,
    [
      probe(0, 'swapped', scored(1)),
      probe(1, 'swapped', scored(1)),
      probe(2, 'swapped', scored(0)),
      probe(3, 'swapped', scored(1)),
      probe(0, 'padded', refused),
      probe(4, 'padded', scored(1)),
    ],
    'judge_accuracy',
  );
  // statsmodels' proportion_confint(3, 4, method='wilson')
  const { changed, ...swapped } = report.probes.swapped;
  assert.deepEqual(swapped, { compared: 4, unscored: 0, raised: 2, lowered: 1, meanShift: 0.25 });
  assert.equal(changed?.mean, 0.75);
  assert.ok(Math.abs((changed?.low ?? 0) - 0.3006418423) < 1e-9);
  assert.ok(Math.abs((changed?.high ?? 0) - 0.9544127391) < 1e-9);
  assert.deepEqual(report.probes.padded, { compared: 0, unscored: 2, raised: 0, lowered: 0 });
  assert.deepEqual(report.probes.repeated, { compared: 0, unscored: 0, raised: 0, lowered: 0 });
  // Ranks 4, 1, 3, 2 against 3.5, 1.5, 3.5, 1.5: 4 / sqrt(5 × 4).
  assert.ok(Math.abs((report.lengthCorrelation ?? 0) - 4 / Math.sqrt(20)) < 1e-12);
});

test('a judge that rewards whatever is long is found out', async () => {
  const judge = {
    id: 'long',
    contextWindow: 100_000,
    async chat({ messages }: { messages: readonly { content: string }[] }) {
      const reply = /<<<reply [^\n]*\n(.*)\n\w+ end of reply>>>/s.exec(messages[1]?.content ?? '');
      const text = JSON.stringify({ correct: (reply?.[1] ?? '').length > 100 });
      return { text, finish: 'stop' as const };
    },
  };
  const marked = await Promise.all(
    ['Rome', 'Ur', `Rome. ${'I am sure. '.repeat(20)}`].map(async (reply, at) => {
      const { task } = markedOf('', refused, reply);
      return { key: `q${at}`, task, marks: await GENERIC.mark(task, judge) };
    }),
  );
  const probes = await Promise.all(
    biasProbes(GENERIC, marked, { seed: 's', share: 1 }).map(async (probe) => ({
      ...probe,
      marks: await markProbe(GENERIC, probe, judge),
    })),
  );
  const { probes: found } = biasReport(marked, probes, 'judge_accuracy');
  const counts = Object.entries(found).map(([kind, { compared, raised, lowered }]) => [
    kind,
    compared,
    raised,
    lowered,
  ]);
  assert.deepEqual(counts, [
    ['repeated', 3, 0, 0],
    ['swapped', 3, 0, 0],
    ['padded', 3, 2, 0],
  ]);
});
