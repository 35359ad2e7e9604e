import type { CellReport, RunReport } from '../../contracts/report.ts';
import { formatUsd } from '../../core/money.ts';
import { AGREEMENT_LEGEND, agreementTables, judgeFacts } from './agreement-table.ts';
import { BIAS_LEGEND, biasTables } from './bias-table.ts';
import { blankReasons } from './blank-reasons.ts';
import { savingText } from './caching-text.ts';
import { datasetTable, isSplit } from './dataset-table.ts';
import { tokensText } from './number-text.ts';
import { tokensRead } from './question-costs.ts';
import { scoreTable } from './score-table.ts';
import { servedTables } from './served-table.ts';
import type { ReportView } from './table-view.ts';

/**
 * @param wide  Also columns that a terminal has no room for: all metrics, p95, time to build the
 *   memory.
 */
export function reportView(report: RunReport, { wide }: { readonly wide: boolean }): ReportView {
  const { cells, comparisons = [] } = report;
  const reasons = blankReasons(cells);
  const datasets = [...Map.groupBy(cells, ({ dataset }) => dataset).values()];
  return {
    heading: `${report.name} (${report.runId})`,
    facts: facts(report),
    tables: [
      ...(datasets.length > 1 ? [scoreTable(cells, reasons)] : []),
      ...datasets.map((ofDataset) => datasetTable(ofDataset, { reasons, comparisons, wide })),
      ...agreementTables(report.judging),
      ...biasTables(report.judging),
      ...servedTables(cells),
    ],
    legend: legend(report),
    reasons: reasons.texts,
    // Said beside the models already.
    warnings: report.warnings.filter((warning) => !notesOf(report).includes(warning)),
  };
}

function notesOf({ reader, judging }: RunReport): (string | undefined)[] {
  return [reader.note, ...(judging?.judges ?? []).map(({ note }) => note)];
}

function facts(report: RunReport): ReportView['facts'] {
  const { data, reader, embedders = [], state, createdAt, versions } = report;
  return [
    {
      name: 'Data',
      text: data.openCorpus ? `${data.label}: not MemoryAgentBench scores` : data.label,
    },
    { name: 'Reader', text: `${reader.model}, served by ${reader.provider}` },
    ...(reader.note === undefined ? [] : [{ name: '', text: reader.note }]),
    ...judgeFacts(report.judging),
    ...embedders.map(({ model, provider }) => ({
      name: 'Vectors',
      text: `${model}, served by ${provider}`,
    })),
    {
      name: 'State',
      text: state === 'complete' ? state : 'incomplete; the same command goes on with it',
    },
    { name: 'Total', text: total(report) },
    ...(report.totals.caching ? [{ name: 'Caching', text: caching(report.totals) }] : []),
    {
      name: 'Made',
      text: `${createdAt}, mab ${versions.mab}, Node ${versions.node.replace(/^v/, '')}`,
    },
  ];
}

function total({ totals }: RunReport): string {
  const { calls, usage, paidPicoUsd, standalonePicoUsd, unknownPicoUsd, unknownAttempts } = totals;
  const text = (tokens: number): string => tokensText(tokens, usage.source);
  const { outputTokens, embeddedTokens = 0 } = usage;
  return [
    `${calls} calls`,
    `${text(tokensRead(usage))} tokens in, ${text(outputTokens)} out` +
      (embeddedTokens > 0 ? `, ${text(embeddedTokens)} embedded` : ''),
    `paid ${formatUsd(BigInt(paidPicoUsd))}`,
    `alone ${formatUsd(BigInt(standalonePicoUsd))}`,
    ...(unknownAttempts > 0
      ? [`unknown up to ${formatUsd(BigInt(unknownPicoUsd))} (${unknownAttempts} attempts)`]
      : []),
  ].join('; ');
}

function caching({ usage, caching: saved }: RunReport['totals']): string {
  const text = (tokens: number): string => tokensText(tokens, 'reported');
  return [
    ...(saved ? [`prompt caching ${savingText(saved)}`] : []),
    `${text(usage.cachedInputTokens)} tokens read from the vendor’s cache` +
      (usage.cacheWriteTokens > 0 ? `, ${text(usage.cacheWriteTokens)} written to it` : ''),
  ].join('; ');
}

function legend({ cells, comparisons = [], judging }: RunReport): string[] {
  const has = (test: (cell: CellReport) => boolean): boolean => cells.some(test);
  return [
    'Scores in percent with their 95 % interval. in, out: tokens. paid: by this run. ' +
      'alone: without replies from before. p50: median time of an answer.',
    ...(has(({ controlArm }) => controlArm)
      ? ['† control arm: what can be had without memory, or with the evidence in hand.']
      : []),
    ...(comparisons.length > 0
      ? [
          'to best: the difference to the method with the highest score, over the same questions; ' +
            '≈ it is inside the noise.',
        ]
      : []),
    ...(has(({ published }) => published !== undefined)
      ? [
          'paper: the published score; = no difference to it could be seen, ≠ it differs, ? rows or ' +
            'settings are others: `mab fidelity` says which.',
        ]
      : []),
    ...(has(({ judged }) => judged !== undefined)
      ? ['judged: answers that judges have given a score. calls, tokens, money: with the judges’.']
      : []),
    ...((judging?.agreement ?? []).length > 0 ? [AGREEMENT_LEGEND] : []),
    ...(judging?.bias ? [BIAS_LEGEND] : []),
    ...(has(isSplit)
      ? [
          'misread, missed: wrong answers, although what settles the question stood in what the ' +
            'reader saw, and because it did not.',
        ]
      : []),
    ...(has(({ answerInContext }) => answerInContext !== undefined)
      ? ['seen: questions whose accepted answer stood in what the reader saw.']
      : []),
    ...(has(({ usage, calls }) => calls > 0 && usage.source === 'estimated')
      ? ['~ counted by us; the provider reported no tokens.']
      : []),
    ...(has(({ latencyMs }) => latencyMs?.replayed === true)
      ? ['r: with replies from the ledger; times are those of the original calls.']
      : []),
    ...(has(({ money }) => money.unknownAttempts > 0)
      ? ['unknown: may have been charged as well; nobody saw how these calls ended.']
      : []),
  ];
}
