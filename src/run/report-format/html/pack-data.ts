import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { DataItem, DataQuestion, QuestionData } from './question-data.ts';
import { shortened } from './shortened.ts';

/** How much a page tells of its questions. */
export interface DataLimits {
  /** Retrieved items of an answer. */
  readonly items: number;
  /** Characters of the start of each. */
  readonly excerpt: number;
  /** Characters of a question or an answer. */
  readonly text: number;
}

export interface PackedData {
  /** Compressed, in base64: nothing in it can end the element that holds it. */
  readonly base64: string;
  readonly limits: DataLimits;
}

/** All that the data holds. */
const ALL: DataLimits = {
  items: Number.POSITIVE_INFINITY,
  excerpt: Number.POSITIVE_INFINITY,
  text: Number.POSITIVE_INFINITY,
};

/** Tried one after another, until the page is small enough; the last is taken as it is. */
const LIMITS: readonly DataLimits[] = [
  ALL,
  { items: 5, excerpt: 160, text: 300 },
  { items: 3, excerpt: 100, text: 200 },
  { items: 2, excerpt: 80, text: 120 },
  { items: 0, excerpt: 0, text: 80 },
];

/** So that a page of 2,000 questions stays below 3 MB with its tables and plots. */
const CHARACTERS_MAX = 2_700_000;

/**
 * The questions of a page, all of them; with many, less is told of each.
 *
 * @param charactersMax  Of the result, in base64.
 */
export async function packData(
  data: QuestionData,
  charactersMax = CHARACTERS_MAX,
): Promise<PackedData> {
  const bytesMax = (charactersMax * 3) / 4;
  for (const limits of LIMITS) {
    const isLast = limits === LIMITS.at(-1);
    const bytes = await compressed(jsonParts(data, limits), isLast ? undefined : bytesMax);
    if (bytes) return { base64: bytes.toString('base64'), limits };
  }
  throw new RangeError('There are no limits to try.');
}

/** Gives up, with undefined, as soon as the result is too long. */
async function compressed(
  parts: Iterable<string>,
  bytesMax = Number.POSITIVE_INFINITY,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of Readable.from(parts).pipe(createGzip())) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > bytesMax) return undefined;
  }
  return Buffer.concat(chunks);
}

/** Few enough to be quick, small enough to be forgotten at once. */
const QUESTIONS_PER_PART = 20;

/** The JSON of a `QuestionData`, in parts, so that it is never in memory as a whole. */
function* jsonParts(data: QuestionData, limits: DataLimits): Generator<string> {
  const items: DataItem[] = [];
  const numbers = new Map<number, number>();
  const numberOf = (number: number): number => {
    const known = numbers.get(number);
    if (known !== undefined) return known;
    const item = data.items[number];
    numbers.set(number, items.length);
    return item ? items.push({ ...item, text: shortened(item.text, limits.excerpt) }) - 1 : 0;
  };
  yield `{"cells":${JSON.stringify(data.cells)},"questions":[`;
  for (let from = 0; from < data.questions.length; from += QUESTIONS_PER_PART) {
    const part = data.questions
      .slice(from, from + QUESTIONS_PER_PART)
      .map((question) => JSON.stringify(reducedQuestion(question, limits, numberOf)));
    yield `${from === 0 ? '' : ','}${part.join(',')}`;
  }
  yield `],"items":${JSON.stringify(items)}}`;
}

function reducedQuestion(
  question: DataQuestion,
  { items, text }: DataLimits,
  numberOf: (number: number) => number,
): DataQuestion {
  return {
    ...question,
    text: shortened(question.text, text),
    by: question.by.map((answer) => ({
      ...answer,
      items: answer.items.slice(0, items).map(numberOf),
      ...(answer.items.length > items ? { retrieved: answer.items.length } : {}),
      ...(answer.itemScores ? { itemScores: answer.itemScores.slice(0, items) } : {}),
      ...(answer.answer === undefined ? {} : { answer: shortened(answer.answer, text) }),
      ...(answer.verdicts ? { verdicts: answer.verdicts.map((one) => shortened(one, text)) } : {}),
      ...(answer.parsed === undefined ? {} : { parsed: shortened(answer.parsed, text) }),
    })),
  };
}
