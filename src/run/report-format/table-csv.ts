import type { DataTable, DataValue } from './data-table.ts';

/**
 * A table as CSV: a line of names, a comma between values, CR LF behind each line, a missing value
 * empty. Text is as it was, also where a spreadsheet would take it for a formula.
 * Source: RFC 4180.
 */
export function tableCsv({ columns }: DataTable): string {
  const lines = [columns.map(({ name }) => name).join(',')];
  const rows = columns[0]?.values.length ?? 0;
  for (let row = 0; row < rows; row++) {
    lines.push(columns.map(({ values }) => csvText(values[row])).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function csvText(value: DataValue): string {
  const text = value === undefined ? '' : String(value);
  // An empty text is quoted, which tells it from a missing one.
  return value === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
