import type { DatasetListing } from '../../../contracts/dataset.ts';
import type { DatasetEntry, SizedEntry } from '../dataset-entry.ts';

/** Raised whenever the same id and seed may give another text; part of the source's label. */
export const OPEN_CORPUS_VERSION = 1;

/** Questions of each dataset of the open corpus; 6,000 tokens hold them too. */
export const OPEN_QUESTIONS = 100;

type TaskFacts = Pick<DatasetEntry, 'competency' | 'family' | 'maxOutputTokens' | 'primaryMetric'>;

const fact: TaskFacts = {
  competency: 'conflict-resolution',
  family: 'fact-consolidation',
  maxOutputTokens: 20,
  primaryMetric: 'substring_exact_match',
};

/** The tasks, by the name that starts the ids of their datasets. */
const TASKS = {
  open_fact_sh: fact,
  open_fact_mh: fact,
  open_retrieval: {
    competency: 'accurate-retrieval',
    family: 'ruler-qa',
    maxOutputTokens: 50,
    primaryMetric: 'substring_exact_match',
  },
  open_event: {
    competency: 'accurate-retrieval',
    family: 'eventqa',
    maxOutputTokens: 40,
    primaryMetric: 'eventqa_recall',
  },
  open_icl: {
    competency: 'test-time-learning',
    family: 'icl',
    maxOutputTokens: 20,
    primaryMetric: 'exact_match',
  },
  open_recsys: {
    competency: 'test-time-learning',
    family: 'recsys',
    maxOutputTokens: 300,
    primaryMetric: 'recall_at_5',
  },
  open_whole: {
    competency: 'long-range-understanding',
    family: 'whole-corpus',
    maxOutputTokens: 20,
    primaryMetric: 'exact_match',
  },
} as const satisfies Readonly<Record<string, TaskFacts>>;

/** What a dataset of the open corpus asks for. */
export type OpenTask = keyof typeof TASKS;

/** One dataset of the open corpus before it is generated. */
export interface OpenDataset {
  readonly id: string;
  readonly task: OpenTask;
  /** Length of the context in o200k tokens; the generators keep within 3 % of it. */
  readonly contextTokens: number;
}

const TOKENS_MIN = 6_000;
const TOKENS_MAX = 1_000_000;
const SIZES = ['6k', '32k', '64k', '262k', '1m'] as const;

/** A name, then a size in thousands or millions of tokens, without zeros in front. */
const ID = /^(.+)_([1-9]\d*)([km])$/;

/**
 * Takes an id of the open corpus apart: `open_event_100k`. Every whole number of thousands from
 * 6k to 1000k will do, and 1m.
 *
 * @returns undefined for any other id.
 */
export function parseOpenId(id: string): OpenDataset | undefined {
  const [, task = '', count, unit] = ID.exec(id) ?? [];
  if (!isTask(task)) return undefined;
  const contextTokens = Number(count) * (unit === 'k' ? 1_000 : 1_000_000);
  if (contextTokens < TOKENS_MIN || contextTokens > TOKENS_MAX) return undefined;
  return { id, task, contextTokens };
}

/** What is wrong with an id whose task exists, but not its size; undefined for all other ids. */
export function openSizeProblem(id: string): string | undefined {
  const task = Object.keys(TASKS).find((name) => id.startsWith(`${name}_`));
  if (task === undefined || parseOpenId(id)) return undefined;
  return `must be ${task} with a size from ${task}_6k to ${task}_1000k, or ${task}_1m`;
}

function isTask(name: string): name is OpenTask {
  return Object.hasOwn(TASKS, name);
}

/**
 * The catalogue entry of a dataset. It borrows prompts and metric from the MemoryAgentBench family
 * that has the same form. Chunks have 512 tokens: with ten chunks of 4,096 retrieved, the smaller
 * contexts would be read whole and nothing about retrieval be learned.
 */
export function openEntry({ id, task }: OpenDataset): SizedEntry {
  return {
    id,
    ...TASKS[task],
    origin: 'open-corpus',
    paperMaxOutputTokens: TASKS[task].maxOutputTokens,
    chunkTokens: 512,
    paperChunkTokens: 512,
    rows: 1,
    questions: OPEN_QUESTIONS,
  };
}

/** The datasets that are listed: each task in a few sizes, of all those that can be asked for. */
export const OPEN_DATASETS: readonly OpenDataset[] = Object.keys(TASKS).flatMap((task) =>
  SIZES.flatMap((size) => parseOpenId(`${task}_${size}`) ?? []),
);

export const OPEN_CORPUS_ENTRIES: readonly DatasetEntry[] = OPEN_DATASETS.map(openEntry);

/** What `list()` of the open corpus shows of a dataset. */
export function openListing(dataset: OpenDataset): DatasetListing {
  const { id, competency, rows, questions } = openEntry(dataset);
  return { dataset: id, competency, rows, questions };
}

export const OPEN_LISTINGS: readonly DatasetListing[] = OPEN_DATASETS.map(openListing);

/** The datasets of these ids by task, then size, each once; ids that are none are left out. */
export function sortedOpenDatasets(ids: readonly string[]): OpenDataset[] {
  const tasks = Object.keys(TASKS);
  return [...new Set(ids)]
    .flatMap((id) => parseOpenId(id) ?? [])
    .sort(
      (a, b) => tasks.indexOf(a.task) - tasks.indexOf(b.task) || a.contextTokens - b.contextTokens,
    );
}
