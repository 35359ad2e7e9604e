import { unicodeWords } from '../../../retrieval/tokenizers.ts';
import { contentTerms } from './content-terms.ts';
import type { ReadSentence } from './memory-block.ts';
import type { Searchable } from './memory-view.ts';

/** The last event that a question tells, on a numbered line before the options. */
const TOLD = /^\d+\. (.+)$/gm;

/**
 * The option that follows the last event told, where memory has both word for word: the one that
 * stands first after it. Behind the last memory the reader goes on with the first one.
 *
 * @returns undefined where memory words the event, or all options, in another way.
 */
export function eventAfter(
  question: string,
  options: readonly string[],
  memory: Searchable<ReadSentence>,
): string | undefined {
  const told = [...question.matchAll(TOLD)].at(-1)?.[1];
  const [from] = told === undefined ? [] : sentencesWith(told, memory);
  if (from === undefined) return undefined;
  const size = memory.units.length;
  const followers = options.flatMap((option) =>
    sentencesWith(option, memory).map((at) => ({ option, after: (at - from + size) % size })),
  );
  return followers.sort((a, b) => a.after - b.after)[0]?.option;
}

/** Positions of the sentences in which the words of a text stand in a row. */
function sentencesWith(text: string, { units, index }: Searchable<ReadSentence>): number[] {
  const [rarest] = contentTerms(text).sort((a, b) => index.idf(b) - index.idf(a));
  if (rarest === undefined) return [];
  const wanted = inARow(text);
  return [...index.unitsWith(rarest)].filter((at) =>
    inARow(units[at]?.text ?? '').includes(wanted),
  );
}

function inARow(text: string): string {
  return ` ${unicodeWords(text).join(' ')} `;
}
