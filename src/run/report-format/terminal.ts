import type { RunReport } from '../../contracts/report.ts';
import { chartLines } from './chart-lines.ts';
import { fitTable, type TableLine } from './fit-table.ts';
import { reportView } from './report-view.ts';
import type { ReportView, TableView } from './table-view.ts';
import { wrapText } from './wrap-text.ts';

/** Puts a colour or weight around text, or leaves it as it is. */
export type TextStyle = (format: 'bold' | 'dim' | 'yellow' | 'red', text: string) => string;

export interface TerminalOptions {
  /** Columns of the terminal; from 40 up. */
  readonly width: number;
  /** Absent: plain text. */
  readonly style?: TextStyle;
}

/** A report for a terminal: plain text with a line feed at its end. */
export function terminalReport(report: RunReport, options: TerminalOptions): string {
  return terminalView(reportView(report, { wide: false }), options);
}

/** A view for a terminal, in the same way. */
export function terminalView(view: ReportView, options: TerminalOptions): string {
  const width = Math.max(40, options.width);
  const style = options.style ?? ((_, text) => text);
  const blocks = [
    [style('bold', view.heading), ...factLines(view.facts, width)],
    ...(view.chart ? [[style('bold', view.chart.title), ...chartLines(view.chart, width)]] : []),
    ...view.tables.map((table) => tableLines(table, width, style)),
    view.legend.flatMap((text) => styled(wrapText(text, width, '  '), 'dim', style)),
    numbered('Blank cells', view.reasons, { width, style }),
    bulleted('Before you use these numbers', view.warnings, { width, style }),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function factLines(facts: ReportView['facts'], width: number): string[] {
  const indent = ' '.repeat(8);
  return facts.flatMap(({ name, text }) => {
    const [first = '', ...others] = wrapText(text, width - indent.length, '');
    return [name.padEnd(indent.length) + first, ...others.map((line) => indent + line)];
  });
}

function tableLines(table: TableView, width: number, style: TextStyle): string[] {
  return [style('bold', table.title), ...fitTable(table, width).map((line) => draw(line, style))];
}

function draw({ kind, text }: TableLine, style: TextStyle): string {
  return kind === 'head' ? style('dim', text) : text;
}

interface ListStyle {
  readonly width: number;
  readonly style: TextStyle;
}

function numbered(title: string, texts: readonly string[], { width, style }: ListStyle): string[] {
  if (texts.length === 0) return [];
  const items = texts.flatMap((text, at) => wrapText(`[${at + 1}] ${text}`, width, '    '));
  return [style('bold', title), ...styled(items, 'red', style)];
}

function bulleted(title: string, texts: readonly string[], { width, style }: ListStyle): string[] {
  if (texts.length === 0) return [];
  const items = texts.flatMap((text) => wrapText(`- ${text}`, width, '  '));
  return [style('bold', title), ...styled(items, 'yellow', style)];
}

function styled(
  lines: readonly string[],
  format: Parameters<TextStyle>[0],
  style: TextStyle,
): string[] {
  return lines.map((line) => style(format, line));
}
