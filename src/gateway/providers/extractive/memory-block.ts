import {
  type Demonstration,
  readDemonstrations,
} from '../../../bench/methods/passages/demonstrations.ts';
import {
  type NumberedFact,
  readNumberedFacts,
} from '../../../bench/methods/passages/numbered-facts.ts';
import { splitSentences } from '../../../bench/methods/passages/sentences.ts';
import { contentTerms, formTerms } from './content-terms.ts';
import { type FactStatement, splitFactStatement } from './fact-statement.ts';
import { type ReadEntry, readEntries } from './log-tally.ts';
import { once } from './once.ts';
import { readItemGroups } from './recommend-items.ts';
import { mapInSlices } from './slices.ts';
import { countInSlices } from './token-count.ts';

export interface ReadFact extends NumberedFact, FactStatement {
  readonly topicTerms: readonly string[];
}

export interface ReadDemonstration extends Demonstration {
  readonly terms: readonly string[];
}

export interface ReadSentence {
  readonly text: string;
  readonly terms: readonly string[];
}

/** One block of memory, taken apart; what is not asked for is not computed. */
export interface MemoryBlock {
  tokens(): Promise<number>;
  facts(): Promise<readonly ReadFact[]>;
  demonstrations(): Promise<readonly ReadDemonstration[]>;
  sentences(): Promise<readonly ReadSentence[]>;
  entries(): Promise<readonly ReadEntry[]>;
  itemGroups(): Promise<readonly (readonly string[])[]>;
}

/** Units between two turns of the event loop: a few milliseconds of work. */
const SLICE = 500;

export function createMemoryBlock(
  text: string,
  countTokens: (text: string) => number,
): MemoryBlock {
  return {
    tokens: once(() => countInSlices(text, countTokens)),
    facts: once(() => mapInSlices(readNumberedFacts(text), SLICE, readFact)),
    demonstrations: once(() =>
      mapInSlices(readDemonstrations(text), SLICE, (demonstration) => ({
        ...demonstration,
        terms: formTerms(demonstration.text),
      })),
    ),
    sentences: once(() =>
      mapInSlices(splitSentences(text), SLICE, (sentence) => ({
        text: sentence,
        terms: contentTerms(sentence),
      })),
    ),
    entries: once(async () => readEntries(text)),
    itemGroups: once(async () => readItemGroups(text)),
  };
}

function readFact(fact: NumberedFact): ReadFact {
  const parts = splitFactStatement(fact.statement);
  return { ...fact, ...parts, topicTerms: contentTerms(parts.topic) };
}
