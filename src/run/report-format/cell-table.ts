import { type CellReport, OUTCOMES, type RunReport } from '../../contracts/report.ts';
import { type ColumnOf, column, type DataTable } from './data-table.ts';

const COLUMNS: readonly ColumnOf<CellReport>[] = [
  column('cell_id', 'text', ({ cellId }) => cellId),
  column('method', 'text', ({ method }) => method),
  column('profile', 'text', ({ profile }) => profile),
  column('settings', 'text', ({ settings }) => settings),
  column('control_arm', 'boolean', ({ controlArm }) => controlArm),
  column('dataset', 'text', ({ dataset }) => dataset),
  column('row_status', 'text', ({ rowStatus }) => rowStatus),
  column('metric', 'text', ({ metric }) => metric),
  column('score', 'number', ({ score }) => score?.mean),
  column('score_low', 'number', ({ score }) => score?.low),
  column('score_high', 'number', ({ score }) => score?.high),
  column('interval_basis', 'text', ({ score }) => score?.basis),
  column('published_score', 'number', ({ published }) => published?.score),
  column('published_verdict', 'text', ({ published }) => published?.verdict),
  column('blank_reason', 'text', ({ reason }) => reason),
  column('contexts_done', 'integer', ({ contexts }) => BigInt(contexts.done)),
  column('contexts_planned', 'integer', ({ contexts }) => BigInt(contexts.planned)),
  column('questions_answered', 'integer', ({ questions }) => BigInt(questions.answered)),
  column('questions_planned', 'integer', ({ questions }) => BigInt(questions.planned)),
  ...OUTCOMES.map((name) =>
    column(`questions_${name}`, 'integer', ({ outcomes }: CellReport) =>
      outcomes ? BigInt(outcomes[name]) : undefined,
    ),
  ),
  column('judge_protocol', 'text', ({ judged }) => judged?.protocol),
  column('verdicts_scored', 'integer', ({ judged }) => judged && BigInt(judged.scored)),
  column('verdicts_planned', 'integer', ({ judged }) => judged && BigInt(judged.planned)),
  column(
    'verdicts_unscored_json',
    'text',
    ({ judged }) => judged && JSON.stringify(judged.unscored),
  ),
  column('judge_score', 'number', ({ judged, metrics }) => metrics[judged?.metrics[0] ?? '']?.mean),
  column(
    'judge_standalone_pico_usd',
    'integer',
    ({ judged }) => judged && BigInt(judged.standalonePicoUsd),
  ),
  column('answer_in_context', 'number', ({ answerInContext }) => answerInContext),
  column('chunks', 'integer', ({ chunks }) => BigInt(chunks)),
  column('calls', 'integer', ({ calls }) => BigInt(calls)),
  column('input_tokens', 'integer', ({ usage }) => BigInt(usage.inputTokens)),
  column('cached_input_tokens', 'integer', ({ usage }) => BigInt(usage.cachedInputTokens)),
  column('cache_write_tokens', 'integer', ({ usage }) => BigInt(usage.cacheWriteTokens)),
  column('output_tokens', 'integer', ({ usage }) => BigInt(usage.outputTokens)),
  column('reasoning_tokens', 'integer', ({ usage }) => BigInt(usage.reasoningTokens)),
  column('embedded_tokens', 'integer', ({ usage }) => BigInt(usage.embeddedTokens ?? 0)),
  column('usage_source', 'text', ({ usage }) => usage.source),
  column('paid_pico_usd', 'integer', ({ money }) => BigInt(money.paidPicoUsd)),
  column('standalone_pico_usd', 'integer', ({ money }) => BigInt(money.standalonePicoUsd)),
  column('unknown_pico_usd', 'integer', ({ money }) => BigInt(money.unknownPicoUsd)),
  column('unknown_attempts', 'integer', ({ money }) => BigInt(money.unknownAttempts)),
  column('latency_p50_ms', 'number', ({ latencyMs }) => latencyMs?.p50),
  column('latency_p95_ms', 'number', ({ latencyMs }) => latencyMs?.p95),
  column('memory_construction_ms', 'number', ({ memoryConstructionMs }) => memoryConstructionMs),
];

/** A row per cell of a run. */
export function cellTable({ runId, cells }: RunReport): DataTable {
  return {
    columns: [
      { name: 'run_id', type: 'text', values: cells.map(() => runId) },
      ...COLUMNS.map(({ name, type, value }) => ({ name, type, values: cells.map(value) })),
    ],
  };
}
