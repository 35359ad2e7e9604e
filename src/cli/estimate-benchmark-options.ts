import { InvalidArgumentError, Option } from 'commander';

/** Options of `mab estimate` for the benchmark as a whole, without a configuration. */
export function estimateBenchmarkOptions(): Option[] {
  return [
    new Option(
      '--benchmark [datasets]',
      'all of the published benchmark instead, from shipped counts of its rows: paper or all',
    )
      .choices(['paper', 'all'])
      .preset('paper'),
    new Option(
      '--methods <ids>',
      'with --benchmark: formulas, separated by commas; default: the paper’s main table',
    ).argParser(parseNames),
    new Option(
      '--model <name>',
      'with --benchmark: the reader, but of the paper’s long-context rows',
    ),
    new Option('--embedder <name>', 'with --benchmark: the embedder'),
    new Option('--parallel <n>', 'with --benchmark: calls in flight; default: 8').argParser(
      parseParallel,
    ),
  ];
}

function parseNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError('Write ids with commas between them: bm25,mem0.');
}

const PARALLEL_MAX = 10_000;

function parseParallel(text: string): number {
  const parallel = Number(text);
  if (Number.isInteger(parallel) && parallel >= 1 && parallel <= PARALLEL_MAX) return parallel;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${PARALLEL_MAX}.`);
}
