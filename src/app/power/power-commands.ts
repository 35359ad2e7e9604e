import { knownDataset } from '../../bench/datasets/catalog.ts';
import type { PowerReport } from '../../contracts/power.ts';
import { powerView } from '../../run/power/power-view.ts';
import { runPower } from '../../run/power/run-power.ts';
import { type TerminalOptions, terminalView } from '../../run/report-format/terminal.ts';
import { findRun } from '../find-run.ts';
import { printableValue } from '../printable.ts';
import { openWorkspace } from '../workspace.ts';
import type { PowerCommands, PowerOptions } from './power-contract.ts';

async function power(folder: string, run: string, options: PowerOptions): Promise<PowerReport> {
  await using workspace = await openWorkspace(folder, { create: false });
  const runId = await findRun(workspace.store, run);
  return await runPower(workspace, runId, {
    ...options,
    held(dataset) {
      const { questions, rows: contexts } = knownDataset(dataset) ?? {};
      return questions === undefined || contexts === undefined
        ? undefined
        : { questions, contexts };
    },
  });
}

function powerText(report: PowerReport, options: TerminalOptions): string {
  return terminalView(powerView(printableValue(report)), options);
}

/** What `mab power` asks for. */
export const powerCommands: PowerCommands = { power, powerText };
