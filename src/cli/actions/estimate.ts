import type { ClusterChoice } from '../../app/estimate/cluster.ts';
import type { EstimateOptions } from '../../app/estimate/estimate-contract.ts';
import { printable } from '../../app/printable.ts';
import { configPlace } from '../config-place.ts';
import { estimateText } from '../estimate-text.ts';
import { type ExitCode, exitCodeOfEstimate } from '../exit-codes.ts';
import { bigintAsText } from '../failure.ts';
import { watchInterrupts } from '../interrupts.ts';
import { type CliIo, widthOf } from '../io.ts';
import type { UpstreamFlags } from '../upstream-options.ts';
import { walkProgress } from '../walk-progress.ts';

interface EstimateFlags extends Pick<ClusterChoice, 'count' | 'market' | 'region'>, UpstreamFlags {
  readonly workspace: string;
  readonly json?: boolean;
  readonly phases?: boolean;
  readonly lane?: EstimateOptions['lane'];
  readonly machine?: string;
  readonly store?: string;
  readonly prices?: readonly string[];
}

/** `mab estimate CONFIG`: what a run will cost. */
export async function estimateAction(
  config: string | undefined,
  flags: EstimateFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { workspace, lane, json = false, phases = false } = flags;
  const place = await configPlace(config, flags, io);
  const progress = walkProgress(io.stderr, io.clock);
  using interrupts = watchInterrupts(io, () => undefined);
  try {
    const commands = await (await io.loadCommands()).estimates();
    const estimate = await commands.estimateRun({
      ...{ ...place, workspace, signal: interrupts.signal, onProgress: progress.onProgress },
      ...(lane === undefined ? {} : { lane }),
      ...(flags.prices ? { prices: flags.prices } : {}),
      cluster: clusterOf(flags),
    });
    progress.close();
    const text = json
      ? `${JSON.stringify(estimate, bigintAsText, 2)}\n`
      : printable(estimateText(estimate, { width: widthOf(io.stdout), phases }));
    io.stdout.write(text);
    return exitCodeOfEstimate(estimate);
  } catch (thrown) {
    const exitCode = interrupts.exitCode();
    if (exitCode === undefined) throw thrown;
    return exitCode;
  } finally {
    progress.close();
  }
}

function clusterOf({ machine, store, count, market, region }: EstimateFlags): ClusterChoice {
  return {
    ...{ count, market, region },
    ...(machine === undefined ? {} : { machine }),
    ...(store === undefined ? {} : { store }),
  };
}
