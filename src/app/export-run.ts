import type { RunId } from '../core/ids.ts';
import { readManifest } from '../run/manifest.ts';
import { buildReport } from '../run/report/run-report.ts';
import { cellTable } from '../run/report-format/cell-table.ts';
import { createQuestionCollector } from '../run/report-format/html/question-data.ts';
import { reportPage } from '../run/report-format/html/report-page.ts';
import { createQuestionTable } from '../run/report-format/question-table.ts';
import { tableCsv } from '../run/report-format/table-csv.ts';
import { tableParquet } from '../run/report-format/table-parquet.ts';
import type { ExportedRun, ExportFormat } from './commands-contract.ts';
import type { Workspace } from './workspace.ts';

/** A run with the verdicts that are to be shown. */
interface WantedRun {
  readonly runId: RunId;
  /** As of `readJudgings`. */
  readonly judging?: string | undefined;
}

/** A run in one of the forms that are files. */
export async function exportRunAs(
  workspace: Workspace,
  wanted: WantedRun,
  format: ExportFormat,
): Promise<ExportedRun> {
  const { runId, judging } = wanted;
  switch (format) {
    case 'html':
      return { fileName: `${runId}.html`, data: await runPage(workspace, wanted) };
    case 'csv':
      return { fileName: `${runId}.csv`, data: tableCsv(await questionTable(workspace, wanted)) };
    case 'parquet':
      return {
        fileName: `${runId}.parquet`,
        data: tableParquet(await questionTable(workspace, wanted)),
      };
    case 'cells-csv':
      return {
        fileName: `${runId}-cells.csv`,
        data: tableCsv(cellTable(await buildReport(workspace, runId, undefined, judging))),
      };
  }
}

async function runPage(workspace: Workspace, { runId, judging }: WantedRun): Promise<string> {
  const questions = createQuestionCollector();
  const report = await buildReport(workspace, runId, questions.add, judging);
  const { config } = await readManifest(workspace.store, runId);
  return reportPage({ report, config, questions });
}

async function questionTable(workspace: Workspace, { runId, judging }: WantedRun) {
  const table = createQuestionTable(runId);
  await buildReport(workspace, runId, table.add, judging);
  return table.finish();
}
