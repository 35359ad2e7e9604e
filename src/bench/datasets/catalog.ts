import type { DatasetEntry, SizedEntry } from './dataset-entry.ts';
import { datasetUnknown } from './dataset-unknown.ts';
import { OPEN_CORPUS_ENTRIES, openEntry, parseOpenId } from './open-corpus/open-catalog.ts';
import { OTHER_ENTRIES } from './other-catalog.ts';
import { OWN_ENTRIES, ownEntry } from './own/own-catalog.ts';

type FamilyFacts = Pick<
  DatasetEntry,
  | 'competency'
  | 'family'
  | 'maxOutputTokens'
  | 'paperMaxOutputTokens'
  | 'paperChunkTokens'
  | 'primaryMetric'
>;

const rulerQa: FamilyFacts = {
  competency: 'accurate-retrieval',
  family: 'ruler-qa',
  maxOutputTokens: 50,
  paperMaxOutputTokens: 50,
  paperChunkTokens: 512,
  primaryMetric: 'substring_exact_match',
};

const eventQa: FamilyFacts = {
  competency: 'accurate-retrieval',
  family: 'eventqa',
  maxOutputTokens: 40,
  paperMaxOutputTokens: 40,
  paperChunkTokens: 4096,
  primaryMetric: 'eventqa_recall',
};

const longMemEval: FamilyFacts = {
  competency: 'accurate-retrieval',
  family: 'longmemeval',
  maxOutputTokens: 50,
  paperMaxOutputTokens: 100,
  paperChunkTokens: 512,
  primaryMetric: 'judge_accuracy',
};

const icl: FamilyFacts = {
  competency: 'test-time-learning',
  family: 'icl',
  maxOutputTokens: 20,
  paperMaxOutputTokens: 20,
  paperChunkTokens: 4096,
  primaryMetric: 'exact_match',
};

const recommendation: FamilyFacts = {
  competency: 'test-time-learning',
  family: 'recsys',
  maxOutputTokens: 300,
  paperMaxOutputTokens: 300,
  paperChunkTokens: 4096,
  primaryMetric: 'recall_at_5',
};

const summary: FamilyFacts = {
  competency: 'long-range-understanding',
  family: 'infbench-sum',
  maxOutputTokens: 1200,
  paperMaxOutputTokens: 1200,
  paperChunkTokens: 4096,
  primaryMetric: 'judge_f1',
};

const detective: FamilyFacts = {
  competency: 'long-range-understanding',
  family: 'detective-qa',
  maxOutputTokens: 2000,
  paperMaxOutputTokens: 500,
  paperChunkTokens: 4096,
  primaryMetric: 'exact_match',
};

const factConsolidation: FamilyFacts = {
  competency: 'conflict-resolution',
  family: 'fact-consolidation',
  maxOutputTokens: 10,
  paperMaxOutputTokens: 10,
  paperChunkTokens: 512,
  primaryMetric: 'substring_exact_match',
};

function entry(id: string, facts: FamilyFacts, rows: number, questions: number): SizedEntry {
  return {
    id,
    ...facts,
    origin: 'memoryagentbench',
    chunkTokens: 4096,
    rows,
    questions,
  };
}

/**
 * All sub-datasets of MemoryAgentBench: 146 rows, 3,671 questions.
 * Source: `configs/data_conf` of the reference; row counts of the published dataset.
 */
export const PUBLISHED_DATASETS: readonly SizedEntry[] = [
  entry('ruler_qa1_197K', rulerQa, 1, 100),
  entry('ruler_qa2_421K', rulerQa, 1, 100),
  entry('longmemeval_s*', longMemEval, 5, 300),
  entry('eventqa_65536', eventQa, 5, 500),
  entry('eventqa_131072', eventQa, 5, 500),
  entry('eventqa_full', eventQa, 5, 500),
  entry('icl_banking77_5900shot_balance', icl, 1, 100),
  entry('icl_clinic150_7050shot_balance', icl, 1, 100),
  entry('icl_nlu_8296shot_balance', icl, 1, 100),
  entry('icl_trec_coarse_6600shot_balance', icl, 1, 100),
  entry('icl_trec_fine_6400shot_balance', icl, 1, 100),
  entry('recsys_redial_full', recommendation, 1, 200),
  entry('infbench_sum_eng_shots2', summary, 100, 100),
  entry('detective_qa', detective, 10, 71),
  entry('factconsolidation_sh_6k', factConsolidation, 1, 100),
  entry('factconsolidation_sh_32k', factConsolidation, 1, 100),
  entry('factconsolidation_sh_64k', factConsolidation, 1, 100),
  entry('factconsolidation_sh_262k', factConsolidation, 1, 100),
  entry('factconsolidation_mh_6k', factConsolidation, 1, 100),
  entry('factconsolidation_mh_32k', factConsolidation, 1, 100),
  entry('factconsolidation_mh_64k', factConsolidation, 1, 100),
  entry('factconsolidation_mh_262k', factConsolidation, 1, 100),
];

/**
 * Those of MemoryAgentBench, then those of the open corpus,
 * of other benchmarks, and one for each task of a user's own rows.
 */
export const DATASETS: readonly DatasetEntry[] = [
  ...PUBLISHED_DATASETS,
  ...OPEN_CORPUS_ENTRIES,
  ...OTHER_ENTRIES,
  ...OWN_ENTRIES,
];

/**
 * The entry with exactly this id, also of a dataset of the open corpus in a size that is not
 * listed, and of a user's own.
 * @throws {MabError} DATASET_UNKNOWN with the nearest known ids in its hint.
 */
export function findDataset(id: string): DatasetEntry {
  const found = knownDataset(id);
  if (found) return found;
  throw datasetUnknown(
    id,
    DATASETS.map((entry) => entry.id),
    'the catalogue',
  );
}

/** As `findDataset`, but undefined for an id that nobody knows. */
export function knownDataset(id: string): DatasetEntry | undefined {
  const found = DATASETS.find((entry) => entry.id === id);
  if (found) return found;
  const open = parseOpenId(id);
  return open ? openEntry(open) : ownEntry(id);
}
