import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

/**
 * Maps a long list without holding up the process: after every `sliceLength` items other work gets
 * a turn.
 */
export async function mapInSlices<Item, Result>(
  items: readonly Item[],
  sliceLength: number,
  map: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [at, item] of items.entries()) {
    if (at > 0 && at % sliceLength === 0) await turnOfTheLoop();
    results.push(map(item));
  }
  return results;
}
