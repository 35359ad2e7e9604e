import type { CostReport } from '../../contracts/cost-report.ts';
import { costCsvText } from '../../run/cost/cost-csv.ts';
import { costText as terminalText } from '../../run/cost/cost-text.ts';

/** A bill for a terminal, or its tables as a CSV file. */
export function costText(
  report: CostReport,
  format: 'terminal' | 'csv',
  { width }: { readonly width: number },
): string {
  return format === 'csv' ? costCsvText(report) : terminalText(report, { width });
}
