import type { Chunk } from '../../../contracts/memory-method.ts';
import { readDemonstrations } from '../passages/demonstrations.ts';
import { readNumberedFacts } from '../passages/numbered-facts.ts';
import { splitSentences } from '../passages/sentences.ts';

/** A piece of a context that can be shown by itself. */
export interface Passage {
  readonly text: string;
  /** The chunk that it stands in. */
  readonly source: string;
  /** Of a labelled example only. */
  readonly label?: string;
}

/** Sentences on either side that are shown with a sentence: pronouns point there. */
const NEIGHBOURS = 1;
/** A chunk with one label per this many characters holds labelled examples. */
const EXAMPLE_CHARACTERS_MAX = 1_000;

/**
 * The entries of a numbered list, else the labelled examples, else each sentence with its
 * neighbours.
 */
export function passagesOf({ id: source, text }: Chunk): Passage[] {
  const facts = readNumberedFacts(text);
  if (facts.length > 0) {
    return facts.map(({ serial, statement }) => ({ text: `${serial}. ${statement}`, source }));
  }
  const examples = readDemonstrations(text);
  if (examples.length > 0 && text.length / examples.length <= EXAMPLE_CHARACTERS_MAX) {
    return examples.map(({ text: example, label }) => ({
      text: `${example}\nlabel: ${label}`,
      source,
      label,
    }));
  }
  const sentences = splitSentences(text);
  return sentences.map((_, at) => ({
    text: sentences.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1).join('\n'),
    source,
  }));
}
