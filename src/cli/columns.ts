type Rows = readonly (readonly string[])[];

/**
 * Rows of text in columns of equal width, the first row being the heads. Numbers stay as they are.
 *
 * @param width  Columns that do not fit into it follow below, in tables that repeat the first one.
 */
export function alignColumns(rows: Rows, width = Number.POSITIVE_INFINITY): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => [...(row[at] ?? '')].length)),
  );
  return columnGroups(widths, width)
    .map((group) =>
      aligned(
        rows.map((row) => group.map((at) => row[at] ?? '')),
        group.map((at) => widths[at] ?? 0),
      ),
    )
    .join('\n');
}

/** Which columns stand beside each other. */
function columnGroups(widths: readonly number[], width: number): number[][] {
  const groups: number[][] = [[]];
  let used = 0;
  for (const [at, own] of widths.entries()) {
    const last = groups.at(-1) ?? [];
    if (last.length > 1 && used + own > width) {
      groups.push([0, at]);
      used = (widths[0] ?? 0) + GAP.length + own + GAP.length;
    } else {
      last.push(at);
      used += own + GAP.length;
    }
  }
  return groups;
}

const GAP = '  ';

function aligned(rows: Rows, widths: readonly number[]): string {
  return rows
    .map((row) =>
      row
        .map((text, at) => text + ' '.repeat((widths[at] ?? 0) - [...text].length))
        .join(GAP)
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
