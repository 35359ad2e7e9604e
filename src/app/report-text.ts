import type { RunReport } from '../contracts/report.ts';
import { markdownReport } from '../run/report-format/markdown.ts';
import { type TerminalOptions, terminalReport } from '../run/report-format/terminal.ts';
import { printableValue } from './printable.ts';

/** The forms that a report can be had in. */
export type ReportFormat = 'terminal' | 'markdown' | 'json';

/** A report as text, with a line feed at its end. `options` matter to `terminal` only. */
export function reportText(
  report: RunReport,
  format: ReportFormat,
  options: TerminalOptions,
): string {
  switch (format) {
    case 'terminal':
      return terminalReport(printableValue(report), options);
    case 'markdown':
      return markdownReport(printableValue(report));
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
  }
}
