import { contentTerms } from './content-terms.ts';
import type { ExpectedAnswer } from './expected-answer.ts';

/** A piece of a sentence that may be an answer. */
export interface Span {
  readonly text: string;
  /** Position of its first character in the sentence. */
  readonly start: number;
}

const MONTH =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December)';
const ORDINAL = '\\d{1,2}(?:st|nd|rd|th)';
const TIME = new RegExp(
  [
    `(?:\\d{1,2} )?${MONTH}(?: \\d{1,2}\\b)?(?:,? \\d{3,4})?`,
    `(?:early |mid-|late )?${ORDINAL}(?: and ${ORDINAL})? centur(?:y|ies)`,
    '(?<![\\d,.$£€])\\d{3,4}s?(?:[-–]\\d{2,4})?(?: BCE?| CE| AD)?(?![\\d,.]*\\d)',
    '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day',
  ].join('|'),
  'g',
);
const NUMBER_WORD =
  '(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|twenty|thirty|forty|' +
  'fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|dozen)';
const UNIT =
  '(?: (?:percent|dollars|cents|pounds|feet|inches|miles|met(?:er|re)s|kilomet(?:er|re)s|tons|' +
  'tonnes|acres|barrels|degrees|years|months|weeks|days|hours|minutes|seconds))?';
const NUMBER = new RegExp(
  '[$£€]?\\d+(?:,\\d{3})*(?:\\.\\d+)?(?:%| (?:hundred|thousand|million|billion|trillion))*' +
    `${UNIT}|\\b${NUMBER_WORD}(?:[ -]${NUMBER_WORD})*\\b${UNIT}`,
  'gi',
);
const NAME_WORD = "(?:\\p{Lu}[\\p{L}\\p{M}\\p{N}'’.-]*[\\p{L}\\p{M}\\p{N}]|\\p{Lu}\\.?)";
const NAME = new RegExp(
  `${NAME_WORD}(?: (?:(?:of|the|de|la|le|von|van|der|du|and|&) )*${NAME_WORD})*`,
  'gu',
);
const PHRASE_WORDS_MAX = 8;

/** The spans of a kind in a sentence, from left to right, none of them within another. */
export function candidateSpans(
  sentence: string,
  kind: ExpectedAnswer,
  known: ReadonlySet<string>,
): Span[] {
  if (kind === 'phrase') return phrases(sentence, known);
  const pattern = { time: TIME, number: NUMBER, name: NAME, place: NAME }[kind];
  const spans = [...sentence.matchAll(pattern)].map((match) => ({
    text: match[0],
    start: match.index,
  }));
  const news = spans.filter((span) => isNews(span, known));
  if (kind !== 'name' && kind !== 'place') return news;
  return news.filter((span) => !isOpener(span) && !isTime(span));
}

/** Has no word that the question has too. */
function isNews({ text }: Span, known: ReadonlySet<string>): boolean {
  const terms = contentTerms(text);
  return terms.length > 0 && !terms.some((term) => known.has(term));
}

/** A single word at the start of a sentence has its capital from there, as often as not. */
function isOpener({ text, start }: Span): boolean {
  return start === 0 && !text.includes(' ');
}

function isTime({ text }: Span): boolean {
  return [...text.matchAll(TIME)].some(([time]) => time === text);
}

/** Runs of words between punctuation, words of the question and function words at their edges. */
function phrases(sentence: string, known: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  let run: { readonly word: string; readonly start: number; readonly hasTopic: boolean }[] = [];
  const close = (): void => {
    const from = run.findIndex(({ hasTopic }) => hasTopic);
    const words = run.slice(from === -1 ? run.length : from).slice(0, PHRASE_WORDS_MAX);
    while (words.length > 0 && !words.at(-1)?.hasTopic) words.pop();
    const first = words[0];
    if (first) spans.push({ text: words.map(({ word }) => word).join(' '), start: first.start });
    run = [];
  };
  for (const match of sentence.matchAll(/\S+/g)) {
    const word = match[0].replace(/^[^\p{L}\p{N}$£€]+|[^\p{L}\p{N}%]+$/gu, '');
    const terms = contentTerms(word);
    const isKnown = terms.some((term) => known.has(term));
    if (isKnown || word === '') close();
    else run.push({ word, start: match.index, hasTopic: terms.length > 0 });
    if (/[,;:.!?)\]"”—]$/.test(match[0])) close();
  }
  close();
  return spans;
}
