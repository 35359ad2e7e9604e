import type {
  BudgetStopDetail,
  FailedQuestion,
  QuestionDetail,
  RunDetail,
} from '../../app/commands-contract.ts';
import { printable } from '../../app/printable.ts';
import { verdictLines } from '../../app/report-text.ts';
import type { CellReport, RunReport } from '../../contracts/report.ts';
import { MabError } from '../../core/errors.ts';
import { formatUsd } from '../../core/money.ts';
import { counted } from '../../core/number-text.ts';
import { alignColumns } from '../columns.ts';
import type { ExitCode } from '../exit-codes.ts';
import { bigintAsText } from '../failure.ts';
import type { CliIo } from '../io.ts';

interface ShowFlags {
  readonly workspace: string;
  readonly question?: string;
  readonly json?: boolean;
}

/**
 * `mab show RUN`: what was run, cell by cell, and what failed; or everything about one question.
 */
export async function showAction(
  run: string,
  { workspace, question, json = false }: ShowFlags,
  io: CliIo,
): Promise<ExitCode> {
  const detail = await (await io.loadCommands()).showRun(workspace, run, question);
  if (question !== undefined) checkKnown(detail, question);
  if (json) io.stdout.write(`${JSON.stringify(detail, bigintAsText, 2)}\n`);
  else
    io.stdout.write(
      printable(question === undefined ? runText(detail) : questionText(detail, question)),
    );
  return 0;
}

function checkKnown({ questions, failed, report }: RunDetail, questionId: string): void {
  if (questions.length > 0 || failed.some((failure) => failure.questionId === questionId)) return;
  const dataset = report.cells[0]?.dataset ?? 'DATASET';
  throw new MabError('QUESTION_UNKNOWN', `No finished unit of this run has "${questionId}".`, {
    hint: `Questions are named like ${dataset}#0/q0: dataset, context and question, from 0.`,
  });
}

const FAILED_SHOWN_MAX = 20;

function runText({ report, manifest, failed, budgetStop, waiting = [] }: RunDetail): string {
  const shown = failed.slice(0, FAILED_SHOWN_MAX);
  return [
    `${report.runId}: ${report.state}\n`,
    configText(manifest),
    cellsText(report),
    ...cachingText(report),
    ...(waiting.length === 0 ? [] : [batchesText(waiting)]),
    ...(budgetStop ? [stopText(budgetStop)] : []),
    ...(failed.length === 0 ? [] : [failedText(report, shown, failed.length)]),
    'Scores: `mab report`. Everything: --json. One question: --question ID.\n',
  ].join('\n');
}

function stopText(stop: BudgetStopDetail): string {
  const when = `${stop.stoppedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `Stopped ${when}. ${stop.message}\n  next: ${stop.next}\n`;
}

/** The configuration with all defaults, as the manifest has it. */
function configText(manifest: unknown): string {
  const config = (manifest as { config?: unknown } | null)?.config;
  return config === undefined ? '' : `${JSON.stringify(config, bigintAsText, 2)}\n`;
}

function cellsText({ cells }: RunReport): string {
  return alignColumns([
    [
      ...['cell', 'method', 'dataset', 'outcome', 'contexts', 'answered', 'calls', 'paid'],
      ...['phases', 'served by'],
    ],
    ...cells.map((cell) => [
      cell.cellId,
      methodText(cell),
      cell.dataset,
      cell.outcome,
      `${cell.contexts.done}/${cell.contexts.planned}`,
      `${cell.questions.answered}/${cell.questions.planned}`,
      String(cell.calls),
      formatUsd(BigInt(cell.money.paidPicoUsd)),
      Object.entries(cell.phases)
        .map(([phase, { calls }]) => `${phase} ${calls}`)
        .join(', '),
      routesText(cell),
    ]),
  ]);
}

/** `openai 60, azure 4, text-embedder 120 texts` */
function routesText({ served = [] }: CellReport): string {
  return served
    .flatMap(({ route, calls, embeddedTexts }) => [
      ...(calls > 0 ? [`${route} ${calls}`] : []),
      ...(embeddedTexts > 0 ? [`${route} ${embeddedTexts} texts`] : []),
    ])
    .join(', ');
}

function cachingText({ totals: { caching } }: RunReport): string[] {
  if (!caching) return [];
  const saved = BigInt(caching.savedPicoUsd);
  const [verb, amount] =
    saved < 0n ? ['cost', `${formatUsd(-saved)} more`] : ['saved', formatUsd(saved)];
  const share = Math.abs(caching.savedShare * 100).toFixed(1);
  return [`Prompt caching ${verb} ${amount} (${share} %).\n`];
}

function batchesText(waiting: NonNullable<RunDetail['waiting']>): string {
  const lines = waiting.map(({ batchId, model, calls, createdMs }) => {
    const made = `${new Date(createdMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return `  ${batchId ?? 'id not known yet'}: ${model}, ${counted(calls, 'call')}, ${made}\n`;
  });
  const head =
    "At vendors' batch APIs, to be collected by `mab run` with the same configuration:\n";
  return `${head}${lines.join('')}`;
}

