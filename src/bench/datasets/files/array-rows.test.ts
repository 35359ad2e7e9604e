import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContextRow } from '../../../contracts/dataset.ts';
import { locomoRows } from '../locomo/locomo-rows.ts';
import { longMemEvalRows } from '../longmemeval/longmemeval-rows.ts';
import { checkFileRows, fileSource } from './file-source.ts';
import type { TextFile } from './text-file.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** In pieces of five bytes. */
function fileOf(name: string, content: unknown): TextFile {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const bytes = new TextEncoder().encode(text);
  return {
    name,
    async *open() {
      for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
    },
  };
}

/** What a test looks at: the context and the questions without their places. */
const told = ({ contextId, context, status, questions }: ContextRow) => ({
  ...{ contextId, context, status },
  questions: questions.map(({ id: _id, index: _index, ...question }) => question),
});

const ASKED = {
  ...{ question_id: 'q1_abs', question_type: 'temporal-reasoning', question: 'When did I…?' },
  ...{ answer: 7, question_date: '2023/05/30 (Tue) 23:40', answer_session_ids: ['b'] },
  haystack_session_ids: ['b', 'a'],
  haystack_dates: ['2023/05/21 (Sun) 10:00', '2023/05/20 (Sat) 02:21'],
  haystack_sessions: [
    [{ role: 'user', content: 'I ran “7” miles.', has_answer: true }],
    [
      { role: 'user', content: 'Hello', has_answer: false },
      { role: 'assistant', content: 'Hi' },
    ],
  ],
};
const lme = (content: unknown, name = 'longmemeval_s_cleaned.json') =>
  longMemEvalRows(name, fileOf(name, content));

describe('a file of LongMemEval', () => {
  it('has a context for each question, in the order of time, with all that judges go by', async () => {
    const rows = await collect(fileSource(lme([ASKED])).rows('longmemeval_s'));
    assert.deepEqual(rows.map(told), [
      {
        ...{ contextId: 'longmemeval_s#0', status: 'longmemeval' },
        context:
          'Session 1, 2023/05/20 (Sat) 02:21\nuser: Hello\nassistant: Hi\n\n' +
          'Session 2, 2023/05/21 (Sun) 10:00\nuser: I ran “7” miles.',
        questions: [
          {
            ...{ text: 'When did I…?', answers: ['7'], type: 'temporal-reasoning' },
            ...{ sourceId: 'q1_abs', date: '2023/05/30 (Tue) 23:40' },
            evidence: ['I ran “7” miles.'],
          },
        ],
      },
    ]);
  });

  it('is checked entry by entry', async () => {
    const bad = [
      { ...ASKED, question_type: 'riddle' },
      { ...ASKED, haystack_dates: [] },
    ];
    const found = await collect(checkFileRows(lme([...bad, ASKED, ASKED])));
    assert.deepEqual(
      found.map((check) => ('problem' in check ? check.problem : 'good')),
      [
        'Entry 0 of longmemeval_s_cleaned.json is bad: question_type: Invalid option: expected ' +
          'one of "single-session-user"|"single-session-assistant"|"single-session-preference"|' +
          '"multi-session"|"temporal-reasoning"|"knowledge-update".',
        'Entry 1 of longmemeval_s_cleaned.json is bad: has not as many haystack_dates as ' +
          'haystack_sessions.',
        'good',
        'Entry 3 of longmemeval_s_cleaned.json has the question_id "q1_abs" of one before it.',
      ],
    );
  });

  it('says by its name which it is, and is refused where it is no whole array', async () => {
    assert.throws(() => lme([ASKED], 'data.json'), { code: 'DATA_UNREADABLE' });
    const problem = async (content: string) =>
      await collect(checkFileRows(lme(content))).then(
        () => 'none',
        ({ code, message }) => `${code}: ${message}`,
      );
    const whole = JSON.stringify([ASKED]);
    const name = 'longmemeval_s_cleaned.json';
    assert.equal(await problem(whole.slice(0, -1)), `DATA_UNREADABLE: ${name} breaks off.`);
    assert.equal(await problem('{"a": 1}'), `DATA_UNREADABLE: ${name} is not a JSON array.`);
    assert.equal(await problem('[]'), `DATA_UNREADABLE: ${name} is empty.`);
    assert.equal(await problem(''), `DATA_UNREADABLE: ${name} is empty.`);
    assert.match(await problem(`${whole.slice(0, -1)}, x]`), /^DATA_UNREADABLE: .* is not JSON: /);
    assert.equal(await problem(`\uFEFF${whole}\r\n`), 'none');
  });
});

describe('the file of LoCoMo', () => {
  const conversation = {
    ...{ speaker_a: 'Ann', speaker_b: 'Ben', session_1_date_time: '1:56 pm on 8 May, 2023' },
    session_1: [
      { speaker: 'Ann', dia_id: 'D1:1', text: 'I paint.' },
      { speaker: 'Ben', dia_id: 'D1:2', text: 'Look!', blip_caption: 'a red boat' },
    ],
  };
  const qa = [
    { question: 'What?', answer: 2022, category: 2, evidence: ['D1:1; D1:2'] },
    { question: 'Who?', answer: 'Ann', category: 4, evidence: ['D1:1', 'D9:9'] },
    { question: 'Why?', adversarial_answer: 'x', category: 5, evidence: [] },
  ];
  const rows = locomoRows('l', fileOf('l.json', [{ sample_id: 'c', conversation, qa }]));

  it('is two datasets, so that questions without an answer are no part of the average', async () => {
    const context =
      'Session 1, 1:56 pm on 8 May, 2023\nAnn: I paint.\nBen: Look! [shares a picture: a red boat]';
    const [answered] = await collect(fileSource(rows).rows('locomo'));
    assert.deepEqual(answered && told(answered), {
      ...{ contextId: 'locomo#0', context, status: 'locomo' },
      questions: [
        {
          ...{ text: 'What?', answers: ['2022'], type: 'temporal' },
          evidence: ['Ann: I paint.', 'Ben: Look! [shares a picture: a red boat]'],
        },
        { text: 'Who?', answers: ['Ann'], type: 'single-hop' },
      ],
    });
    const [unanswered] = await collect(fileSource(rows).rows('locomo_adversarial'));
    assert.deepEqual(
      unanswered?.questions.map(({ text, answers, type }) => [text, answers, type]),
      [['Why?', ['Not mentioned in the conversation'], 'adversarial']],
    );
  });

  it('is warned of where evidence names a turn that is not there', async () => {
    const found = await collect(checkFileRows(rows));
    assert.deepEqual(
      found.map((check) => 'warnings' in check && check.warnings),
      [
        [
          'Evidence of question 1 (D1:1, D9:9) names a turn that is not there; the oracle does ' +
            'without it.',
        ],
        [],
      ],
    );
  });
});
