import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContextRow } from '../../contracts/dataset.ts';
import { conversationRow } from './__fixtures__/conversation-row.ts';
import {
  NO_METADATA,
  type PublishedMetadata,
  type PublishedRow,
  publishedFile,
} from './__fixtures__/published-file.ts';
import { publishedRow } from './__fixtures__/published-rows.ts';
import { parquetSource } from './parquet-source.ts';

const NAME = 'Accurate_Retrieval-00000-of-00001.parquet';

/** What is read of rows that all have the columns of the published files. */
async function read(...rows: readonly PublishedRow[]): Promise<ContextRow[]> {
  const bytes = publishedFile(rows);
  const open = async () => bytes;
  const files = [{ name: NAME, competency: 'accurate-retrieval', open }] as const;
  const source = parquetSource({ label: 'made here', files });
  const found: ContextRow[] = [];
  for await (const row of source.rows(rows[0]?.metadata.source ?? '')) found.push(row);
  return found;
}

const LONGMEMEVAL = 'longmemeval_s*';
const talk = (content: string, has_answer: boolean | null) => ({
  content,
  has_answer,
  role: 'user',
});

/** Two questions on one short context. */
function talkRow(metadata: Partial<PublishedMetadata> = {}, context?: string): PublishedRow {
  return {
    context: context ?? "['Chat Time: 1', [{'role': 'user', 'content': \"It\\'s a\\nkayak.\"}]]",
    questions: ['What is it?', 'Whose?'],
    answers: [['a kayak'], ['mine']],
    metadata: {
      ...NO_METADATA,
      question_types: ['multi-session', 'knowledge-update'],
      question_ids: ['1', '2_abs'],
      source: LONGMEMEVAL,
      ...metadata,
    },
  };
}

describe('the columns of the published files', () => {
  it('give a question of LongMemEval its type, id, date and evidence', async () => {
    const [first, second] = await read(
      conversationRow(LONGMEMEVAL, 1, 1),
      conversationRow(LONGMEMEVAL, 2, 2),
    );
    const [, question] = second?.questions ?? [];
    const { text, answers, evidence, ...facts } = question ?? {};
    assert.deepEqual(facts, {
      id: 'longmemeval_s*#1/q1',
      index: 1,
      qaPairId: 'longmemeval_s*_no1',
      type: 'single-session-assistant',
      sourceId: '2f1_abs',
      date: '2023/05/30 (Tue) 23:40',
    });
    const town = answers?.[0];
    assert.equal(
      text,
      'Current Date: 2023/05/30 (Tue) 23:40,\n\n Now Answer the Question: Where did I buy my bicycle?',
    );
    // `repr` of Python: both kinds of quotes are there, so the single ones are escaped.
    const said = `I\\'m back from ${town}.\\nI bought my bicycle there, said "yes" at once.`;
    assert.deepEqual(evidence, [said]);
    assert.ok(second?.context.includes(said) && !first?.context.includes(said));
  });

  it('give no evidence where a part of it does not stand in the context', async () => {
    const stands = [talk("It's a\nkayak.", true), talk('Not marked', false), talk('', null)];
    const evidenceOf = async (...sessions: ReturnType<typeof talk>[][]) => {
      const haystack_sessions = sessions.map((session) => [session]);
      const context = "[{'content': \"It's a\\nkayak.\"}, {'content': 'Not marked'}]";
      const [row] = await read(talkRow({ haystack_sessions }, context));
      return row?.questions.map(({ evidence }) => evidence);
    };
    const escaped = ["It's a\\nkayak."];
    assert.deepEqual(await evidenceOf(stands, []), [escaped, undefined]);
    assert.deepEqual(await evidenceOf([...stands, talk('gone', true)], stands), [
      undefined,
      escaped,
    ]);
    // One list for both questions: nobody can tell whose the marks are.
    assert.deepEqual(await evidenceOf(stands), [undefined, undefined]);
  });

  it('give the one question of a summary its key points, and all sets of answers', async () => {
    const { row } = await publishedRow('infbench_sum_eng_shots2', 1);
    const [whole] = await read({ ...row, answers: [['one', 'two'], ['three']] });
    assert.deepEqual(
      whole?.questions.map(({ answers, keypoints }) => ({ answers, keypoints })),
      [{ answers: ['one', 'two', 'three'], keypoints: row.metadata.keypoints }],
    );
    assert.equal(row.metadata.keypoints?.length, 5);
  });

  it('are passed over where nobody asks for them', async () => {
    const { row } = await publishedRow('eventqa_full', 1);
    assert.equal(row.metadata.previous_events?.length, 2);
    const keypoints = ['not a summary'];
    const metadata = { ...row.metadata, keypoints, question_ids: [], haystack_sessions: [] };
    const [plain] = await read({ ...row, metadata });
    assert.deepEqual(
      plain?.questions.map((question) => Object.keys(question)),
      [
        ['id', 'index', 'text', 'answers', 'qaPairId'],
        ['id', 'index', 'text', 'answers', 'qaPairId'],
      ],
    );
  });
});

describe('a row without what its judge goes by', () => {
  const types = 'single-session-user, single-session-assistant, single-session-preference, ';
  const cases: Readonly<Record<string, [Partial<PublishedMetadata>, string]>> = {
    'no types': [{ question_types: null }, 'has no question_types, by which its judge goes'],
    'no ids': [{ question_ids: null }, 'has no question_ids, which tell abstentions'],
    'an unknown type': [
      { question_types: ['multi-session', 'multi-hop'] },
      `has "multi-hop" as type of question 1, which is none of ${types}` +
        'multi-session, temporal-reasoning, knowledge-update',
    ],
    'too few types': [
      { question_types: ['multi-session'] },
      'has 2 questions and 1 question_types',
    ],
    'too many dates': [{ question_dates: ['1', '2', '3'] }, 'has 2 questions and 3 question_dates'],
    'an empty id': [{ question_ids: ['1', ''] }, 'has an empty question_ids 1'],
    'null for a type': [{ question_types: [null, 'x'] }, 'has no question_types 0'],
    'a marked turn without text': [
      { haystack_sessions: [[[{ content: null, has_answer: true, role: 'user' }]], []] },
      'has no haystack_sessions 0',
    ],
  };
  for (const [what, [metadata, problem]] of Object.entries(cases)) {
    it(`is refused by file, row, dataset and problem: ${what}`, async () => {
      await assert.rejects(read(talkRow(), talkRow(metadata)), {
        code: 'ROW_INVALID',
        message: `Row 1 (${LONGMEMEVAL}) of ${NAME} ${problem}.`,
      });
    });
  }

  it('is refused: a summary without key points', async () => {
    const { row } = await publishedRow('infbench_sum_eng_shots2', 1);
    for (const [keypoints, problem] of [
      [[], 'has no keypoints, by which its judge goes'],
      [null, 'has no keypoints, by which its judge goes'],
      [['a', ' '], 'has an empty keypoints 1'],
    ] as const) {
      await assert.rejects(read({ ...row, metadata: { ...row.metadata, keypoints } }), {
        code: 'ROW_INVALID',
        message: `Row 0 (infbench_sum_eng_shots2) of ${NAME} ${problem}.`,
      });
    }
  });
});
