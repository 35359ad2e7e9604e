import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../../core/hashing.ts';
import { checkFileRows, fileSource } from '../files/file-source.ts';
import { readLines } from '../files/json-lines.ts';
import type { TextFile } from '../files/text-file.ts';
import { ownEntry } from './own-catalog.ts';
import { ownRows } from './own-rows.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** In pieces of three bytes, so that lines and characters lie across them. */
function fileOf(content: string | Uint8Array, piece = 3): TextFile {
  const bytes = typeof content === 'string' ? encode(content) : content;
  return {
    name: 'mine.jsonl',
    async *open() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}

const rowsOf = (content: string | Uint8Array) => ownRows('mine.jsonl', [fileOf(content)]);

async function problemsOf(content: string | Uint8Array): Promise<string[]> {
  const found = await collect(checkFileRows(rowsOf(content)));
  return found.map((check) => ('problem' in check ? `${check.code}: ${check.problem}` : 'good'));
}

const CONTEXT = 'Ann lives in Zürich. Ben lives in Rome.';
const SIMPLE = { context: CONTEXT, questions: [{ question: 'Where is Ben?', answers: ['Rome'] }] };
const line = (changes: object = {}): string => JSON.stringify({ ...SIMPLE, ...changes });

describe('a user’s rows', () => {
  it('become contexts with all that a line says', async () => {
    const asked = { question: 'Where is Ann?', answers: ['Zürich', 'Zurich'], id: 'a' };
    const facts = { type: 'place', evidence: ['Ann lives in Zürich.'], date: '3 May 2026' };
    const content = line({ task: 'qa', dataset: 'people', questions: [{ ...asked, ...facts }] });
    const source = fileSource(rowsOf(`\uFEFF${line()}\r\n \t\r\n${content}\r\n`));
    assert.deepEqual(await source.list(), [
      { dataset: 'own_qa', competency: 'accurate-retrieval', rows: 1, questions: 1 },
      { dataset: 'own_qa_people', competency: 'accurate-retrieval', rows: 1, questions: 1 },
    ]);
    assert.deepEqual(await collect(source.rows('own_qa_people')), [
      {
        ...{ dataset: 'own_qa_people', competency: 'accurate-retrieval' },
        ...{ contextId: 'own_qa_people#0', context: CONTEXT, contextSha256: sha256(CONTEXT) },
        status: 'own-data',
        questions: [
          {
            ...{ id: 'own_qa_people#0/q0', index: 0, text: 'Where is Ann?' },
            ...{ answers: ['Zürich', 'Zurich'], sourceId: 'a', ...facts },
          },
        ],
      },
    ]);
  });

  it('may be conversations, whose dates stand in the context', async () => {
    const turns = [
      { role: 'user', content: 'I moved to Oslo.' },
      { role: 'assistant', content: 'Congratulations!' },
    ];
    const sessions = [{ date: '1 May 2026', turns }, { turns: [{ role: 'Bo', content: 'Hi.' }] }];
    const source = fileSource(rowsOf(line({ context: undefined, sessions })));
    const [row] = await collect(source.rows('own_qa'));
    assert.equal(
      row?.context,
      'Session 1, 1 May 2026\nuser: I moved to Oslo.\nassistant: Congratulations!\n\n' +
        'Session 2\nBo: Hi.',
    );
  });

  it('are refused one by one, by line and field, and the others are still read', async () => {
    const latin1 = Uint8Array.from([...encode('{"a":"'), 0xfc, ...encode('"}\n')]);
    const bad = [
      '{"context": "A",',
      line({ task: 'quiz' }),
      line({ contxt: 'A' }),
      line({ context: undefined }),
      line({ sessions: [{ turns: [{ role: 'a', content: 'b' }] }] }),
      line({ questions: [{ question: 'Q?', answers: [] }] }),
      line({ questions: [{ question: 'Q?', answers: [' '] }] }),
      line({ questions: [{ answers: ['A'] }] }),
      line({ questions: [] }),
      line({ task: 'summary' }),
      line({ task: 'label' }),
      line({ dataset: 'My Data' }),
    ];
    const rest = encode([...bad, line({ id: 'x' }), line({ id: 'x' }), line()].join('\n'));
    assert.deepEqual(await problemsOf(Uint8Array.from([...latin1, ...rest])), [
      'ROW_INVALID: Line 1 of mine.jsonl is not UTF-8 at byte 7: save the file as UTF-8.',
      'ROW_INVALID: Line 2 of mine.jsonl is not JSON: Expected double-quoted property name in ' +
        'JSON at position 16 (line 1 column 17).',
      'ROW_INVALID: Line 3 of mine.jsonl is not a row: task: Invalid option: expected one of ' +
        '"qa"|"facts"|"choice"|"label"|"summary".',
      'ROW_INVALID: Line 4 of mine.jsonl is not a row: Unrecognized key: "contxt".',
      'ROW_INVALID: Line 5 of mine.jsonl is not a row: needs exactly one of context and sessions.',
      'ROW_INVALID: Line 6 of mine.jsonl is not a row: needs exactly one of context and sessions.',
      'ROW_INVALID: Line 7 of mine.jsonl is not a row: questions[0].answers: must not be empty.',
      'ROW_INVALID: Line 8 of mine.jsonl is not a row: questions[0].answers[0]: must not be empty.',
      'ROW_INVALID: Line 9 of mine.jsonl is not a row: questions[0].question: is missing or of ' +
        'the wrong type.',
      'ROW_INVALID: Line 10 of mine.jsonl is not a row: questions: must not be empty.',
      'ROW_INVALID: Line 11 of mine.jsonl is not a row: questions[0].keypoints: is needed for a ' +
        'summary: its judge goes by them.',
      'ROW_INVALID: Line 12 of mine.jsonl is not a row: questions[0].answers: must be the number ' +
        'of a label, as digits.',
      'ROW_INVALID: Line 13 of mine.jsonl is not a row: dataset: must be lower-case letters, ' +
        'digits and -, at most 40.',
      'good',
      'ROW_INVALID: Line 15 of mine.jsonl has the id "x", as Line 14 of mine.jsonl has.',
      'good',
    ]);
  });

  it('are refused for two questions of one id, and warned of for evidence that is not there', async () => {
    const question = { id: 'q', question: 'Q?', answers: ['A'] };
    assert.deepEqual(await problemsOf(line({ questions: [question, question] })), [
      'ROW_INVALID: Line 1 of mine.jsonl has two questions with the id "q".',
    ]);
    const evidence = ['Ben lives in Rome.', 'Cid lives in Lima.'];
    const content = line({ questions: [{ ...question, evidence }] });
    const [found] = await collect(checkFileRows(rowsOf(content)));
    assert.deepEqual(found && 'warnings' in found && found.warnings, [
      'Evidence of question 0 ("q") does not stand in the context word for word; the oracle does ' +
        'without it.',
    ]);
    const [row] = await collect(fileSource(rowsOf(content)).rows('own_qa'));
    assert.equal(row?.questions[0]?.evidence, undefined);
  });

  it('stop a run at the first bad line, and at a dataset that is not there', async () => {
    const all = (content: string, dataset: string) =>
      collect(fileSource(rowsOf(content)).rows(dataset));
    await assert.rejects(all(`${line()}\n{`, 'own_qa'), { code: 'ROW_INVALID' });
    await assert.rejects(all(line(), 'own_facts'), {
      code: 'DATASET_UNKNOWN',
      hint: 'It holds own_qa.',
    });
  });

  it('are missing where a file is empty', async () => {
    for (const content of ['', '\n \r\n', '\uFEFF']) {
      await assert.rejects(problemsOf(content), {
        code: 'DATA_UNREADABLE',
        message: 'mine.jsonl is empty.',
      });
    }
  });

  it('may be as long as 800,000 tokens in one line, but not longer than the limit', async () => {
    const long = 'All work and no play. '.repeat(150_000);
    const file = fileOf(line({ context: long }), 65_536);
    const [row] = await collect(fileSource(ownRows('x', [file])).rows('own_qa'));
    assert.equal(row?.context.length, long.length);
    await assert.rejects(collect(readLines(fileOf('a\nabcdef\n'), 5)), {
      message: 'Line 2 of mine.jsonl is longer than 5 bytes.',
    });
  });
});

describe('ids of a user’s datasets', () => {
  it('are a task, and the name that rows give', () => {
    const found = ['own_qa', 'own_label_a-1', 'own_quiz', 'own_qa_', 'own_qa_a_b', 'qa'].map(
      (id) => ownEntry(id)?.family,
    );
    assert.deepEqual(found, ['own-qa', 'icl', undefined, undefined, undefined, undefined]);
  });
});
