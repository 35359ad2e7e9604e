import type { BenchmarkEstimateOptions } from '../../../app/estimate/benchmark-contract.ts';
import { type ExitCode, exitCodeOfEstimate } from '../../exit-codes.ts';
import { bigintAsText } from '../../failure.ts';
import type { CliIo } from '../../io.ts';
import { benchmarkText } from './benchmark-text.ts';

export interface BenchmarkFlags {
  readonly benchmark: BenchmarkEstimateOptions['set'];
  readonly workspace: string;
  readonly prices: readonly string[];
  readonly methods?: readonly string[];
  readonly model?: string;
  readonly embedder?: string;
  readonly parallel?: number;
  readonly json?: boolean;
}

/** Calls in flight, where nothing is said. */
const PARALLEL = 8;

/** `mab estimate --benchmark`: what the whole benchmark costs, without its data. */
export async function estimateBenchmarkAction(
  { benchmark: set, workspace, prices: files, json = false, ...flags }: BenchmarkFlags,
  io: CliIo,
): Promise<ExitCode> {
  const commands = await (await io.loadCommands()).estimates();
  const { methods, model, embedder, parallel = PARALLEL } = flags;
  const options = { set, methods, model, embedder, parallel };
  const estimate = await commands.estimateBenchmark(options, { workspace, files });
  io.stdout.write(
    json ? `${JSON.stringify(estimate, bigintAsText, 2)}\n` : benchmarkText(estimate),
  );
  return exitCodeOfEstimate(estimate);
}
