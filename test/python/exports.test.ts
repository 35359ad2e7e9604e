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

/** The exports, read by pyarrow and by Python's own CSV reader. */
const python = process.env.MAB_PYTHON;
const skip = python ? false : 'MAB_PYTHON does not name a Python with the packages';

const folder = await mkdtemp(join(tmpdir(), 'mab-exports-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Rows of both files as JSON. */
const READ = `
import csv, json, sys, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
rows = list(csv.DictReader(open(sys.argv[2], newline="", encoding="utf-8")))
print(json.dumps({
    "rows": table.to_pylist(),
    "types": {field.name: str(field.type) for field in table.schema},
    "csv": rows,
}))`;

test('pyarrow and csv read the same table from parquet and from CSV', { skip }, async () => {
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
