import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commands } from '../../src/app/commands.ts';
import { OPEN_DATASETS } from '../../src/bench/datasets/open-corpus/open-catalog.ts';

const CONFIG = fileURLToPath(new URL('../../examples/open-corpus.yaml', import.meta.url));
const PAGE = new URL('../../docs/reference/open-corpus.md', import.meta.url);

/** In points of the primary metric: what separates the worst floor from its ceiling at least. */
const ROOM_MIN = 30;

interface Scores {
  readonly floor: number;
  readonly ceiling: number;
  readonly longContext: number;
  readonly reference: number;
  readonly current: number;
}

/** Runs the example and gives the points of each dataset, in the order of the example. */
async function runExample(): Promise<Map<string, Scores>> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-open-'));
  const { cells } = await commands.runBenchmark({
    configPath: CONFIG,
    workspace: join(folder.path, 'workspace'),
    retryFailed: false,
    share: 1,
    acceptDiverged: false,
    onEvent: () => {},
    signal: new AbortController().signal,
  });
  const pointsOf = (dataset: string, method: string, profile: string): number => {
    const cell = cells.find(
      (other) => other.dataset === dataset && other.method === method && other.profile === profile,
    );
    assert.equal(cell?.outcome, 'scored', `${method} on ${dataset}`);
    return 100 * (cell.score?.mean ?? Number.NaN);
  };
  return new Map(
    [...new Set(cells.map(({ dataset }) => dataset))].map((dataset) => [
      dataset,
      {
        floor: pointsOf(dataset, 'no-memory', 'current'),
        ceiling: pointsOf(dataset, 'oracle', 'current'),
        longContext: pointsOf(dataset, 'long-context', 'current'),
        reference: pointsOf(dataset, 'bm25', 'reference'),
        current: pointsOf(dataset, 'bm25', 'current'),
      },
    ]),
  );
}

describe('floor and ceiling of the open corpus, with the embedded reader', () => {
  let scores: ReadonlyMap<string, Scores> = new Map();
  before(async () => {
    scores = await runExample();
  });

  it('are measured on every task, in two sizes', () => {
    const wanted = OPEN_DATASETS.map(({ id }) => id).filter((id) => /_(?:6|32)k$/.test(id));
    assert.deepEqual([...scores.keys()].sort(), wanted.sort());
  });

  it('leave room between them on every task', () => {
    for (const [dataset, { floor, ceiling }] of scores) {
      assert.ok(ceiling - floor >= ROOM_MIN, `${dataset}: from ${floor} to ${ceiling}`);
    }
  });

  it('have a method between them on every task', () => {
    for (const [dataset, { floor, ceiling, reference, current }] of scores) {
      const between = [reference, current].filter((score) => score > floor && score < ceiling);
      assert.ok(between.length > 0, `${dataset}: ${reference} and ${current}`);
    }
  });

  it('are what the page on the open corpus says', async () => {
    const page = await readFile(PAGE, 'utf8');
    const rows = [...scores].map(([dataset, points]) => {
      const { floor, reference, current, longContext, ceiling } = points;
      const cells = [floor, reference, current, longContext, ceiling].map((n) => n.toFixed(1));
      return `| \`${dataset}\` | ${cells.join(' | ')} |`;
    });
    assert.deepEqual(page.match(/^\| `open_\w+_\d+k` \| [\d.]+ \|.*$/gm), rows);
  });
});
