import type { FidelityReport } from '../../contracts/fidelity.ts';
import { fidelityView } from '../../run/fidelity/fidelity-view.ts';
import { runFidelity } from '../../run/fidelity/run-fidelity.ts';
import { readManifest } from '../../run/manifest.ts';
import { buildReport } from '../../run/report/run-report.ts';
import { type TerminalOptions, terminalView } from '../../run/report-format/terminal.ts';
import { findRun } from '../find-run.ts';
import { printableValue } from '../printable.ts';
import { openWorkspace } from '../workspace.ts';
import type { FidelityCommands } from './fidelity-contract.ts';

async function fidelity(folder: string, run: string, judging?: string): Promise<FidelityReport> {
  await using workspace = await openWorkspace(folder, { create: false });
  const runId = await findRun(workspace.store, run);
  const manifest = await readManifest(workspace.store, runId);
  return runFidelity(await buildReport(workspace, runId, undefined, judging), manifest);
}

function fidelityText(report: FidelityReport, options: TerminalOptions): string {
  return terminalView(fidelityView(printableValue(report)), options);
}

/** What `mab fidelity` asks for. */
export const fidelityCommands: FidelityCommands = { fidelity, fidelityText };
