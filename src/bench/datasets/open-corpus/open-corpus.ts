import type { ContextRow, DatasetSource } from '../../../contracts/dataset.ts';
import { sha256 } from '../../../core/hashing.ts';
import { datasetUnknown } from '../dataset-unknown.ts';
import { createEventStory } from './event-story.ts';
import { multiHopQuestions, singleHopQuestions } from './fact-questions.ts';
import { createFactWorld } from './fact-world.ts';
import { createFilmTalks } from './film-talks.ts';
import { createHarbourLog } from './harbour-log.ts';
import { createLabelCorpus } from './label-corpus.ts';
import {
  OPEN_CORPUS_VERSION,
  OPEN_DATASETS,
  OPEN_LISTINGS,
  OPEN_QUESTIONS,
  type OpenDataset,
  type OpenTask,
  openEntry,
  parseOpenId,
} from './open-catalog.ts';
import type { OpenText } from './open-text.ts';
import { createRetrievalCorpus } from './retrieval-corpus.ts';

/**
 * The built-in datasets for machines without data, described in `docs/reference/open-corpus.md`.
 * Everything is generated when it is asked for; id, generator version and seed determine every
 * character. Each dataset has one row of 100 questions, with evidence.
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
      const dataset = parseOpenId(id);
      if (!dataset) {
        const listed = OPEN_DATASETS.map((known) => known.id);
        throw datasetUnknown(id, listed, `the ${label}`);
      }
      const row = made.get(id) ?? generate(dataset, seed);
      made.set(id, row);
      yield await row;
    },
  };
}

const GENERATORS: Readonly<
  Record<OpenTask, (seed: number, contextTokens: number, questions: number) => Promise<OpenText>>
> = {
  open_fact_sh: async (seed, contextTokens, questions) => {
    const world = createFactWorld(seed, contextTokens);
    return { context: world.context, questions: singleHopQuestions(world, seed, questions) };
  },
  open_fact_mh: async (seed, contextTokens, questions) => {
    const world = createFactWorld(seed, contextTokens);
    return { context: world.context, questions: multiHopQuestions(world, seed, questions) };
  },
  open_retrieval: createRetrievalCorpus,
  open_event: async (...wanted) => createEventStory(...wanted),
  open_icl: async (...wanted) => createLabelCorpus(...wanted),
  open_recsys: async (...wanted) => createFilmTalks(...wanted),
  open_whole: createHarbourLog,
};

async function generate(
  { id, task, contextTokens }: OpenDataset,
  seed: number,
): Promise<ContextRow> {
  const { context, questions, items } = await GENERATORS[task](seed, contextTokens, OPEN_QUESTIONS);
  const contextId = `${id}#0`;
  return {
    dataset: id,
    competency: openEntry({ id, task, contextTokens }).competency,
    contextId,
    context,
    contextSha256: sha256(context),
    questions: questions.map((question, index) => ({
      id: `${contextId}/q${index}`,
      index,
      ...question,
    })),
    status: 'open-corpus',
    ...(items && { items }),
  };
}
