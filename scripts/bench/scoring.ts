/**
 * Scoring as many answers as MemoryAgentBench has questions, in its proportions; prints one line of
 * JSON. Side by side with the packages that the reference scores with:
 *
 *   node scripts/bench/scoring.ts ANSWERS
 *   python scripts/bench/scoring.py ANSWERS > scores.json
 *   node scripts/bench/scoring.ts ANSWERS scores.json
 *
 * ANSWERS is written by the first command when it is missing: replies as long as their limits
 * allow, made of the words of the open corpus, and a table of 31,161 items as ReDial has them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PUBLISHED_DATASETS } from '../../src/bench/datasets/catalog.ts';
import type { DatasetEntry, DatasetFamily } from '../../src/bench/datasets/dataset-entry.ts';
import { parseItemTable } from '../../src/bench/datasets/item-table.ts';
import { openCorpusSource } from '../../src/bench/datasets/open-corpus/open-corpus.ts';
import { ANSWER_METRICS } from '../../src/bench/metrics/answer-scores.ts';
import { scorerOf } from '../../src/bench/metrics/scorers.ts';
import { createRandom, type Random, randomInt } from '../../src/core/random.ts';

const ITEMS = 31_161;
const TITLES = 20;

interface Answer {
  readonly family: DatasetFamily;
  readonly reply: string;
  readonly answers: readonly string[];
}

interface Answers {
  readonly items: Readonly<Record<string, number>>;
  readonly answers: readonly Answer[];
}

const comparedOf = (family: DatasetFamily): readonly string[] => {
  if (family === 'recsys') return ['recall_at_1', 'recall_at_5', 'recall_at_10'];
  return family === 'eventqa' ? [...ANSWER_METRICS, 'eventqa_recall'] : ANSWER_METRICS;
};

/** Text of so many words, a line break here and there. */
class Words {
  readonly random: Random;
  readonly #words: readonly string[];

  constructor(text: string, random: Random) {
    this.#words = text.split(/\s+/);
    this.random = random;
  }

  text(count: number, gap = ' '): string {
    const start = randomInt(this.random, this.#words.length - count);
    const words = this.#words.slice(start, start + count);
    return words
      .map((word, at) => word + (at % 60 === 59 ? '\n' : gap))
      .join('')
      .trimEnd();
  }

  upTo(count: number): string {
    return this.text(1 + randomInt(this.random, count));
  }
}

function makeItems(words: Words): Record<string, number> {
  const items: Record<string, number> = {};
  for (let id = 0; Object.keys(items).length < ITEMS && id < 4 * ITEMS; id++) {
    const name = words
      .upTo(4)
      .replace(/[^A-Za-z ]/g, '')
      .replaceAll(' ', '_');
    items[`<http://dbpedia.org/resource/${name}_${id % 7 === 0 ? '(film)' : id}>`] ??= id;
  }
  return items;
}

function makeAnswer(entry: DatasetEntry, words: Words, addresses: readonly string[]) {
  const { family, maxOutputTokens } = entry;
  const { random } = words;
  const long = Math.floor(maxOutputTokens * 0.7);
  if (family === 'recsys') return recommendation(words, addresses);
  if (family === 'icl') return { reply: `label: ${randomInt(random, 9)}`, golds: ['5'] };
  if (family === 'infbench-sum') return { reply: words.text(long), golds: [words.text(long)] };
  if (family === 'detective-qa') return choice(words, long);
  const reply = words.text(long);
  const golds = Array.from({ length: 1 + randomInt(random, 3) }, () => words.upTo(6));
  return { reply, golds: random() < 0.5 ? [...golds, reply.split(' ', 3).join(' ')] : golds };
}

/** JSON with reasons, as the questions show it, or the line of an option behind some words. */
function choice(words: Words, long: number) {
  const [said, other] = [`B. ${words.upTo(12)}`, `C. ${words.upTo(12)}`];
  const reasons = words.text(long);
  const json = JSON.stringify({ answer: said, reasoning: [reasons] });
  const reply = words.random() < 0.5 ? json : `${reasons}\nAnswer: ${said}`;
  return { reply, golds: [words.random() < 0.5 ? said : other] };
}

/** Titles of the table, some misspelt or not of it. */
function recommendation(words: Words, addresses: readonly string[]) {
  const { random } = words;
  const titles = Array.from({ length: TITLES }, (_, at) => {
    const address = addresses[randomInt(random, addresses.length)] ?? '';
    const known = address.slice(address.lastIndexOf('/') + 1, -1).replaceAll('_', ' ');
    const spelt = random() < 0.3 ? known.slice(1) : known;
    return `${at + 1}. ${random() < 0.2 ? words.upTo(4) : spelt} (${1950 + randomInt(random, 60)})`;
  });
  return { reply: titles.join('\n'), golds: [] };
}

async function writeAnswers(path: string): Promise<void> {
  const texts: string[] = [];
  for await (const row of openCorpusSource(1).rows('open_retrieval_262k')) texts.push(row.context);
  const words = new Words(texts.join(' '), createRandom('scoring bench'));
  const items = makeItems(words);
  const addresses = Object.keys(items);
  const answers = PUBLISHED_DATASETS.flatMap((entry) =>
    Array.from({ length: entry.questions }, (): Answer => {
      const { reply, golds } = makeAnswer(entry, words, addresses);
      const ids = [0, 1].map(() => addresses[randomInt(words.random, addresses.length)] ?? '');
      const accepted = golds.length > 0 ? golds : ids.map((address) => String(items[address]));
      return { family: entry.family, reply, answers: accepted };
    }),
  );
  writeFileSync(path, JSON.stringify({ items, answers } satisfies Answers));
}

function score({ items, answers }: Answers): { readonly seconds: number; values: number[][] } {
  const start = performance.now();
  const table = parseItemTable(Buffer.from(JSON.stringify(items)), 'items');
  const scorers = new Map(
    [...new Set(answers.map(({ family }) => family))].map((family) => [
      family,
      scorerOf(family).create({ items: table }),
    ]),
  );
  const values = answers.map(({ family, reply, answers: accepted }) => {
    const scores = scorers.get(family)?.(reply, { text: '', answers: accepted }).scores ?? {};
    return comparedOf(family).map((name) => scores[name] ?? Number.NaN);
  });
  return { seconds: (performance.now() - start) / 1000, values };
}

async function main(path: string | undefined, other: string | undefined): Promise<void> {
  if (!path) throw new Error('Name the file of answers: node scripts/bench/scoring.ts ANSWERS');
  if (!existsSync(path)) await writeAnswers(path);
  const answers = JSON.parse(readFileSync(path, 'utf8')) as Answers;
  const { seconds, values } = score(answers);
  const result = { name: 'mab', answers: values.length, seconds };
  if (!other) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const theirs = (JSON.parse(readFileSync(other, 'utf8')) as { values: number[][] }).values;
  const differences = values.flatMap((row, at) =>
    row.map((value, place) => Math.abs(value - (theirs[at]?.[place] ?? Number.NaN))),
  );
  const compared = { scores: differences.length, differenceMax: Math.max(...differences) };
  process.stdout.write(`${JSON.stringify({ ...result, ...compared })}\n`);
}

await main(process.argv[2], process.argv[3]);
