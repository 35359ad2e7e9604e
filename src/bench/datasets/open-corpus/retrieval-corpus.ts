import { invariant } from '../../../core/errors.ts';
import { createRandom, type Random, randomInt, shuffled } from '../../../core/random.ts';
import { countTokens } from '../../chunking/token-count.ts';
import { fitPassages } from './fit-passages.ts';
import type { OpenQuestion, OpenText } from './open-text.ts';
import { fillTemplate } from './phrasing.ts';
import { answerableQuestions, createRecords, type PlantedRecord } from './planted-records.ts';
import { loadPassages, splitSentences } from './real-text.ts';
import type { RecordQuestion } from './record-templates.ts';

/** Below what the shortest passages have, so that more than enough are loaded. */
const TOKENS_PER_PASSAGE = 90;
/** Fewest families of records: they hold a hundred questions, two on a record. */
const FAMILIES_MIN = 20;

/**
 * Numbered documents of real prose in which invented records stand, and questions that one record
 * answers. The larger the corpus, the more records that nobody asks about.
 */
export async function createRetrievalCorpus(
  seed: number,
  contextTokens: number,
  questionCount: number,
): Promise<OpenText> {
  const random = createRandom(`open-retrieval ${seed} ${contextTokens}`);
  const records = createRecords(random, Math.max(FAMILIES_MIN, Math.round(contextTokens / 1000)));
  const passages = await loadPassages(seed, Math.ceil(contextTokens / TOKENS_PER_PASSAGE));
  const planted = countTokens(records.map(({ sentence }) => sentence).join(' '));
  const documents = plantRecords(
    shuffled(fitPassages(passages, contextTokens - planted, inDocument), random),
    records,
    random,
  );
  const context = documents.map((text, index) => `Document ${index + 1}:\n${text}`).join('\n\n');
  return { context, questions: chooseQuestions(records, random, questionCount) };
}

const inDocument = (passage: string): string => `Document 100:\n${passage}\n\n`;

/**
 * Neighbouring records go to different documents; a document gets a second one when all have one.
 */
function plantRecords(
  passages: readonly string[],
  records: readonly PlantedRecord[],
  random: Random,
): string[] {
  const documents = [...passages];
  const order = shuffled([...documents.keys()], random);
  for (const [index, { sentence }] of records.entries()) {
    const at = order[index % order.length] ?? 0;
    documents[at] = insertSentence(documents[at] ?? '', sentence, random);
  }
  return documents;
}

/** Between two sentences, or at the end where the passage quotes somebody. */
function insertSentence(passage: string, sentence: string, random: Random): string {
  if (passage.includes('"')) return `${passage} ${sentence}`;
  const sentences = splitSentences(passage);
  return sentences.toSpliced(randomInt(random, sentences.length + 1), 0, sentence).join(' ');
}

/** One question on each record while there are records, then a second and a third one. */
function chooseQuestions(
  records: readonly PlantedRecord[],
  random: Random,
  count: number,
): OpenQuestion[] {
  const perRecord = shuffled(records, random).map((record) =>
    shuffled(answerableQuestions(record, records), random).map((question) => ask(record, question)),
  );
  const rounds = [0, 1, 2].flatMap((round) => perRecord.flatMap((asked) => asked[round] ?? []));
  invariant(rounds.length >= count, `the records hold ${rounds.length} questions only`);
  return rounds.slice(0, count);
}

function ask({ values, sentence }: PlantedRecord, question: RecordQuestion): OpenQuestion {
  const answer = values[question.asks];
  invariant(answer, `a record has no ${question.asks}`);
  return { text: fillTemplate(question.text, values), answers: [answer], evidence: [sentence] };
}
