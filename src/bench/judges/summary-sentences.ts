import { splitSentences } from '../chunking/punkt.ts';

/**
 * The sentences of a summary, in order. A line break ends a sentence (headings and list items have
 * no full stop); what has neither letter nor digit is none.
 */
export function summarySentences(summary: string): string[] {
  return summary
    .split(/[\r\n\v\f\u0085\u2028\u2029]+/)
    .flatMap((line) => splitSentences(line, 'nltk-3.10'))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
