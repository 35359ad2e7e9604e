import type { CellFidelity, FidelityReport, PublishedValue } from '../../contracts/fidelity.ts';
import { intervalText, percentText } from '../report-format/number-text.ts';
import { signedText } from '../report-format/pair-text.ts';
import type { ReportView, TableView } from '../report-format/table-view.ts';

/** How each score relates to the published one, as a table and sentences for a terminal. */
export function fidelityView(report: FidelityReport): ReportView {
  const { runId, source, cells, scorer, notes } = report;
  const reasons = cells.map(reasonText);
  return {
    heading: `Fidelity: ${runId}`,
    facts: [
      { name: 'Paper', text: source },
      {
        name: 'Scorer',
        text: `equals the published code on ${scorer.equal} of ${scorer.replies} replies that it has scored`,
      },
    ],
    tables: [...Map.groupBy(cells, ({ dataset }) => dataset)].map(([dataset, ofDataset]) =>
      datasetTable(dataset, ofDataset),
    ),
    legend: [
      'Scores in percent. gap: ours less the published one, and up to where a gap is as good as none. ' +
        'k, chunk: top-k and tokens of a chunk in the paper.',
    ],
    reasons: [],
    warnings: [...new Set([...reasons.flat(), ...notes])],
  };
}

function datasetTable(dataset: string, cells: readonly CellFidelity[]): TableView {
  const titles = ['ours', 'published', 'gap', 'table', 'k', 'chunk'];
  return {
    title: `${dataset}: ${cells[0]?.metric}`,
    columns: [
      { title: ['method'], align: 'left' },
      ...titles.map((title) => ({ title: [title], align: 'right' as const })),
      { title: ['verdict'], align: 'left' },
    ],
    rows: cells.map(({ name, score, published, gap, verdict }) => [
      name,
      score ? intervalText(score) : '—',
      published ? percentText(published.score) : '—',
      gap ? `${signedText(gap.difference)} (±${percentText(gap.within)})` : '—',
      ...publishedTexts(published),
      verdict.replace('-', ' '),
    ]),
  };
}

function publishedTexts(published: PublishedValue | undefined): string[] {
  if (!published) return ['', '', ''];
  const { table, topK, chunkTokens } = published;
  return [table, topK === undefined ? '' : String(topK), String(chunkTokens)];
}

/** Why a cell cannot be compared, or what may have moved it. */
function reasonText({ name, dataset, verdict, obstacles, differences, causes }: CellFidelity) {
  const cell = `${name} on ${dataset}`;
  if (verdict === 'not-comparable') return [`${cell} cannot be compared: ${obstacles.join('; ')}.`];
  if (verdict === 'differs') return [`${cell} differs. It may be because: ${causes.join(' ')}`];
  return differences.length === 0 ? [] : [`${cell} agrees, with ${differences.join('; ')}.`];
}
