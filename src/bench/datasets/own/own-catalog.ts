import type { DatasetEntry } from '../dataset-entry.ts';

type TaskFacts = Pick<DatasetEntry, 'competency' | 'family' | 'maxOutputTokens' | 'primaryMetric'>;

/** What a user's rows can ask for: decides prompts, limits and scores. */
const TASKS = {
  qa: {
    competency: 'accurate-retrieval',
    family: 'own-qa',
    maxOutputTokens: 100,
    primaryMetric: 'substring_exact_match',
  },
  facts: {
    competency: 'conflict-resolution',
    family: 'fact-consolidation',
    maxOutputTokens: 20,
    primaryMetric: 'substring_exact_match',
  },
  choice: {
    competency: 'long-range-understanding',
    family: 'own-choice',
    maxOutputTokens: 200,
    primaryMetric: 'exact_match',
  },
  label: {
    competency: 'test-time-learning',
    family: 'icl',
    maxOutputTokens: 20,
    primaryMetric: 'exact_match',
  },
  summary: {
    competency: 'long-range-understanding',
    family: 'own-summary',
    maxOutputTokens: 1200,
    primaryMetric: 'judge_f1',
  },
} as const satisfies Readonly<Record<string, TaskFacts>>;

export type OwnTask = keyof typeof TASKS;

export const OWN_TASKS = Object.keys(TASKS) as [OwnTask, ...OwnTask[]];

/** A name that a user may give to a dataset. */
export const OWN_NAME: RegExp = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** `own_qa`, or `own_qa_tickets` where the rows name a dataset. */
export function ownId(task: OwnTask, name: string | undefined): string {
  return name === undefined ? `own_${task}` : `own_${task}_${name}`;
}

/** The entry of a user's dataset, whatever its name; undefined for every other id. */
export function ownEntry(id: string): DatasetEntry | undefined {
  const [prefix, task, name, ...more] = id.split('_');
  const known = OWN_TASKS.find((one) => one === task);
  if (prefix !== 'own' || known === undefined || more.length > 0) return undefined;
  if (name !== undefined && !OWN_NAME.test(name)) return undefined;
  const facts = TASKS[known];
  return {
    ...{ id, ...facts, origin: 'own-data' as const },
    paperMaxOutputTokens: facts.maxOutputTokens,
    ...{ chunkTokens: 512, paperChunkTokens: 512 },
  };
}

/** One for each task, without a name. */
export const OWN_ENTRIES: readonly DatasetEntry[] = OWN_TASKS.flatMap(
  (task) => ownEntry(ownId(task, undefined)) ?? [],
);
