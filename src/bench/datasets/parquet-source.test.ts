import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AsyncBuffer, SchemaElement } from 'hyparquet';
import { parquetMetadata } from 'hyparquet';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import type { ContextRow } from '../../contracts/dataset.ts';
import { competencyOfFile, type ParquetFile } from './parquet-file.ts';
import { parquetSource } from './parquet-source.ts';
import { listOf, text } from './published-schema.ts';

/** The published schema, less the columns that nobody reads; `demo` stands for those. */
const SCHEMA: SchemaElement[] = [
  { name: 'schema', num_children: 4 },
  text('context'),
  ...listOf('questions', [text('element')]),
  ...listOf('answers', listOf('element', [text('element')])),
  { name: 'metadata', repetition_type: 'OPTIONAL', num_children: 3 },
  text('demo'),
  ...listOf('qa_pair_ids', [text('element')]),
  text('source'),
];

interface TestRow {
  readonly context: string | null;
  readonly questions: readonly (string | null)[] | null;
  readonly answers: readonly (readonly (string | null)[] | null)[] | null;
  readonly metadata: { source: string | null; qa_pair_ids?: string[] | null; demo?: string } | null;
}

const row = (changes: Partial<TestRow> = {}): TestRow => ({
  context: 'Ahab had one leg. Stubb smoked a pipe.',
  questions: ['Who smoked a pipe?', 'How many legs had Ahab?'],
  answers: [['Stubb'], ['one', '1']],
  metadata: { source: 'ruler_qa1_197K', qa_pair_ids: ['no0', 'no1'], demo: 'not read' },
  ...changes,
});

function parquetBytes(
  rows: readonly TestRow[],
  { schema = SCHEMA, rowGroupSize = 2 } = {},
): ArrayBuffer {
  const writer = new ByteWriter();
  const column = (name: keyof TestRow) => ({ name, data: rows.map((row) => row[name]) });
  parquetWrite({
    writer,
    schema,
    columnData: (['context', 'questions', 'answers', 'metadata'] as const).map(column),
    codec: 'UNCOMPRESSED',
    rowGroupSize,
    pageSize: 64,
  });
  return writer.getBuffer();
}

const NAME = 'Accurate_Retrieval-00000-of-00001.parquet';

function fileOf(bytes: ArrayBuffer, name = NAME, slices: [number, number][] = []): ParquetFile {
  const buffer: AsyncBuffer = {
    byteLength: bytes.byteLength,
    slice(start, end = bytes.byteLength) {
      slices.push([start, end]);
      return bytes.slice(start, end);
    },
  };
  const competency = competencyOfFile(name);
  assert.ok(competency);
  return { name, competency, open: async () => buffer };
}

const sourceOf = (...files: ParquetFile[]) => parquetSource({ label: 'the test folder', files });

