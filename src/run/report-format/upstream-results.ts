import type { QuestionRow } from '../report/question-row.ts';
import type { ExportedFile } from './inspect-log.ts';
import { type UpstreamConfigs, upstreamPath } from './upstream-names.ts';

/** Names of the Python project for scores that are the same; it has no others. */
const METRICS: Readonly<Record<string, string>> = {
  exact_match: 'exact_match',
  f1: 'f1',
  substring_exact_match: 'substring_exact_match',
  rouge_l_f1: 'rougeL_f1',
  rouge_l_recall: 'rougeL_recall',
  rouge_lsum_f1: 'rougeLsum_f1',
  rouge_lsum_recall: 'rougeLsum_recall',
  eventqa_recall: 'eventqa_recall',
  recall_at_1: 'recsys_recall@1',
  recall_at_5: 'recsys_recall@5',
  recall_at_10: 'recsys_recall@10',
};

/** What a result file says besides the records of a cell. */
export interface UpstreamExtras {
  /** The dataset's own id of a question; undefined where nobody knows it. */
  qaPairId(questionId: string): string | undefined;
  /** Time to memorize and finalize a unit. */
  buildSeconds(unitId: string): number;
}

/**
 * A result file of the Python project, for one cell and trial, with exactly its keys.
 *
 * @param rows  Of all questions, each answered, in the order of contexts.
 * Source: `main.py`, `initialization.py` and `utils/eval_other_utils.py` of the reference. It names
 *   the time of building with every question; here the first of each context has it.
 */
export function upstreamResults(
  configs: UpstreamConfigs,
  rows: readonly QuestionRow[],
  extras: UpstreamExtras,
): ExportedFile {
  const data = rows.map((row, at) => {
    const isFirst = rows[at - 1]?.unit.unitId !== row.unit.unitId;
    const seconds = isFirst ? extras.buildSeconds(row.unit.unitId) : 0;
    return { ...entryOf(row, seconds), ...idsOf(row, at, extras) };
  });
  const metrics = columnsOf(data);
  const averaged = Object.entries(metrics).map(([name, values]) => [
    name,
    mean(values) * (name.includes('_len') || name.includes('_time') ? 1 : 100),
  ]);
  const results = {
    ...configs,
    ...{ data, metrics, time_cost: [], averaged_metrics: Object.fromEntries(averaged) },
  };
  return { name: upstreamPath(configs), data: `${JSON.stringify(results, null, 4)}\n` };
}

function entryOf({ record, scores, timing }: QuestionRow, buildSeconds: number) {
  const named = Object.entries(scores?.scores ?? {}).flatMap(([name, value]) => {
    const theirs = METRICS[name];
    return theirs === undefined ? [] : [[theirs, value] as const];
  });
  return {
    ...{ output: record.answer ?? '', input_len: record.usage.inputTokens },
    output_len: record.usage.outputTokens,
    memory_construction_time: buildSeconds,
    query_time_len: timing ? (timing.modelMs + timing.localMs) / 1_000 : 0,
    parsed_output: scores?.parsed ?? '',
    ...(Object.fromEntries(named) as Record<string, number>),
    ...{ answer: record.answers, query: record.question },
  };
}

function idsOf({ record }: QuestionRow, at: number, { qaPairId }: UpstreamExtras) {
  const id = qaPairId(record.questionId);
  return { query_id: at, ...(id === undefined ? {} : { qa_pair_id: id }) };
}

/** By name, all numbers of all entries. */
function columnsOf(data: readonly object[]): Record<string, number[]> {
  const columns: Record<string, number[]> = {};
  for (const entry of data) {
    for (const [name, value] of Object.entries(entry)) {
      if (typeof value !== 'number' || name === 'query_id') continue;
      const column = columns[name] ?? [];
      column.push(value);
      columns[name] = column;
    }
  }
  return columns;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
