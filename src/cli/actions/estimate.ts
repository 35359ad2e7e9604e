import type { EstimateOptions } from '../../app/estimate/estimate-contract.ts';
import type { ExitCode } from '../exit-codes.ts';
import { bigintAsText } from '../failure.ts';
import type { CliIo } from '../io.ts';

interface EstimateFlags {
  readonly workspace: string;
  readonly json?: boolean;
  readonly lane?: EstimateOptions['lane'];
}

/** `mab estimate CONFIG`: what a run will cost. */
export async function estimateAction(
  configPath: string,
  { workspace, lane }: EstimateFlags,
  io: CliIo,
): Promise<ExitCode> {
  const commands = await (await io.loadCommands()).estimates();
  const estimate = await commands.estimateRun({
    ...{ configPath, workspace, onProgress: () => undefined, signal: new AbortController().signal },
    ...(lane === undefined ? {} : { lane }),
  });
  io.stdout.write(`${JSON.stringify(estimate, bigintAsText, 2)}\n`);
  return 0;
}
