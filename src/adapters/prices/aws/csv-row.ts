/**
 * One record of CSV as AWS writes it: quotes around most fields, doubled inside of them; no record
 * goes over more than one line.
 */
export function parseCsvRow(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      const [field, end] = quoted(line, at + 1);
      fields.push(field);
      at = end + 1;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma === -1 ? line.length : comma;
      fields.push(line.slice(at, end));
      at = end + 1;
    }
  }
  return fields;
}

/** @returns the field, and where the comma after it is, or the line ends. */
function quoted(line: string, start: number): [field: string, end: number] {
  let from = start;
  for (;;) {
    const quote = line.indexOf('"', from);
    if (quote === -1) return [line.slice(start), line.length];
    if (line[quote + 1] !== '"') {
      return [line.slice(start, quote).replaceAll('""', '"'), quote + 1];
    }
    from = quote + 2;
  }
}
