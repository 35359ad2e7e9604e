import { cpus, totalmem } from 'node:os';

/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly ours: string;
  /** What it is compared with, and its figure; empty for none. */
  readonly other: string;
  /** The bar, as the project set it; empty for none. */
  readonly bar: string;
  readonly result: string;
  /** Undefined where there is no bar, or nothing could be measured. */
  readonly met?: boolean;
}

export interface Benchmark {
  readonly name: string;
  /** @param folder  An empty folder, gone afterwards. */
  measure(folder: string): Promise<readonly Line[]>;
  /** A page that ends with a table of this benchmark, which `measure` leaves in the folder. */
  readonly page?: { readonly path: string; readonly tableFile: string };
}

export interface Outcome {
  readonly benchmark: Benchmark;
  readonly lines: readonly Line[];
}

/** The table in Markdown, with the machine that it was made on. */
export function benchmarkPage(outcomes: readonly Outcome[]): string {
  const [processor] = cpus();
  const machine =
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ` +
    `${cpus().length} × ${processor?.model.trim() ?? 'processor'}, ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB.`;
  const rows = outcomes.flatMap(({ benchmark, lines }) =>
    lines.map(({ what, ours, other, bar, result, met }) => {
      const verdict = met === undefined ? '' : met ? 'met' : 'MISSED';
      const command = `\`npm run bench -- ${benchmark.name}\``;
      return `| ${[what, ours, other, result, bar, verdict, command].join(' | ')} |`;
    }),
  );
  return [
    machine,
    '',
    '| what | ours | compared with | result | bar | | command |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/**
 * A table with the rows of an earlier one for what was not measured now.
 *
 * @param names  All benchmarks, in the order of the table.
 */
export function withOtherRows(table: string, earlier: string, names: readonly string[]): string {
  const lines = table.split('\n');
  const measured = new Set(lines.map(nameOf));
  const kept = earlier.split('\n').filter((line) => isRow(line) && !measured.has(nameOf(line)));
  const place = (line: string): number => names.indexOf(nameOf(line));
  const rows = [...lines.filter(isRow), ...kept].sort((a, b) => place(a) - place(b));
  return [...lines.filter((line) => line !== '' && !isRow(line)), ...rows, '']
    .join('\n')
    .replace('| what |', '\n| what |');
}

const COMMAND = /`npm run bench -- (\S+)` \|$/;

function isRow(line: string): boolean {
  return COMMAND.test(line);
}

function nameOf(line: string): string {
  return line.match(COMMAND)?.[1] ?? '';
}
