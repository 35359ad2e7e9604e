import type { ColumnView, TableView } from './table-view.ts';

const GAP = '  ';

/** Lines of a table; `head` lines stand above the values. */
export interface TableLine {
  readonly kind: 'head' | 'row' | 'gap';
  readonly text: string;
}

/**
 * Draws a table in at most `width` columns. What does not fit beside the first column goes into a
 * further block below, under the first column again. A single column that is too wide is not cut.
 */
export function fitTable(table: TableView, width: number): TableLine[] {
  const widths = table.columns.map(({ title }, at) =>
    Math.max(...title.map(textWidth), ...table.rows.map((row) => textWidth(row[at] ?? ''))),
  );
  return splitColumns(widths, width).flatMap((block, at) => [
    ...(at === 0 ? [] : [{ kind: 'gap', text: '' } as const]),
    ...drawBlock(table, block, widths),
  ]);
}

/** Positions of the columns of each block, the first column in all of them. */
function splitColumns(widths: readonly number[], width: number): number[][] {
  const [first = 0, ...others] = widths;
  const blocks: number[][] = [];
  let used = 0;
  others.forEach((columnWidth, at) => {
    const needed = GAP.length + columnWidth;
    if (blocks.length === 0 || used + needed > width) {
      blocks.push([0]);
      used = first;
    }
    blocks.at(-1)?.push(at + 1);
    used += needed;
  });
  return blocks.length > 0 ? blocks : [[0]];
}

function drawBlock(
  { columns, rows }: TableView,
  block: readonly number[],
  widths: readonly number[],
): TableLine[] {
  const draw = (textOf: (at: number) => string): string =>
    block
      .map((at) => alignText(textOf(at), widths[at] ?? 0, columns[at]?.align ?? 'left'))
      .join(GAP)
      .trimEnd();
  const headLines = Math.max(...block.map((at) => columns[at]?.title.length ?? 0));
  return [
    ...Array.from({ length: headLines }, (_, line) => ({
      kind: 'head' as const,
      text: draw((at) => columns[at]?.title[line] ?? ''),
    })),
    ...rows.map((row) => ({ kind: 'row' as const, text: draw((at) => row[at] ?? '') })),
  ];
}

function alignText(text: string, width: number, align: ColumnView['align']): string {
  const padding = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + padding : padding + text;
}

/** Characters; those of double width do not occur in our tables but in names of folders. */
function textWidth(text: string): number {
  return [...text].length;
}
