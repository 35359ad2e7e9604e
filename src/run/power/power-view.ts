import type { PowerNeed, PowerOfPair, PowerReport } from '../../contracts/power.ts';
import { formatUsd, type PicoUsd } from '../../core/money.ts';
import { percentText } from '../report-format/number-text.ts';
import { differenceText, pValueText } from '../report-format/pair-text.ts';
import type { ReportView, TableView } from '../report-format/table-view.ts';

/** What it would take to tell methods apart, as tables and sentences for a terminal. */
export function powerView(report: PowerReport): ReportView {
  const { runId, power, level, difference, pairs, notes } = report;
  const size =
    difference === undefined
      ? 'the difference that each pair shows today'
      : `a difference of ${percentText(difference)} points`;
  return {
    heading: `What would settle it: ${runId}`,
    facts: [
      {
        name: 'Find',
        text:
          `${size}, with ${percentText(power)} % chance; false findings among the pairs of a ` +
          `dataset: ${percentText(level)} % at most`,
      },
    ],
    tables: [...Map.groupBy(pairs, ({ pair }) => pair.dataset)].map(([dataset, ofDataset]) =>
      datasetTable(dataset, ofDataset),
    ),
    legend: [
      'In percentage points. p: among all pairs of the dataset (Holm). found from: the smallest ' +
        'difference that today’s questions would find. more: beyond today’s; their price is that of ' +
        'both methods, with nothing in the ledger. ask on: the complete dataset has as many.',
    ],
    reasons: [],
    warnings: notes,
  };
}

function datasetTable(dataset: string, pairs: readonly PowerOfPair[]): TableView {
  const [first] = pairs;
  const asked = { questions: first?.pair.questions.paired ?? 0, contexts: first?.contexts ?? 0 };
  return {
    title: `${dataset}: ${first?.pair.metric}, ${countsText(asked)}`,
    columns: [
      { title: ['pair'], align: 'left' },
      ...['difference', 'p', 'found from', 'more questions', 'more contexts', 'price'].map(
        (title) => ({ title: [title], align: 'right' as const }),
      ),
      { title: ['verdict'], align: 'left' },
    ],
    rows: pairs.map(({ pair, need }) => [
      `${pair.first.name} − ${pair.second.name}`,
      differenceText(pair),
      pValueText(pair.adjustedPValue),
      pair.detectable === undefined ? '–' : percentText(pair.detectable),
      ...needTexts(need),
    ]),
  };
}

function needTexts(need: PowerNeed): string[] {
  if (need.state === 'decided') return ['0', '0', '–', 'settled'];
  if (need.state === 'unknown') return ['–', '–', '–', need.reason];
  const { moreQuestions, moreContexts, morePicoUsd, held, isThere } = need;
  const missing = held ? `it has only ${countsText(held)}` : 'is there as much?';
  return [
    moreQuestions.toLocaleString('en'),
    moreContexts.toLocaleString('en'),
    morePicoUsd === undefined ? 'unknown' : formatUsd(BigInt(morePicoUsd) as PicoUsd),
    isThere ? 'ask on' : missing,
  ];
}

function countsText(counts: { readonly questions: number; readonly contexts: number }): string {
  const { questions, contexts } = counts;
  const text = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  return `${text(questions, 'question')}, ${text(contexts, 'context')}`;
}
