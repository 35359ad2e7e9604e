import type { ContextRow, DatasetSource } from '../../../contracts/dataset.ts';
import { sha256 } from '../../../core/hashing.ts';
import { datasetUnknown } from '../dataset-unknown.ts';
import { multiHopQuestions, type OpenQuestion, singleHopQuestions } from './fact-questions.ts';
import { createFactWorld } from './fact-world.ts';
import {
  OPEN_CORPUS_VERSION,
  OPEN_DATASETS,
  OPEN_LISTINGS,
  OPEN_QUESTIONS,
  type OpenDataset,
} from './open-catalog.ts';
import { createRetrievalCorpus } from './retrieval-corpus.ts';

/**
 * The built-in datasets for machines without data: invented facts, and invented records among
 * real prose. Everything is generated when it is asked for; id, generator version and seed
 * determine every character. Each dataset has one row of 100 questions with one answer each, and
 * evidence.
 *
 * @param seed  Any number; another seed gives other names, facts and passages.
 */
export function openCorpusSource(seed: number): DatasetSource {
  const label = `open corpus (generator ${OPEN_CORPUS_VERSION}, seed ${seed})`;
  // A run reads each row twice, to plan and to work; a few megabytes save generating it again.
  const made = new Map<string, Promise<ContextRow>>();
  return {
    label,
    list: async () => OPEN_LISTINGS,
    async *rows(id) {
      const dataset = OPEN_DATASETS.find((known) => known.id === id);
      if (!dataset) {
        throw datasetUnknown(
          id,
          OPEN_DATASETS.map((known) => known.id),
          `the ${label}`,
        );
      }
      const row = made.get(id) ?? generate(dataset, seed).then((text) => toRow(dataset, text));
      made.set(id, row);
      yield await row;
    },
  };
}

interface GeneratedRow {
  readonly context: string;
  readonly questions: readonly OpenQuestion[];
}

async function generate(dataset: OpenDataset, seed: number): Promise<GeneratedRow> {
  const { task, contextTokens } = dataset;
  if (task === 'retrieval') return createRetrievalCorpus(seed, contextTokens, OPEN_QUESTIONS);
  const world = createFactWorld(seed, contextTokens);
  const questionsOf = task === 'fact-sh' ? singleHopQuestions : multiHopQuestions;
  return { context: world.context, questions: questionsOf(world, seed, OPEN_QUESTIONS) };
}

function toRow({ id, task }: OpenDataset, { context, questions }: GeneratedRow): ContextRow {
  const contextId = `${id}#0`;
  return {
    dataset: id,
    competency: task === 'retrieval' ? 'accurate-retrieval' : 'conflict-resolution',
    contextId,
    context,
    contextSha256: sha256(context),
    questions: questions.map(({ text, answer, evidence }, index) => ({
      id: `${contextId}/q${index}`,
      index,
      text,
      answers: [answer],
      evidence,
    })),
    status: 'open-corpus',
  };
}