function methodText({ method, profile, settings }: CellReport): string {
  return `${method} (${profile})${settings === '' ? '' : ` ${settings}`}`;
}

function failedText(report: RunReport, shown: readonly FailedQuestion[], total: number): string {
  const lines = shown.map(
    ({ cellId, questionId, code, message }) =>
      `  ${questionId}, ${cellName(report, cellId)}: ${code}: ${message}\n`,
  );
  const more = total > shown.length ? `  … and ${total - shown.length} more: --json\n` : '';
  return `${counted(total, 'question')} failed:\n${lines.join('')}${more}`;
}

function cellName({ cells }: RunReport, cellId: string): string {
  const cell = cells.find((candidate) => candidate.cellId === cellId);
  return cell ? methodText(cell) : cellId;
}

function questionText({ report, questions, failed }: RunDetail, questionId: string): string {
  const [first] = questions;
  const failures = failed.filter((failure) => failure.questionId === questionId);
  return [
    `${questionId}\n`,
    ...(first
      ? [
          `question  ${oneLine(first.record.question)}\n`,
          `accepted  ${first.record.answers.map(oneLine).join(' | ')}\n`,
        ]
      : []),
    ...questions.map((detail) => `\n${answerText(report, detail)}`),
    ...(failures.length === 0 ? [] : [`\n${failedText(report, failures, failures.length)}`]),
  ].join('');
}

function answerText(
  report: RunReport,
  { cellId, record, scores, served, verdict }: QuestionDetail,
): string {
  const { answer, error, finish, usage, standalonePicoUsd, droppedTokens } = record;
  const parts: [string, string | undefined][] = [
    ['answer', answer === undefined ? undefined : oneLine(answer)],
    ['error', error && `${error.code}: ${error.message}`],
    ['parsed', scores && scores.parsed !== answer ? oneLine(scores.parsed) : undefined],
    ['scores', scores && scoresText(scores.scores, metricOf(report, cellId))],
    ...(verdict ? verdictLines(verdict) : []).map((text): [string, string] => [
      'judge',
      oneLine(text),
    ]),
    ['ended by', finish === 'stop' ? undefined : finish],
    ['left out', droppedTokens > 0 ? `${droppedTokens} tokens did not fit` : undefined],
    ['served by', served.map(servedText).join(', ') || undefined],
    [
      'cost',
      `${tokensRead(usage)} tokens in, ${usage.outputTokens} out ` +
        `(${usage.source}), ${formatUsd(BigInt(standalonePicoUsd))} alone`,
    ],
  ];
  const lines = parts.flatMap(([name, text]) =>
    text === undefined ? [] : [`  ${name.padEnd(9)} ${text}\n`],
  );
  return `${cellName(report, cellId)}\n${lines.join('')}${retrievedText(record)}`;
}

function servedText({ route, servedBy }: QuestionDetail['served'][number]): string {
  return route === servedBy ? route : `${route} (${servedBy})`;
}

function tokensRead(usage: QuestionDetail['record']['usage']): number {
  return usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens;
}

function metricOf({ cells }: RunReport, cellId: string): string | undefined {
  return cells.find((cell) => cell.cellId === cellId)?.metric;
}

/** The dataset's own metric first: there may be twenty of them. */
function scoresText(scores: Readonly<Record<string, number>>, metric: string | undefined): string {
  const isFirst = ([name]: readonly [string, number]): number => (name === metric ? 0 : 1);
  return Object.entries(scores)
    .sort((a, b) => isFirst(a) - isFirst(b))
    .map(([name, score]) => `${name} ${score}`)
    .join(', ');
}

function retrievedText({ retrieved, provenance }: QuestionDetail['record']): string {
  if (retrieved.length === 0) return '  retrieved nothing\n';
  const items = retrieved.map(({ rank, score, kind, sources, excerpt }) => {
    const shownScore = score === undefined ? '' : ` ${score.toFixed(3)}`;
    const place = sources.length === 0 ? '' : ` ${sources.join(', ')}`;
    const head = `  ${String(rank).padStart(4)}. ${kind}${shownScore}${place}`;
    return `${head}\n        ${oneLine(excerpt)}\n`;
  });
  return `  retrieved (${provenance}; the first 200 characters of each)\n${items.join('')}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