async function collect(rows: AsyncIterable<ContextRow>): Promise<ContextRow[]> {
  const all: ContextRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function readAll(file: ParquetFile, dataset = 'ruler_qa1_197K'): Promise<ContextRow[]> {
  return collect(sourceOf(file).rows(dataset));
}

describe('parquetSource', () => {
  it('gives a row of the published layout with ids of its own and all gold answers', async () => {
    assert.deepEqual(await readAll(fileOf(parquetBytes([row()]))), [
      {
        dataset: 'ruler_qa1_197K',
        competency: 'accurate-retrieval',
        contextId: 'ruler_qa1_197K#0',
        context: 'Ahab had one leg. Stubb smoked a pipe.',
        // printf 'Ahab had one leg. Stubb smoked a pipe.' | sha256sum
        contextSha256: '74e60fd1cfbff7647178843f30063e2fb74760bc01cc60e229acbea9ec66bb1e',
        questions: [
          {
            id: 'ruler_qa1_197K#0/q0',
            index: 0,
            text: 'Who smoked a pipe?',
            answers: ['Stubb'],
            qaPairId: 'no0',
          },
          {
            id: 'ruler_qa1_197K#0/q1',
            index: 1,
            text: 'How many legs had Ahab?',
            answers: ['one', '1'],
            qaPairId: 'no1',
          },
        ],
        status: 'unverified',
      },
    ]);
  });

  it('numbers the rows of a dataset over row groups and files, in file order', async () => {
    const first = [
      row({ context: 'a' }),
      row({ context: 'b', metadata: { source: 'eventqa_full' } }),
    ];
    const source = sourceOf(
      fileOf(
        parquetBytes([...first, row({ context: 'c' })]),
        'Accurate_Retrieval-00000-of-00002.parquet',
      ),
      fileOf(parquetBytes([row({ context: 'd' })]), 'Accurate_Retrieval-00001-of-00002.parquet'),
    );
    const rows = await collect(source.rows('ruler_qa1_197K'));
    assert.deepEqual(
      rows.map(({ contextId, context }) => [contextId, context]),
      [
        ['ruler_qa1_197K#0', 'a'],
        ['ruler_qa1_197K#1', 'c'],
        ['ruler_qa1_197K#2', 'd'],
      ],
    );
  });

  it('reads every row of a file with many pages alone and whole', async () => {
    const contexts = Array.from({ length: 9 }, (_, index) => `${index} `.repeat(20 + index));
    const rows = contexts.map((context) => row({ context }));
    for (const rowGroupSize of [1, 2, 9]) {
      const read = await readAll(fileOf(parquetBytes(rows, { rowGroupSize })));
      assert.deepEqual(
        read.map(({ context }) => context),
        contexts,
      );
    }
  });

  it('keeps text as it is: byte order mark, line ends, outer spaces, composed and split accents', async () => {
    const context = '\uFEFF one\r\n two\u0000 é e\u0301 🐋 ';
    const [read] = await readAll(fileOf(parquetBytes([row({ context })])));
    assert.equal(read?.context, context);
  });

  it('leaves out qa_pair_ids that are missing or not one per question', async () => {
    for (const qa_pair_ids of [null, ['only one']]) {
      const metadata = { source: 'ruler_qa1_197K', qa_pair_ids };
      const [read] = await readAll(fileOf(parquetBytes([row({ metadata })])));
      assert.deepEqual(
        read?.questions.map(({ qaPairId }) => qaPairId),
        [undefined, undefined],
      );
    }
  });

  it('lists datasets with their rows and questions', async () => {
    const other = row({ metadata: { source: 'icl_nlu_8296shot_balance' }, questions: ['x'] });
    const source = sourceOf(
      fileOf(parquetBytes([row(), row()])),
      fileOf(parquetBytes([other]), 'Test_Time_Learning-00000-of-00001.parquet'),
    );
    assert.deepEqual(await source.list(), [
      { dataset: 'ruler_qa1_197K', competency: 'accurate-retrieval', rows: 2, questions: 4 },
      {
        dataset: 'icl_nlu_8296shot_balance',
        competency: 'test-time-learning',
        rows: 1,
        questions: 1,
      },
    ]);
  });

  it('fetches neither contexts nor other columns to list datasets', async () => {
    const context = 'Call me Ishmael. '.repeat(20_000);
    const bytes = parquetBytes([row({ context })]);
    const slices: [number, number][] = [];
    await sourceOf(fileOf(bytes, NAME, slices)).list();
    const column = parquetMetadata(bytes).row_groups[0]?.columns[0]?.meta_data;
    assert.deepEqual(column?.path_in_schema, ['context']);
    const start = Number(column.data_page_offset);
    const end = start + Number(column.total_compressed_size);
    const touched = slices.reduce(
      (sum, slice) => sum + Math.max(0, Math.min(end, slice[1]) - Math.max(start, slice[0])),
      0,
    );
    // The first read of the footer, 64 KiB from the end, may reach a little into the context.
    assert.ok(touched <= 64 * 1024 && end - start > 300_000, `${touched} of ${end - start} bytes`);
  });

  it('opens each file once', async () => {
    const file = fileOf(parquetBytes([row(), row()]));
    let opened = 0;
    const source = sourceOf({
      ...file,
      open: () => {
        opened += 1;
        return file.open();
      },
    });
    await source.list();
    await collect(source.rows('ruler_qa1_197K'));
    await collect(source.rows('ruler_qa1_197K'));
    assert.equal(opened, 1);
  });

  it('names the nearest dataset for one that the files do not hold', async () => {
    await assert.rejects(readAll(fileOf(parquetBytes([row()])), 'ruler_qa1_197k'), {
      code: 'DATASET_UNKNOWN',
      message: 'There is no dataset "ruler_qa1_197k" in the test folder.',
      hint: 'Did you mean ruler_qa1_197K?',
    });
  });
});

describe('parquetSource, given a row that cannot be used', () => {
  const cases: Readonly<Record<string, [Partial<TestRow>, string]>> = {
    'no context': [{ context: null }, 'has no context'],
    'an empty context': [{ context: ' \n' }, 'has an empty context'],
    'no questions': [{ questions: [], answers: [] }, 'has no questions'],
    'null for questions': [{ questions: null, answers: null }, 'has no questions'],
    'fewer answers than questions': [
      { answers: [['Stubb']] },
      'has 2 questions and 1 sets of answers, which have to be as many',
    ],
    'a question without answers': [{ answers: [['Stubb'], []] }, 'has no answer to question 1'],
    'null for answers': [{ answers: [null, ['one']] }, 'has no answer to question 0'],
    'an empty answer': [{ answers: [['Stubb'], ['']] }, 'has an empty answer to question 1'],
    'an empty question': [{ questions: ['', 'b'] }, 'has an empty question 0'],
    'null for a question': [{ questions: ['a', null] }, 'has no question 1'],
  };
  for (const [what, [changes, problem]] of Object.entries(cases)) {
    it(`names file, row, dataset and problem: ${what}`, async () => {
      await assert.rejects(readAll(fileOf(parquetBytes([row(), row(changes)]))), {
        code: 'ROW_INVALID',
        message: `Row 1 (ruler_qa1_197K) of ${NAME} ${problem}.`,
        details: { file: NAME, row: 1, dataset: 'ruler_qa1_197K' },
      });
    });
  }

  it('says which row has no source', async () => {
    const bytes = parquetBytes([row(), row({ metadata: null })]);
    await assert.rejects(sourceOf(fileOf(bytes)).list(), {
      code: 'ROW_INVALID',
      message: `Row 1 of ${NAME} has no metadata.source.`,
    });
  });

  for (const [what, marker] of [
    ['context', 'BAD-CONTEXT'],
    ['question 0', 'BAD-QUESTION'],
    ['answer to question 1', 'BAD-ANSWER'],
  ] as const) {
    it(`refuses bytes that are not UTF-8 in its ${what}, and reads the row before`, async () => {
      const bad = row({
        context: `BAD-CONTEXT ${'x'.repeat(20)}`,
        questions: ['BAD-QUESTION', 'b'],
        answers: [['a'], ['BAD-ANSWER']],
      });
      const bytes = parquetBytes([row(), bad]);
      spoil(bytes, marker);
      const rows = sourceOf(fileOf(bytes)).rows('ruler_qa1_197K')[Symbol.asyncIterator]();
      assert.equal((await rows.next()).value?.context, row().context);
      await assert.rejects(rows.next(), {
        code: 'ROW_INVALID',
        message: `Row 1 (ruler_qa1_197K) of ${NAME} has bytes in its ${what} that are not UTF-8.`,
      });
    });
  }
});

/** Overwrites the first letter of every occurrence with a byte that UTF-8 never has. */
function spoil(bytes: ArrayBuffer, marker: string): void {
  const buffer = Buffer.from(bytes);
  let at = buffer.indexOf(marker);
  assert.ok(at >= 0);
  for (; at >= 0; at = buffer.indexOf(marker, at)) buffer[at] = 0xff;
}

describe('parquetSource, given a file that cannot be read', () => {
  const unreadable = async (bytes: ArrayBuffer, problem: RegExp) => {
    await assert.rejects(sourceOf(fileOf(bytes)).list(), (error: Error) => {
      assert.match(error.message, new RegExp(`^Cannot read ${NAME}: `));
      assert.match(error.message, problem);
      assert.equal((error as Error & { code?: string }).code, 'DATA_UNREADABLE');
      return true;
    });
  };

  it('says so when it is no parquet file', () =>
    unreadable(
      new TextEncoder().encode('version https://example.org/spec/v1 '.repeat(9)).buffer,
      /parquet/,
    ));
  it('says so when it is empty', () => unreadable(new ArrayBuffer(0), /parquet|bounds|byteLength/));
  it('says so when it was cut off', () =>
    unreadable(parquetBytes([row()]).slice(0, -100), /parquet/));

  it('says so when its pages are damaged', async () => {
    const bytes = parquetBytes([row()]);
    new Uint8Array(bytes).fill(0xff, 4, 60);
    await assert.rejects(readAll(fileOf(bytes)), { code: 'DATA_UNREADABLE' });
  });

  it('names a column that is missing', () => {
    const schema = SCHEMA.map((element) =>
      element.name === 'context' ? { ...element, name: 'text' } : element,
    );
    const rows = [{ ...row(), text: 'a' }] as unknown as TestRow[];
    const writer = new ByteWriter();
    const columnData = (['text', 'questions', 'answers', 'metadata'] as const).map((name) => ({
      name,
      data: rows.map((row) => (row as unknown as Record<string, unknown>)[name]),
    }));
    parquetWrite({ writer, schema, columnData });
    return unreadable(writer.getBuffer(), /it has no column "context"/);
  });

  it('names a column of another type', () => {
    const flatAnswers = SCHEMA.toSpliced(5, 5, ...listOf('answers', [text('element')]));
    const rows = [{ ...row(), answers: ['Stubb', 'one'] }] as unknown as TestRow[];
    return unreadable(
      parquetBytes(rows, { schema: flatAnswers }),
      /its column "answers" is not a list of lists of texts/,
    );
  });

  it('passes on what the caller says about its own files', async () => {
    const open = () => Promise.reject(new Error('EACCES: permission denied'));
    const file: ParquetFile = { name: NAME, competency: 'accurate-retrieval', open };
    await assert.rejects(sourceOf(file).list(), {
      code: 'DATA_UNREADABLE',
      message: `Cannot read ${NAME}: EACCES: permission denied.`,
    });
  });
});

describe('competencyOfFile', () => {
  it('goes by the prefix of the published file names', () => {
    assert.deepEqual(
      [
        'Accurate_Retrieval-00000-of-00001.parquet',
        'Test_Time_Learning-00000-of-00001.parquet',
        'Long_Range_Understanding-00000-of-00002.parquet',
        'Conflict_Resolution-00000-of-00001.parquet',
        'Conflict_Resolution-00000-of-00001.json',
        'README.md',
        'toString-1.parquet',
      ].map(competencyOfFile),
      [
        'accurate-retrieval',
        'test-time-learning',
        'long-range-understanding',
        'conflict-resolution',
        undefined,
        undefined,
        undefined,
      ],
    );
  });
});
