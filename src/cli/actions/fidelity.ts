import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { writeOutput } from '../output.ts';
import { terminalOptions } from './run.ts';

interface FidelityFlags {
  readonly workspace: string;
  readonly judging?: string;
  readonly json?: boolean;
}

/** `mab fidelity RUN`: each score beside the published one, and what stands between them. */
export async function fidelityAction(
  run: string,
  { workspace, judging, json = false }: FidelityFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { fidelity, fidelityText } = await (await io.loadCommands()).fidelity();
  const report = await fidelity(workspace, run, judging);
  const text = json
    ? `${JSON.stringify(report, null, 2)}\n`
    : fidelityText(report, terminalOptions(io.stdout));
  await writeOutput(text, undefined, io);
  return 0;
}
