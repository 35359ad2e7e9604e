import { IRREGULAR, STEP_2, STEP_3, STEP_4, type SuffixRule } from './porter-rules.ts';

/**
 * The stem of a word, as rouge_score cuts words down before it compares them.
 *
 * @param word  In lower case; letters other than `a` to `z`, and digits, count as consonants.
 * Source: Porter 1980, "An algorithm for suffix stripping", with the extensions that NLTK documents
 *   for its mode NLTK_EXTENSIONS (its default). Deviation: none from NLTK 3.10. The package
 *   `stemmer`, which BM25 uses, is Porter's own later variant: other stems for one word in 65.
 */
export function porterStem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  const inflected = finalY(pastAndGerund(plural(word)));
  const derived = replaceFirst(adverbs(inflected), STEP_3, (stem) => measure(stem) > 0);
  return finalL(finalE(replaceFirst(derived, STEP_4, isLongStem)));
}

/** The first rule whose suffix the word has: carried out if its stem passes, else nothing is. */
function replaceFirst(
  word: string,
  rules: readonly SuffixRule[],
  passes: (stem: string, suffix: string) => boolean,
): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return word;
  const stem = word.slice(0, word.length - rule[0].length);
  return passes(stem, rule[0]) ? stem + rule[1] : word;
}

function plural(word: string): string {
  if (word.endsWith('ies')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('sses')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function pastAndGerund(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  for (const suffix of ['ed', 'ing']) {
    const stem = word.slice(0, -suffix.length);
    if (word.endsWith(suffix) && letters(stem).includes('v')) return mended(stem);
  }
  return word;
}

/** Gives back what a stem lost before `ed` or `ing`: `hop` of hopping, `hope` of hoping. */
function mended(stem: string): string {
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsInDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsInShortSyllable(stem) ? `${stem}e` : stem;
}

function finalY(word: string): string {
  const stem = word.slice(0, -1);
  const isConsonantBefore = letters(stem).endsWith('c') && stem.length > 1;
  return word.endsWith('y') && isConsonantBefore ? `${stem}i` : word;
}

/** Step 2. What `alli` leaves may end in another suffix of the table. */
function adverbs(word: string): string {
  if (word.endsWith('alli') && measure(word.slice(0, -4)) > 0) return adverbs(word.slice(0, -2));
  if (word.endsWith('logi')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  return replaceFirst(word, STEP_2, (stem) => measure(stem) > 0);
}

const isLongStem = (stem: string, suffix: string): boolean =>
  measure(stem) > 1 && (suffix !== 'ion' || /[st]$/.test(stem));

function finalE(word: string): string {
  if (!word.endsWith('e')) return word;
  const stem = word.slice(0, -1);
  const syllables = measure(stem);
  return syllables > 1 || (syllables === 1 && !endsInShortSyllable(stem)) ? stem : word;
}

function finalL(word: string): string {
  const stem = word.slice(0, -1);
  return word.endsWith('ll') && measure(stem) > 1 ? stem : word;
}

/** Porter's m: how often vowels are followed by consonants. */
function measure(stem: string): number {
  return letters(stem).match(/vc/g)?.length ?? 0;
}

/** A consonant written twice at the end. */
function endsInDouble(stem: string): boolean {
  return stem.at(-1) === stem.at(-2) && letters(stem).endsWith('c');
}

/** Consonant, vowel, consonant other than `w`, `x`, `y`; or a word of a vowel and a consonant. */
function endsInShortSyllable(stem: string): boolean {
  const kinds = letters(stem);
  return kinds === 'vc' || (kinds.endsWith('cvc') && !/[wxy]$/.test(stem));
}

/** `c` or `v` for each letter; `y` is a vowel after a consonant. */
function letters(text: string): string {
  let kinds = '';
  for (const letter of text) {
    const isVowel = letter === 'y' ? kinds.endsWith('c') : 'aeiou'.includes(letter);
    kinds += isVowel ? 'v' : 'c';
  }
  return kinds;
}
