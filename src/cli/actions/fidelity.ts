import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { writeOutput } from '../output.ts';
import { terminalOptions } from './run.ts';

/** `mab fidelity RUN`: each score beside the published one, and what stands between them. */
export async function fidelityAction(
  run: string,
  { workspace, json = false }: { readonly workspace: string; readonly json?: boolean },
  io: CliIo,
): Promise<ExitCode> {
  const { fidelity, fidelityText } = await (await io.loadCommands()).fidelity();
  const report = await fidelity(workspace, run);
  const text = json
    ? `${JSON.stringify(report, null, 2)}\n`
    : fidelityText(report, terminalOptions(io.stdout));
  await writeOutput(text, undefined, io);
  return 0;
}
