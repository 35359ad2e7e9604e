import type { Usage } from '../../contracts/model.ts';
import type { QuestionRow, RowVisitor } from '../report/question-row.ts';
import { type ColumnOf, column, type DataTable, type DataValue } from './data-table.ts';

const count = (
  name: keyof Omit<Usage, 'source' | 'embeddedTokens'>,
  title: string,
): ColumnOf<QuestionRow> =>
  column(title, 'integer', ({ record }) => BigInt(record.usage[name] ?? 0));

/** What is told of a question. Names are stable: programs read them. */
const COLUMNS: readonly ColumnOf<QuestionRow>[] = [
  column('cell_id', 'text', ({ cell }) => cell.cellId),
  column('method', 'text', ({ cell }) => cell.method),
  column('profile', 'text', ({ cell }) => cell.profile),
  column('settings', 'text', ({ cell }) => cell.settings),
  column('control_arm', 'boolean', ({ cell }) => cell.controlArm),
  column('dataset', 'text', ({ cell }) => cell.dataset),
  column('row_status', 'text', ({ unit }) => unit.rowStatus),
  column('context_id', 'text', ({ unit }) => unit.contextId),
  column('trial', 'integer', ({ unit }) => BigInt(unit.trial)),
  column('question_id', 'text', ({ record }) => record.questionId),
  column('question', 'text', ({ record }) => record.question),
  column('accepted_answers_json', 'text', ({ record }) => JSON.stringify(record.answers)),
  column('answer', 'text', ({ record }) => record.answer),
  column('parsed', 'text', ({ scores }) => scores?.parsed),
  column('outcome', 'text', ({ outcome }) => outcome),
  column('metric', 'text', ({ cell }) => cell.metric),
  column('score', 'number', ({ cell, scores }) => scores?.scores[cell.metric]),
  column('judge_outcome', 'text', ({ verdict }) => verdict?.panel.outcome),
  column('judge_code', 'text', ({ verdict }) =>
    verdict?.panel.outcome === 'unscored' ? verdict.panel.code : undefined,
  ),
  column(
    'judge_verdicts_json',
    'text',
    ({ verdict }) => verdict && JSON.stringify(verdict.byJudge),
  ),
  column('answer_seen', 'boolean', ({ record }) => record.answerSeen),
  column('finish', 'text', ({ record }) => record.finish),
  column('error_code', 'text', ({ record }) => record.error?.code),
  column('error_message', 'text', ({ record }) => record.error?.message),
  column('retrieved', 'integer', ({ record }) => BigInt(record.retrieved.length)),
  column('retrieved_sources_json', 'text', ({ record }) =>
    JSON.stringify(record.retrieved.map(({ sources }) => sources)),
  ),
  column('dropped_tokens', 'integer', ({ record }) => BigInt(record.droppedTokens)),
  count('inputTokens', 'input_tokens'),
  count('cachedInputTokens', 'cached_input_tokens'),
  count('cacheWriteTokens', 'cache_write_tokens'),
  count('outputTokens', 'output_tokens'),
  count('reasoningTokens', 'reasoning_tokens'),
  column('embedded_tokens', 'integer', ({ record }) => BigInt(record.usage.embeddedTokens ?? 0)),
  column('usage_source', 'text', ({ record }) => record.usage.source),
  column('standalone_pico_usd', 'integer', ({ record }) => BigInt(record.standalonePicoUsd)),
  column('model_ms', 'number', ({ timing }) => timing?.modelMs),
  column('local_ms', 'number', ({ timing }) => timing?.localMs),
  column('replayed', 'boolean', ({ timing }) => timing?.replayed),
  column('routes_json', 'text', ({ timing }) =>
    JSON.stringify(timing?.served.map(({ route }) => route) ?? []),
  ),
];

/**
 * A row per answered question and cell of a run, with a column `score_<metric>` for every metric
 * that occurs. Values are taken as rows come, so that records need not be kept.
 */
export function createQuestionTable(runId: string): {
  readonly add: RowVisitor;
  finish(): DataTable;
} {
  const columns = COLUMNS.map((definition) => ({ definition, values: [] as DataValue[] }));
  const scores = new Map<string, DataValue[]>();
  let rows = 0;
  return {
    add(added) {
      for (const row of added) {
        for (const { definition, values } of columns) values.push(definition.value(row));
        for (const [metric, score] of Object.entries(row.scores?.scores ?? {})) {
          const values = scores.get(metric) ?? [];
          scores.set(metric, values);
          values[rows] = score;
        }
        rows += 1;
      }
    },
    finish: () => ({
      columns: [
        { name: 'run_id', type: 'text', values: Array.from({ length: rows }, () => runId) },
        ...columns.map(({ definition: { name, type }, values }) => ({ name, type, values })),
        ...[...scores].sort().map(([metric, values]) => ({
          name: `score_${metric}`,
          type: 'number' as const,
          values: Array.from({ length: rows }, (_, at) => values[at]),
        })),
      ],
    }),
  };
}
