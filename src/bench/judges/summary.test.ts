import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from './__fixtures__/judges.json' with { type: 'json' };
import { scriptedJudge } from './__fixtures__/scripted-judge.ts';
import { SUMMARY } from './summary.ts';
import { summarySentences } from './summary-sentences.ts';

const upTo = (most: number): number[] => Array.from({ length: most }, (_, at) => at + 1);

function taskOf(keypoints: number, sentences: number) {
  return {
    question: {
      text: 'Summarise the book.',
      answers: ['The expert says it.'],
      keypoints: upTo(keypoints).map((point) => `Point ${point}`),
    },
    reply: upTo(sentences)
      .map((sentence) => `Sentence ${sentence} is short.`)
      .join(' '),
  };
}

function scriptOf(fluent: boolean, found: readonly number[], supported: readonly number[]) {
  return {
    fluency: JSON.stringify({ fluent }),
    recall: JSON.stringify({ reasons: 'So it is.', found }),
    precision: JSON.stringify({ reasons: 'Ist so.', supported }),
  };
}

test("scores are the reference's for the same counts", async () => {
  for (const { fluency, keypoints, found, sentences, supported, scores } of golden.summaries) {
    const { judge } = scriptedJudge(scriptOf(fluency === 1, upTo(found), upTo(supported)));
    const marks = await SUMMARY.mark(taskOf(keypoints, sentences), judge);
    assert.ok(marks.outcome === 'scored');
    assert.deepEqual(Object.keys(marks.scores), SUMMARY.metrics);
    for (const [name, expected] of Object.entries(scores)) {
      const actual = marks.scores[`judge_${name}`] ?? Number.NaN;
      assert.ok(Math.abs(actual - expected) <= 1e-12, `${name}: ${actual} is not ${expected}`);
    }
    assert.deepEqual(marks.counts, {
      recall_found: found,
      recall_total: keypoints,
      precision_found: supported,
      precision_total: sentences,
    });
  }
});

test('a judge is shown the key points, the sentences with numbers, and the form', async () => {
  const { judge, asked, steps, requests } = scriptedJudge(scriptOf(true, [2], [1, 2]));
  await SUMMARY.mark(taskOf(2, 2), judge);
  assert.deepEqual(steps(), ['fluency', 'recall', 'precision']);
  const blocks = (at: number): string[] =>
    asked(at)
      .split('\n\n')
      .slice(1)
      .map((block) => block.replaceAll(/ [0-9a-f]{16}\n|\n[0-9a-f]{16} /g, '|'));
  assert.deepEqual(blocks(0), [
    '<<<summary|Sentence 1 is short. Sentence 2 is short.|end of summary>>>',
    'Answer with one JSON object and nothing else: {"fluent": true} or {"fluent": false}.',
  ]);
  assert.deepEqual(blocks(1), [
    '<<<key points|1. Point 1\n2. Point 2|end of key points>>>',
    '<<<summary|Sentence 1 is short. Sentence 2 is short.|end of summary>>>',
    'Answer with one JSON object and nothing else: {"reasons": "…", "found": […]}. ' +
      '"reasons" says in short why. "found" lists the numbers of the key points that the summary ' +
      'holds, each once and from 1 to 2; [] if there are none.',
  ]);
  assert.deepEqual(blocks(2), [
    "<<<expert's summary|The expert says it.|end of expert's summary>>>",
    '<<<summary|1. Sentence 1 is short.\n2. Sentence 2 is short.|end of summary>>>',
    'Answer with one JSON object and nothing else: {"reasons": "…", "supported": […]}. ' +
      '"reasons" says in short why. "supported" lists the numbers of the supported sentences, ' +
      'each once and from 1 to 2; [] if there are none.',
  ]);
  assert.deepEqual(requests[2]?.request.schema, {
    name: 'precision',
    schema: {
      type: 'object',
      properties: {
        reasons: { type: 'string' },
        supported: { type: 'array', items: { type: 'integer' } },
      },
      required: ['reasons', 'supported'],
      additionalProperties: false,
    },
  });
});

test('the summary comes first where the order is tried out', async () => {
  const { judge, asked } = scriptedJudge(scriptOf(true, [], []));
  await SUMMARY.mark({ ...taskOf(1, 1), replyFirst: true }, judge);
  const names = (at: number) => [...asked(at).matchAll(/^<<<(.*) \S+$/gm)].map(([, name]) => name);
  assert.deepEqual(
    [names(1), names(2)],
    [
      ['summary', 'key points'],
      ['summary', "expert's summary"],
    ],
  );
});

for (const [step, said] of [
  ['recall', '{"reasons": "", "found": [3]}'],
  ['recall', '{"reasons": "", "found": [1, 1]}'],
  ['recall', '{"reasons": "", "found": 2}'],
  ['recall', '{"found": [1]}'],
  ['precision', '{"reasons": "", "supported": [0]}'],
  ['precision', '{"reasons": "", "supported": [1], "sentence_count": 2}'],
  ['fluency', '{"fluent": 1}'],
] as const) {
  test(`${said} is asked for again, and without a verdict there is no score at all`, async () => {
    const script = { ...scriptOf(true, [1], [1]), [step]: said };
    const good = scriptedJudge({ ...script, [`${step}-repair`]: scriptOf(true, [1], [1])[step] });
    const marks = await SUMMARY.mark(taskOf(2, 2), good.judge);
    assert.ok(marks.outcome === 'scored' && marks.repaired);
    assert.equal(marks.scores.judge_f1, 0.5);
    const bad = scriptedJudge({ ...script, [`${step}-repair`]: said });
    assert.deepEqual(await SUMMARY.mark(taskOf(2, 2), bad.judge), {
      outcome: 'unscored',
      code: 'JUDGE_UNREADABLE',
      said,
    });
  });
}

test('a summary without a sentence scores 0, and nobody is asked', async () => {
  for (const reply of ['', ' \n', '…\n---']) {
    const { judge, steps } = scriptedJudge({});
    assert.deepEqual(await SUMMARY.mark({ ...taskOf(3, 0), reply }, judge), {
      outcome: 'scored',
      scores: { judge_f1: 0, judge_fluency: 0, judge_recall: 0, judge_precision: 0 },
      counts: { recall_found: 0, recall_total: 3, precision_found: 0, precision_total: 0 },
      repaired: false,
    });
    assert.deepEqual(steps(), []);
  }
});

test('sentences end where Punkt says, and at line breaks; without a word there is none', () => {
  const summary =
    '## Plot\n\nMr. Lane meets Dr. Roe in London. She is ill.\n' +
    '- He falls ill\n- She leaves!\r\n***\n\nHe waits\u20282. until';
  assert.deepEqual(summarySentences(summary), [
    '## Plot',
    'Mr. Lane meets Dr. Roe in London.',
    'She is ill.',
    '- He falls ill',
    '- She leaves!',
    'He waits',
    '2. until',
  ]);
});
