import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JudgeTask, Marks } from '../../contracts/judge.ts';
import { scriptedJudge } from './__fixtures__/scripted-judge.ts';
import { biasProbes, biasReport, chooseProbed, markProbe, type ProbeKind } from './bias.ts';
import { judgeProtocol } from './catalog.ts';

const GENERIC = judgeProtocol('generic');

const scored = (judge_accuracy: number): Marks => ({
  outcome: 'scored',
  scores: { judge_accuracy },
  repaired: false,
});
const refused: Marks = { outcome: 'unscored', code: 'JUDGE_REFUSED', said: '' };

const taskOf = (reply = 'Rome'): JudgeTask => ({
  question: { text: 'Where?', answers: ['Rome'] },
  reply,
});

test('an answer is probed as it is, in another order, and with padding', () => {
  const task = taskOf();
  const probes = biasProbes(GENERIC, task);
  const [, , padded] = probes;
  assert.deepEqual(probes.slice(0, 2), [
    { kind: 'repeated', task },
    { kind: 'swapped', task: { ...task, replyFirst: true } },
  ]);
  assert.equal(padded?.kind, 'padded');
  assert.match(padded?.task.reply ?? '', /^Rome\n\nThis is what I have to say [^{}]*\.$/);
});

test('summaries are not padded, and an empty reply is not probed', () => {
  const summary = judgeProtocol('summary');
  const kinds = biasProbes(summary, taskOf()).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['repeated', 'swapped']);
  assert.deepEqual(biasProbes(summary, taskOf(' ')), []);
});

test('a share is drawn by seed and key, whatever the order, and rounded up', () => {
  const keys = Array.from({ length: 41 }, (_, at) => `q${at}`);
  const drawn = chooseProbed(keys, { seed: 1, share: 0.1 });
  assert.equal(drawn.size, 5);
  assert.deepEqual(chooseProbed(keys.toReversed(), { seed: 1, share: 0.1 }), drawn);
  assert.notDeepEqual(chooseProbed(keys, { seed: 2, share: 0.1 }), drawn);
});

test('the calls of a probe are steps of their own', async () => {
  const [, swapped] = biasProbes(GENERIC, taskOf());
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
    { key: 'q0', marks: scored(1), length: 4 },
    { key: 'q1', marks: scored(0), length: 1 },
    { key: 'q2', marks: scored(1), length: 3 },
    { key: 'q3', marks: scored(0), length: 2 },
    { key: 'q4', marks: refused, length: 9 },
  ];
  const probe = (at: number, kind: ProbeKind, marks: Marks) => ({ key: `q${at}`, kind, marks });
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
  const replies = ['Rome', 'Ur', `Rome. ${'I am sure. '.repeat(20)}`];
  const marked = await Promise.all(
    replies.map(async (reply) => ({
      ...{ key: reply, length: reply.length },
      marks: await GENERIC.mark(taskOf(reply), judge),
    })),
  );
  const probes = await Promise.all(
    replies.flatMap((key) =>
      biasProbes(GENERIC, taskOf(key)).map(async (probe) => ({
        ...{ key, kind: probe.kind },
        marks: await markProbe(GENERIC, probe, judge),
      })),
    ),
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
