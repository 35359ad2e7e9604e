import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parquetReadObjects } from 'hyparquet';
import { HOSTILE, SAMPLE_CELL, SAMPLE_ROWS, sampleReport } from './__fixtures__/sample-rows.ts';
import { cellTable } from './cell-table.ts';
import { createQuestionTable } from './question-table.ts';
import { tableCsv } from './table-csv.ts';
import { tableParquet } from './table-parquet.ts';

const table = createQuestionTable('sample-0123456789abcdef');
table.add(SAMPLE_ROWS);

const FIRST = {
  run_id: 'sample-0123456789abcdef',
  ...{ cell_id: 'c1', method: 'bm25', profile: 'current', settings: 'topK=3', control_arm: false },
  ...{ dataset: 'facts_6k', row_status: 'open-corpus', context_id: 'facts_6k#0', trial: 1n },
  question_id: 'facts_6k#0/q0',
  question: 'Who, "in fact", sails?',
  accepted_answers_json: '["Ada","Ada L."]',
  ...{ answer: 'Ada', parsed: 'Ada', outcome: 'right', metric: 'exact_match', score: 1 },
  ...{ judge_outcome: 'unscored', judge_code: 'JUDGE_NO_QUORUM' },
  judge_verdicts_json:
    '{"a":{"outcome":"scored","scores":{"judge_accuracy":1},"repaired":true},' +
    '"b":{"outcome":"unscored","code":"JUDGE_UNREADABLE","said":"Oui, \\"bien sûr\\""}}',
  ...{ answer_seen: true, finish: 'stop', error_code: null, error_message: null },
  ...{ retrieved: 2n, retrieved_sources_json: '[["facts_6k#0#c4"],["facts_6k#0#c1"]]' },
  ...{ dropped_tokens: 0n, input_tokens: 90n, cached_input_tokens: 8n, cache_write_tokens: 2n },
  ...{ output_tokens: 5n, reasoning_tokens: 1n, embedded_tokens: 0n, usage_source: 'reported' },
  ...{ standalone_pico_usd: 1_500_000_000n, model_ms: 12.5, local_ms: 0.25, replayed: false },
  routes_json: '["azure"]',
  ...{ score_exact_match: 1, score_f1: 0.5 },
};

const SECOND = {
  ...FIRST,
  ...{ question_id: 'facts_6k#0/q1', question: HOSTILE, answer: HOSTILE, parsed: HOSTILE },
  ...{ judge_outcome: null, judge_code: null, judge_verdicts_json: null },
  ...{ outcome: 'missed', score: 0, answer_seen: false, finish: 'length', retrieved: 1n },
  ...{ retrieved_sources_json: '[["facts_6k#0#c4"]]', model_ms: 20, local_ms: 0, replayed: true },
  routes_json: '[]',
  ...{ score_exact_match: 0, score_f1: null },
};

test('parquet has a row per question, whatever its texts hold, and null for what is missing', async () => {
  const bytes = tableParquet(table.finish());
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = await parquetReadObjects({ file: file as ArrayBuffer });
  assert.deepEqual(rows, [FIRST, SECOND]);
});

test('CSV has the same rows; a comma, a quote or a line feed puts a value in quotes', () => {
  const text = tableCsv(table.finish());
  const rows = readCsv(text);
  const written = [FIRST, SECOND].map((row) =>
    Object.values(row).map((value) => (value === null ? '' : String(value))),
  );
  assert.deepEqual(rows, [Object.keys(FIRST), ...written]);
  assert.ok(text.includes(',"Who, ""in fact"", sails?",'));
});

test('a table without rows has a line of names', () => {
  assert.equal(tableCsv({ columns: [{ name: 'a', type: 'text', values: [] }] }), 'a\r\n');
  assert.equal(
    tableCsv({
      columns: [
        { name: 'a', type: 'text', values: ['', undefined, 'x\ny'] },
        { name: 'b', type: 'integer', values: [1n, undefined, -9_007_199_254_740_993n] },
      ],
    }),
    'a,b\r\n"",1\r\n,\r\n"x\ny",-9007199254740993\r\n',
  );
});

test('a blank cell has its reason and no score', () => {
  const { score: _score, latencyMs: _latency, ...unscored } = SAMPLE_CELL;
  const blank = {
    ...unscored,
    cellId: 'c2',
    outcome: 'blank' as const,
    reason: 'The server, down.',
  };
  const [names = [], scored = [], second = []] = readCsv(
    tableCsv(cellTable(sampleReport([SAMPLE_CELL, blank]))),
  );
  const of = (row: readonly string[], name: string): string | undefined => row[names.indexOf(name)];
  const wanted = [
    'cell_id',
    'score',
    'score_low',
    'blank_reason',
    'questions_missed',
    'latency_p50_ms',
  ];
  assert.deepEqual(
    wanted.map((name) => of(scored, name)),
    ['c1', '0.5', '0.1', '', '1', '12.75'],
  );
  assert.deepEqual(
    wanted.map((name) => of(second, name)),
    [...['c2', '', '', 'The server, down.', '1', '']],
  );
});

/** RFC 4180 as its grammar has it, one character after another. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let value = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quoted && character === '"' && text[at + 1] === '"') {
      value += '"';
      at += 1;
    } else if (character === '"') quoted = !quoted;
    else if (quoted) value += character;
    else if (character === ',') {
      rows.at(-1)?.push(value);
      value = '';
    } else if (character === '\r') {
      rows.at(-1)?.push(value);
      value = '';
      at += 1;
      rows.push([]);
    } else value += character;
  }
  return rows.slice(0, -1);
}
