import type { RowStatus } from '../../../contracts/dataset.ts';
import type { CellReport, PairReport, RunReport } from '../../../contracts/report.ts';
import { AGREEMENT_LEGEND, agreementTables } from '../agreement-table.ts';
import { BIAS_LEGEND, biasTables } from '../bias-table.ts';
import { blankReasons } from '../blank-reasons.ts';
import { datasetTable } from '../dataset-table.ts';
import { reportView } from '../report-view.ts';
import { servedTables } from '../served-table.ts';
import { forecastSections } from './forecast-section.ts';
import { html, type Markup, trusted } from './markup.ts';
import { type MethodNames, nameMethods } from './method-names.ts';
import { OUTCOME_NAMES, outcomeBars, PATTERNS } from './outcome-bars.ts';
import { type DataLimits, packData } from './pack-data.ts';
import { pageText, type Section } from './page-frame.ts';
import { pairTable } from './pair-table.ts';
import type { QuestionCollector } from './question-data.ts';
import { scoreMatrix } from './score-matrix.ts';
import { pageTable, viewTable } from './table.ts';
import { tokenTables } from './token-tables.ts';
import { worthPlots } from './worth-plots.ts';

export interface ReportPage {
  readonly report: RunReport;
  /** With all defaults, as the manifest has it. */
  readonly config: unknown;
  readonly questions: QuestionCollector;
}

/**
 * A run as one HTML file that needs nothing else. Everything but the list of questions is there
 * without a script.
 */
export async function reportPage(page: ReportPage): Promise<string> {
  const { report: given, config, questions } = page;
  const names = nameMethods(given.cells);
  const report = { ...given, cells: names.sorted(given.cells) };
  const data = questions.finish(report.cells);
  const packed = await packData(data);
  const { facts } = reportView(report, { wide: true });
  return pageText({
    title: `${report.name}: memory methods compared`,
    heading: html`<bdi>${report.name}</bdi>`,
    facts: [
      { name: 'Run', text: html`<code>${report.runId}</code>` },
      ...facts.filter(({ name }) => name !== ''),
    ],
    warnings: report.warnings,
    sections: [
      ...resultSections(report, names),
      ...forecastSections(report, config),
      questionSection(data.questions.length, packed.limits),
      aboutSection(report, config),
    ],
    madeBy: report.versions.mab,
    data: html`<script type="application/octet-stream" id="question-data">${trusted(
      packed.base64,
    )}</script>\n`,
  });
}

function resultSections(report: RunReport, names: MethodNames): Section[] {
  const { cells, comparisons = [] } = report;
  return [
    {
      id: 'scores',
      title: 'Scores',
      intro:
        'The darker, the higher. best: the highest score of a dataset among the methods; ' +
        '≈ best: the difference to it is inside the noise.',
      content: scoreMatrix(report, names),
    },
    {
      id: 'worth',
      title: 'Cost and time',
      intro: 'Up and to the left is better. Lines through the marks are 95 % intervals.',
      content: worthPlots(cells, names),
    },
    {
      id: 'errors',
      title: 'Right, misread, not retrieved',
      intro:
        'Where answers go wrong: the memory did not find what was needed, or the reader had it ' +
        'and still answered wrongly. Right means at least half the marks.',
      content: html`${PATTERNS}${outcomeBars(cells, names)}`,
    },
    ...(comparisons.length === 0
      ? []
      : [
          {
            id: 'comparisons',
            title: 'Compared with the best',
            intro:
              'The same questions under two methods. This tells more than two intervals side by ' +
              'side, because what makes a question hard is the same for both.',
            content: pairTable(comparisons),
          },
        ]),
    ...judgeSections(report),
    {
      id: 'tokens',
      title: 'Tokens and money',
      intro:
        'paid: by this run. alone: what the cell would cost with nothing in the ledger. ' +
        'p50, p95: times of answers. build: time to build the memory.',
      content: html`${tokenTables(cells, names)}${servedTables(cells).map(viewTable)}`,
    },
  ];
}

function judgeSections({ judging }: RunReport): Section[] {
  const [agreement, bias] = [agreementTables(judging), biasTables(judging)];
  const section = (id: string, title: string, intro: string, tables: typeof bias): Section[] =>
    tables.length === 0 ? [] : [{ id, title, intro, content: html`${tables.map(viewTable)}` }];
  const agree = `How far judges agree with each other, and with people. ${AGREEMENT_LEGEND}`;
  const again = `What decides the marks of judges, beside the answer. ${BIAS_LEGEND}`;
  return [
    ...section('judges', 'Judges', agree, agreement),
    ...section('bias', 'Judges asked again', again, bias),
  ];
}

function questionSection(count: number, { items }: DataLimits): Section {
  const cut = Number.isFinite(items)
    ? ' So that the page stays small, texts are cut short and at most ' +
      `${items} retrieved items are listed; mab show and the other formats have all.`
    : '';
  return {
    id: 'questions',
    title: 'Questions',
    intro: `${count} questions, with each method’s answer and what it was made from.${cut}`,
    content: html`<noscript><p class="note">The list of questions needs JavaScript. Without it, ask
<code>mab show RUN --question ID</code>.</p></noscript>
<div id="explorer" hidden data-outcomes="${JSON.stringify(OUTCOME_NAMES)}"></div>`,
  };
}

const STATUS_MEANINGS: Readonly<Record<RowStatus, string>> = {
  published: 'equal, by hash, to the published rows',
  rebuilt: 'made again from the named sources by the same procedure',
  partial: 'a part of the published rows: not the benchmark’s own score',
  'stand-in': 'stands in for the published rows: not the benchmark’s own score',
  unverified: 'not compared with the published rows',
  'open-corpus': 'generated here: not MemoryAgentBench',
  locomo: 'of LoCoMo: not MemoryAgentBench',
  longmemeval: 'of LongMemEval’s own file: not MemoryAgentBench',
  'own-data': 'your own: not MemoryAgentBench',
};

function aboutSection(report: RunReport, config: unknown): Section {
  const { cells, comparisons = [] } = report;
  const datasets = [...Map.groupBy(cells, ({ dataset }) => dataset)];
  const statuses = datasets.flatMap(([dataset, ofDataset]) =>
    [...new Set(ofDataset.map(({ rowStatus }) => rowStatus))].map((status) => [
      html`<bdi>${dataset}</bdi>`,
      status,
      STATUS_MEANINGS[status],
    ]),
  );
  return {
    id: 'about',
    title: 'About this run',
    intro: 'Where the rows come from, every figure as a table, and the configuration.',
    content: html`${pageTable({
      caption: 'Rows',
      head: [
        { title: 'dataset', align: 'left' },
        { title: 'rows', align: 'left' },
        { title: 'which are', align: 'left' },
      ],
      groups: [{ rows: statuses }],
    })}
<details><summary>All figures</summary>${datasets.map(([, ofDataset]) => figures(ofDataset, comparisons))}
<ul class="plain">${reportView(report, { wide: true }).legend.map((text) => html`<li>${text}</li>`)}</ul></details>
<details><summary>Configuration with all defaults</summary>
<pre tabindex="0"><code>${JSON.stringify(config, bigintAsText, 2) ?? ''}</code></pre></details>`,
  };
}

function figures(cells: readonly CellReport[], comparisons: readonly PairReport[]): Markup {
  const options = { reasons: blankReasons(cells), comparisons, wide: true };
  return viewTable(datasetTable(cells, options));
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
