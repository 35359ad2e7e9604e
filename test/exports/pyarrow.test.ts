import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SAMPLE_ROWS } from '../../src/run/report-format/__fixtures__/sample-rows.ts';
import { createQuestionTable } from '../../src/run/report-format/question-table.ts';
import { tableCsv } from '../../src/run/report-format/table-csv.ts';
import { tableParquet } from '../../src/run/report-format/table-parquet.ts';

/** The exports, read by the program that most people read them with. */
const python = process.env.MAB_PYTHON;
const skip = python === undefined && 'MAB_PYTHON names no Python with pyarrow and pandas';

const folder = await mkdtemp(join(tmpdir(), 'mab-exports-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Rows of both files as JSON; pandas is told to leave text and numbers as they stand. */
const READ = `
import json, sys, pandas, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
csv = pandas.read_csv(sys.argv[2], keep_default_na=False, dtype=str)
print(json.dumps({
    "rows": table.to_pylist(),
    "types": {field.name: str(field.type) for field in table.schema},
    "csv": csv.to_dict("records"),
}))`;

test('pyarrow and pandas read the same table from parquet and from CSV', { skip }, async () => {
  const collector = createQuestionTable('sample-0123456789abcdef');
  collector.add(SAMPLE_ROWS);
  const table = collector.finish();
  const [parquet, csv] = [join(folder, 'rows.parquet'), join(folder, 'rows.csv')];
  await writeFile(parquet, tableParquet(table));
  await writeFile(csv, tableCsv(table));
  const output = execFileSync(python ?? '', ['-c', READ, parquet, csv], { encoding: 'utf8' });
  const read = JSON.parse(output);
  const types = { text: 'string', integer: 'int64', number: 'double', boolean: 'bool' };
  assert.deepEqual(
    read.types,
    Object.fromEntries(table.columns.map(({ name, type }) => [name, types[type]])),
  );
  const rowOf = (at: number, as: (value: unknown) => unknown) =>
    Object.fromEntries(table.columns.map(({ name, values }) => [name, as(values[at])]));
  const plain = (value: unknown): unknown =>
    typeof value === 'bigint' ? Number(value) : (value ?? null);
  const text = (value: unknown): unknown => (value === undefined ? '' : String(value));
  assert.deepEqual(read.rows, [rowOf(0, plain), rowOf(1, plain)]);
  assert.deepEqual(read.csv, [rowOf(0, text), rowOf(1, text)]);
});
