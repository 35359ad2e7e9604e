import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChatReply } from '../../contracts/model.ts';
import { scriptedJudge } from './__fixtures__/scripted-judge.ts';
import { GENERIC } from './generic.ts';

const TASK = { question: { text: 'Which city?', answers: ['Rome'] }, reply: 'It was Rome.' };
const RIGHT = '{"correct": true}';

const mark = async (first: string | ChatReply, second?: string | ChatReply) => {
  const script = { verdict: first, ...(second !== undefined && { 'verdict-repair': second }) };
  const { judge, requests, steps, asked } = scriptedJudge(script);
  return { marks: await GENERIC.mark(TASK, judge), requests, steps: steps(), asked };
};

test('a verdict at once is one call', async () => {
  const { marks, steps } = await mark(RIGHT);
  assert.deepEqual(marks, { outcome: 'scored', scores: { judge_accuracy: 1 }, repaired: false });
  assert.deepEqual(steps, ['verdict']);
});

test('what cannot be read is shown to the judge once more, with what is wrong', async () => {
  const said = 'Yes, clearly!';
  const { marks, requests, steps } = await mark(said, '{"correct": false}');
  assert.deepEqual(marks, { outcome: 'scored', scores: { judge_accuracy: 0 }, repaired: true });
  assert.deepEqual(steps, ['verdict', 'verdict-repair']);
  const [first, second] = requests.map(({ request }) => request);
  assert.ok(first && second);
  assert.deepEqual(second, {
    ...first,
    messages: [
      ...first.messages,
      { role: 'assistant', content: said },
      {
        role: 'user',
        content:
          'That cannot be read as a verdict: it holds no JSON object. ' +
          'Answer with one JSON object and nothing else: ' +
          '{"correct": true} if the reply is right, {"correct": false} if it is wrong.',
      },
    ],
  });
});

const cut: ChatReply = { text: RIGHT, finish: 'length' };
const withheld: ChatReply = { text: '', finish: 'filter' };
const call: ChatReply = {
  text: RIGHT,
  finish: 'tool',
  toolCalls: [{ id: '1', name: 'mark', argumentsJson: RIGHT }],
};
const refusal = "I'm sorry, but I can't help with that.";

const UNSCORED: readonly (readonly [
  what: string,
  replies: readonly [string | ChatReply, (string | ChatReply)?],
  code: string,
  said: string,
])[] = [
  ['a judge that rambles', ['Well, yes.', ' Well… no? '], 'JUDGE_UNREADABLE', 'Well… no?'],
  ['a judge that refuses', [refusal, refusal], 'JUDGE_REFUSED', refusal],
  ['a judge that declines', ['?', 'I must decline.'], 'JUDGE_REFUSED', 'I must decline.'],
  ['one that speaks French', ['Oui.', 'Oui, correct.'], 'JUDGE_UNREADABLE', 'Oui, correct.'],
  ['one that speaks Chinese', ['对', '是的，正确。'], 'JUDGE_UNREADABLE', '是的，正确。'],
  ['silence', ['', ''], 'JUDGE_UNREADABLE', ''],
  ['a judge that is cut off', [cut, cut], 'JUDGE_CUT_OFF', RIGHT],
  ['one that is cut off, then rambles', [cut, 'Hm.'], 'JUDGE_UNREADABLE', 'Hm.'],
  ['a verdict that the vendor withholds', [withheld], 'JUDGE_WITHHELD', ''],
  ['a repair that the vendor withholds', ['Hm.', withheld], 'JUDGE_WITHHELD', ''],
  ['a judge that calls a tool', [call, call], 'JUDGE_UNREADABLE', RIGHT],
];

for (const [what, [first, second], code, said] of UNSCORED) {
  test(`${what} gives no score: ${code}`, async () => {
    const { marks, steps } = await mark(first, second);
    assert.deepEqual(marks, { outcome: 'unscored', code, said });
    assert.equal(steps.length, second === undefined ? 1 : 2);
  });
}

test('a cut verdict that is given in full when asked again counts', async () => {
  const { marks } = await mark(cut, RIGHT);
  assert.deepEqual(marks, { outcome: 'scored', scores: { judge_accuracy: 1 }, repaired: true });
});

test('long talk is shortened for the judge and for people, between characters', async () => {
  const long = `${'a'.repeat(199)}🎬${'b'.repeat(5_000)}`;
  const { marks, requests } = await mark(long, long);
  assert.equal(marks.outcome === 'unscored' && marks.said, `${'a'.repeat(199)}\uFFFD…`);
  assert.equal(requests[1]?.request.messages[2]?.content, `${long.slice(0, 2_000)}…`);
});

test('a judge that said nothing is shown a turn with words', async () => {
  const { requests } = await mark('', RIGHT);
  assert.equal(requests[1]?.request.messages[2]?.content, '(nothing)');
});

test('what the model throws is thrown', async () => {
  const { judge } = scriptedJudge({});
  await assert.rejects(GENERIC.mark(TASK, judge), /Nobody expected the step verdict/);
});

test('an empty reply is wrong, and nobody is asked', async () => {
  const { judge, steps } = scriptedJudge({});
  const marks = await GENERIC.mark({ ...TASK, reply: ' \n' }, judge);
  assert.deepEqual(marks, { outcome: 'scored', scores: { judge_accuracy: 0 }, repaired: false });
  assert.deepEqual(steps(), []);
});

test('whatever a judge says, there is no score without a verdict, and nothing is thrown', async () => {
  const said = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constantFrom(RIGHT, refusal));
  const finish = fc.constantFrom('stop', 'length', 'filter', 'other', 'tool');
  const reply = fc.record({ text: said, finish }) as fc.Arbitrary<ChatReply>;
  const isVerdict = ({ text, finish: end }: ChatReply): boolean =>
    text === RIGHT && end !== 'length' && end !== 'filter';
  await fc.assert(
    fc.asyncProperty(reply, reply, async (first, second) => {
      const { marks } = await mark(first, second);
      const isScored = isVerdict(first) || (first.finish !== 'filter' && isVerdict(second));
      assert.equal(marks.outcome, isScored ? 'scored' : 'unscored');
    }),
    { numRuns: 2_000 },
  );
});
