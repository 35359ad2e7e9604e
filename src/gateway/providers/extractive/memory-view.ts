import { splitMemories } from '../../../bench/prompts/reader-prompt.ts';
import { sha256 } from '../../../core/hashing.ts';
import type { ReadEntry } from './log-tally.ts';
import {
  createMemoryBlock,
  type MemoryBlock,
  type ReadDemonstration,
  type ReadFact,
  type ReadSentence,
} from './memory-block.ts';
import { once } from './once.ts';
import { createOverlapIndex, type OverlapIndex } from './overlap-index.ts';
import { createRecentCache } from './recent-cache.ts';

/** Units of one kind and the index over them, in the same order. */
export interface Searchable<Unit> {
  readonly units: readonly Unit[];
  readonly index: OverlapIndex;
}

/**
 * The memories of one request, ready to be searched; each kind is prepared when first asked for.
 */
export interface MemoryView {
  readonly isEmpty: boolean;
  /** Of the texts and their headings; an estimate. */
  tokens(): Promise<number>;
  /** Every block is a numbered list. */
  isList(): Promise<boolean>;
  facts(): Promise<Searchable<ReadFact>>;
  demonstrations(): Promise<Searchable<ReadDemonstration>>;
  sentences(): Promise<Searchable<ReadSentence>>;
  entries(): Promise<readonly ReadEntry[]>;
  itemGroups(): Promise<readonly (readonly string[])[]>;
}

/** Opens views; what many questions share is prepared once. */
export type MemoryViewer = (memories: string) => Promise<MemoryView>;

/** In characters of memory text: some contexts of the longest kind, or hundreds of chunks. */
const CACHED_CHARACTERS_MAX = 8_000_000;
/** Of `[Memory 12]` and the blank line behind a block. */
const HEADING_TOKENS = 6;

/**
 * Views are kept by content, and so are single blocks: questions on one context retrieve the same
 * chunks in ever new combinations.
 */
export function createMemoryViewer(countTokens: (text: string) => number): MemoryViewer {
  const views = createRecentCache<MemoryView>(CACHED_CHARACTERS_MAX);
  const blocks = createRecentCache<MemoryBlock>(CACHED_CHARACTERS_MAX);
  const openBlock = (text: string): Promise<MemoryBlock> =>
    blocks.get(sha256(text), text.length, async () => createMemoryBlock(text, countTokens));
  return (memories) =>
    views.get(sha256(memories), memories.length, async () =>
      createView(await Promise.all(splitMemories(memories).map(openBlock))),
    );
}

function createView(blocks: readonly MemoryBlock[]): MemoryView {
  return {
    isEmpty: blocks.length === 0,
    tokens: once(async () => {
      const counts = await Promise.all(blocks.map((block) => block.tokens()));
      return counts.reduce((sum, count) => sum + count + HEADING_TOKENS, 0);
    }),
    isList: once(async () => {
      const lists = await Promise.all(blocks.map((block) => block.facts()));
      return lists.every((facts) => facts.length > 0);
    }),
    facts: once(() =>
      searchable(
        blocks,
        (block) => block.facts(),
        (fact) => fact.topicTerms,
      ),
    ),
    demonstrations: once(() =>
      searchable(
        blocks,
        (block) => block.demonstrations(),
        (demonstration) => demonstration.terms,
      ),
    ),
    sentences: once(() =>
      searchable(
        blocks,
        (block) => block.sentences(),
        (sentence) => sentence.terms,
      ),
    ),
    entries: once(() => joined(blocks, (block) => block.entries())),
    itemGroups: once(() => joined(blocks, (block) => block.itemGroups())),
  };
}

async function searchable<Unit>(
  blocks: readonly MemoryBlock[],
  unitsOf: (block: MemoryBlock) => Promise<readonly Unit[]>,
  termsOf: (unit: Unit) => readonly string[],
): Promise<Searchable<Unit>> {
  const units = await joined(blocks, unitsOf);
  return { units, index: createOverlapIndex(units.map(termsOf)) };
}

async function joined<Unit>(
  blocks: readonly MemoryBlock[],
  unitsOf: (block: MemoryBlock) => Promise<readonly Unit[]>,
): Promise<Unit[]> {
  return (await Promise.all(blocks.map(unitsOf))).flat();
}
