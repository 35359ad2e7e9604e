import type { Usage } from '../../contracts/model.ts';
import type { CellReport, IntervalReport, RunReport } from '../../contracts/report.ts';
import type { QuestionRow, RowVisitor } from '../report/question-row.ts';
import { cellName } from './cell-names.ts';

/** A file of an export. */
export interface ExportedFile {
  readonly name: string;
  readonly data: string;
}

/** Gathers the questions of a run, to be written as logs of Inspect. */
export interface InspectLogs {
  readonly add: RowVisitor;
  /** One log for each cell, blank ones included. */
  finish(report: RunReport): readonly ExportedFile[];
}

/** Of the log format, which Inspect reads since its version 0.3. */
const LOG_VERSION = 2;

/**
 * The run as logs of Inspect AI (`inspect view`, `read_eval_log`): one per cell, in its JSON
 * format. A trial is an epoch; a score of each metric stands at every sample; questions that failed
 * have an error and no score; a blank cell is a log with the status `error` and the reason.
 *
 * @param model  That answered.
 * Source: `inspect_ai.log` 0.3.285 and the schema that `inspect log schema` prints.
 */
export function createInspectLogs(model: string): InspectLogs {
  const samples = new Map<string, string[]>();
  return {
    add(rows) {
      for (const row of rows) {
        const list = samples.get(row.cell.cellId) ?? [];
        samples.set(row.cell.cellId, list);
        list.push(JSON.stringify(sampleOf(row, model)));
      }
    },
    finish: (report) =>
      report.cells.map((cell) => {
        const own = samples.get(cell.cellId) ?? [];
        // Samples are text already: so a run of 20,000 questions takes the room of its text, once.
        const head = JSON.stringify({ ...logHead(report, cell), samples: [] });
        const data = `${head.slice(0, -2)}${own.join(',\n')}]}\n`;
        return { name: fileName(report, cell), data };
      }),
  };
}

/** `2026-11-24T21-42-59+00-00_bm25-current-open-fact_1a2b3c4d.json`, as Inspect names its logs. */
function fileName({ createdAt }: RunReport, cell: CellReport): string {
  const when = `${createdAt.slice(0, 19).replaceAll(':', '-')}+00-00`;
  return `${when}_${taskOf(cell)}_${cell.cellId}.json`;
}

function taskOf({ method, profile, dataset }: CellReport): string {
  return `${method}-${profile}-${dataset}`.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');
}

/** Everything of a log but its samples. */
function logHead(report: RunReport, cell: CellReport): object {
  const { runId, createdAt, reader, versions } = report;
  const isScored = cell.outcome === 'scored';
  return {
    version: LOG_VERSION,
    status: isScored ? 'success' : 'error',
    eval: {
      ...{ eval_id: cell.cellId, run_id: runId, created: createdAt, task_id: cell.cellId },
      ...{ task: taskOf(cell), task_version: 0, task_display_name: cellName(cell) },
      ...{ task_attribs: {}, task_args: {}, task_args_passed: {} },
      dataset: { name: cell.dataset, samples: cell.questions.planned, shuffled: false },
      ...{ model: reader.model, model_generate_config: {}, model_args: {}, config: {} },
      packages: { 'memoryagentbench-cloud': versions.mab },
      metadata: cellFacts(report, cell),
      scorers: Object.keys(cell.metrics).map((name) => ({
        ...{ name, options: {}, metadata: {} },
        metrics: METRICS.map((metric) => ({ name: metric, options: {} })),
      })),
    },
    plan: {
      ...{ name: 'plan', config: {} },
      steps: [{ solver: cell.method, params: { profile: cell.profile }, params_passed: {} }],
    },
    results: {
      total_samples: cell.questions.planned,
      completed_samples: cell.questions.answered,
      scores: Object.entries(cell.metrics).map(([name, interval]) => scoreOf(name, interval, cell)),
    },
    stats: {
      ...{ started_at: createdAt, completed_at: createdAt, role_usage: {} },
      model_usage: { [reader.model]: usageOf(cell.usage, cell.money.standalonePicoUsd) },
    },
    ...(isScored ? {} : { error: errorOf(cell.reason ?? 'There is no score.') }),
  };
}

const METRICS = ['mean', 'ci_low', 'ci_high'] as const;

function scoreOf(name: string, { mean, low, high }: IntervalReport, cell: CellReport): object {
  const values = { mean, ci_low: low, ci_high: high };
  return {
    ...{ name, scorer: name, params: {} },
    scored_samples: cell.questions.answered,
    unscored_samples: cell.questions.planned - cell.questions.answered,
    metrics: Object.fromEntries(
      METRICS.map((metric) => [metric, { name: metric, value: values[metric], params: {} }]),
    ),
  };
}

/** What Inspect has no field for. */
function cellFacts(report: RunReport, cell: CellReport): object {
  const { profile, settings, controlArm, rowStatus, metric, contexts, chunks } = cell;
  return {
    ...{ profile, settings, controlArm, rowStatus, contexts, chunks },
    primaryMetric: metric,
    data: report.data.label,
    warnings: report.warnings,
    money: cell.money,
  };
}

function sampleOf(row: QuestionRow, model: string): object {
  const { record, scores, unit, outcome, verdict, timing, cell } = row;
  const { answer, finish, error } = record;
  const seconds = timing && (timing.modelMs + timing.localMs) / 1_000;
  const assistant = { role: 'assistant', content: answer ?? '' };
  return {
    ...{ id: record.questionId, epoch: unit.trial, input: record.question },
    target: record.answers,
    messages: [
      { role: 'user', content: record.question },
      ...(answer === undefined ? [] : [assistant]),
    ],
    output: {
      ...{ model, completion: answer ?? '' },
      choices:
        answer === undefined ? [] : [{ message: assistant, stop_reason: STOPS[finish ?? ''] }],
    },
    scores: Object.fromEntries(
      Object.entries(scores?.scores ?? {}).map(([name, value]) => [
        name,
        { value, answer: scores?.parsed ?? null, history: [] },
      ]),
    ),
    metadata: {
      ...{ context_id: unit.contextId, outcome, metric: cell.metric, notes: scores?.notes ?? [] },
      ...{ retrieved: record.retrieved, dropped_tokens: record.droppedTokens },
      ...(record.answerSeen === undefined ? {} : { answer_seen: record.answerSeen }),
      ...(verdict ? { verdict } : {}),
      replayed: timing?.replayed ?? false,
    },
    ...{ store: {}, events: [], attachments: {}, role_usage: {} },
    model_usage: { [model]: usageOf(record.usage, record.standalonePicoUsd) },
    ...(seconds === undefined ? {} : { total_time: seconds, working_time: seconds }),
    ...(error ? { error: errorOf(`${error.code}: ${error.message}`) } : {}),
  };
}

/** Inspect's words for how a reply ended. */
const STOPS: Readonly<Record<string, string>> = {
  stop: 'stop',
  length: 'max_tokens',
  filter: 'content_filter',
  tool: 'tool_calls',
  other: 'unknown',
  '': 'unknown',
};

const PICO = 1e12;

function usageOf(usage: Usage, standalonePicoUsd: string): object {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = usage;
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + cachedInputTokens + cacheWriteTokens + outputTokens,
    input_tokens_cache_read: cachedInputTokens,
    input_tokens_cache_write: cacheWriteTokens,
    reasoning_tokens: usage.reasoningTokens,
    total_cost: Number(standalonePicoUsd) / PICO,
  };
}

function errorOf(message: string): object {
  return { message, traceback: message, traceback_ansi: message };
}
