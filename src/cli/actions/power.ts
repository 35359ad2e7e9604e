import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { writeOutput } from '../output.ts';
import { terminalOptions } from './run.ts';

interface PowerFlags {
  readonly workspace: string;
  readonly json?: boolean;
  readonly judging?: string;
  /** In percentage points. */
  readonly difference?: number;
  readonly allPairs?: boolean;
}

/** `mab power RUN`: how many more questions, at what price, would settle a pair of methods. */
export async function powerAction(
  run: string,
  { workspace, json = false, judging, difference, allPairs = false }: PowerFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { power, powerText } = await (await io.loadCommands()).power();
  const report = await power(workspace, run, {
    allPairs,
    ...(judging === undefined ? {} : { judging }),
    ...(difference === undefined ? {} : { difference: difference / 100 }),
  });
  const text = json
    ? `${JSON.stringify(report, null, 2)}\n`
    : powerText(report, terminalOptions(io.stdout));
  await writeOutput(text, undefined, io);
  return 0;
}
