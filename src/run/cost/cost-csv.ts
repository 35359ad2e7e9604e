import type { CostLine, CostReport, SpentBy } from '../../contracts/cost-report.ts';
import { exactUsd } from '../../core/money.ts';
import { FOCUS_COLUMNS, type FocusRow } from '../../cost/meter/focus/focus-row.ts';
import { type ColumnOf, column, type DataTable } from '../report-format/data-table.ts';
import { tableCsv } from '../report-format/table-csv.ts';

/** The rows of FOCUS as a file. */
export function focusCsvText(rows: readonly FocusRow[]): string {
  const columns = FOCUS_COLUMNS.map((name) => column<FocusRow>(name, 'text', (row) => row[name]));
  return tableCsv(tableOf(columns, rows));
}

/** A line of a table of the report, with the respect that it is told apart in. */
interface CsvRow {
  readonly by: readonly SpentBy[];
  readonly line: CostLine;
}

/** Each table of the report, a row per line; names are stable: programs read them. */
export function costCsvText({ tables }: CostReport): string {
  const rows = tables.flatMap(({ by, lines }) => lines.map((line) => ({ by, line })));
  const [only] = tables.length === 1 ? tables : [];
  return tableCsv(tableOf([...nameColumns(only?.by), ...AMOUNTS], rows));
}

/** A column for each respect of one table; the tables of an overview share two. */
function nameColumns(by: readonly SpentBy[] | undefined): ColumnOf<CsvRow>[] {
  if (by) return by.map((each, at) => column(each, 'text', ({ line }) => line.names[at]));
  return [
    column('by', 'text', (row) => row.by.join('+')),
    column('name', 'text', ({ line }) => line.names.join(', ')),
  ];
}

const amount = (name: string, of: (line: CostLine) => bigint | undefined): ColumnOf<CsvRow> =>
  column(name, 'text', ({ line }) => {
    const picoUsd = of(line);
    return picoUsd === undefined ? undefined : exactUsd(picoUsd);
  });

const count = (name: string, of: (line: CostLine) => number | undefined): ColumnOf<CsvRow> =>
  column(name, 'integer', ({ line }) => {
    const value = of(line);
    return value === undefined ? undefined : BigInt(value);
  });

const AMOUNTS: readonly ColumnOf<CsvRow>[] = [
  amount('paid_usd', ({ paidPicoUsd }) => paidPicoUsd),
  column('share', 'number', ({ line }) => line.share),
  amount('standalone_usd', ({ standalone }) => standalone?.picoUsd),
  amount('unknown_usd_max', ({ unknownPicoUsd }) => unknownPicoUsd),
  amount('open_usd_max', ({ openPicoUsd }) => openPicoUsd),
  amount('imported_usd', ({ importedPicoUsd }) => importedPicoUsd),
  count('sends_reply', ({ sends }) => sends.reply),
  count('sends_error', ({ sends }) => sends.error),
  count('sends_unknown', ({ sends }) => sends.unknown),
  count('sends_open', ({ sends }) => sends.open),
  count('sends_imported', ({ sends }) => sends.imported),
  count('uncached_tokens', ({ tokens }) => tokens.uncached),
  count('cached_tokens', ({ tokens }) => tokens.cached),
  count('cache_write_tokens', ({ tokens }) => tokens.cacheWrite),
  count('output_tokens', ({ tokens }) => tokens.output),
  count('reasoning_tokens', ({ tokens }) => tokens.reasoning),
  count('embedded_tokens', ({ tokens }) => tokens.embedded),
  count('standalone_calls', ({ standalone }) => standalone?.calls),
  count('answered', ({ answers }) => answers?.answered),
  count('right', ({ answers }) => answers?.right),
];

function tableOf<Row>(columns: readonly ColumnOf<Row>[], rows: readonly Row[]): DataTable {
  return {
    columns: columns.map(({ name, type, value }) => ({ name, type, values: rows.map(value) })),
  };
}
