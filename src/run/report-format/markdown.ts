import type { RunReport } from '../../contracts/report.ts';
import { chartLines } from './chart-lines.ts';
import { reportView } from './report-view.ts';
import type { BarChart, ReportView, TableView } from './table-view.ts';

/** A report as Markdown (GitHub's tables), with the columns that a terminal has no room for. */
export function markdownReport(report: RunReport): string {
  return markdownView(reportView(report, { wide: true }));
}

/** A view as Markdown, in the same way. */
export function markdownView(view: ReportView): string {
  const blocks = [
    [`# ${escaped(view.heading)}`],
    factLines(view.facts),
    ...(view.chart ? [[`## ${escaped(view.chart.title)}`], chartBlock(view.chart)] : []),
    ...view.tables.flatMap((table) => [[`## ${escaped(table.title)}`], tableLines(table)]),
    view.legend.map((text) => `${escaped(text)}  `),
    ...section(
      'Blank cells',
      view.reasons.map((text, at) => `- [${at + 1}] ${escaped(text)}`),
    ),
    ...section(
      'Before you use these numbers',
      view.warnings.map((text) => `- ${escaped(text)}`),
    ),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function factLines(facts: ReportView['facts']): string[] {
  return facts.map(({ name, text }) =>
    name === '' ? `  ${escaped(text)}` : `- **${name}**: ${escaped(text)}`,
  );
}

function chartBlock(chart: BarChart): string[] {
  return ['```', ...chartLines(chart, 80), '```'];
}

function tableLines({ columns, rows }: TableView): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title.map(escaped).join('<br>'))),
    line(columns.map(({ align }) => (align === 'left' ? ':---' : '---:'))),
    ...rows.map((row) => line(row.map(escaped))),
  ];
}

function section(title: string, lines: readonly string[]): string[][] {
  return lines.length === 0 ? [] : [[`## ${title}`], [...lines]];
}

/**
 * Names such as `longmemeval_s*`, and paths, must come out as they are. An underscore inside a word
 * means nothing to GitHub, so it stays readable.
 */
function escaped(text: string): string {
  return text.replace(/[\\`*<>|~]|(?<!\w)_|_(?!\w)/g, '\\$&').replace(/\s+/g, ' ');
}
