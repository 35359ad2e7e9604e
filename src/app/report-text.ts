import type { RunComparison } from '../contracts/comparison.ts';
import type { VerdictRecord } from '../contracts/judging.ts';
import type { RunReport } from '../contracts/report.ts';
import { comparisonView } from '../run/report-format/comparison-view.ts';
import { comparisonPage } from '../run/report-format/html/comparison-page.ts';
import { markdownReport, markdownView } from '../run/report-format/markdown.ts';
import {
  type TerminalOptions,
  terminalReport,
  terminalView,
} from '../run/report-format/terminal.ts';
import { verdictTexts } from '../run/report-format/verdict-text.ts';
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

/** What judges said of an answer, a line each. */
export function verdictLines(verdict: VerdictRecord): string[] {
  return verdictTexts(verdict);
}

/** The forms that a comparison can be had in. */
export type ComparisonFormat = ReportFormat | 'html';

/** A comparison as text, in the same way. */
export function comparisonText(
  comparison: RunComparison,
  format: ComparisonFormat,
  options: TerminalOptions,
): string {
  switch (format) {
    case 'terminal':
      return terminalView(comparisonView(printableValue(comparison)), options);
    case 'markdown':
      return markdownView(comparisonView(printableValue(comparison)));
    case 'html':
      return comparisonPage(comparison);
    case 'json':
      return `${JSON.stringify(comparison, null, 2)}\n`;
  }
}
