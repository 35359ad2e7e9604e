import type { RowSet } from '../../../cost/estimate/published-rows.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { bigintAsText } from '../../failure.ts';
import type { CliIo } from '../../io.ts';
import { benchmarkText } from './benchmark-text.ts';

export interface BenchmarkFlags {
  readonly benchmark: RowSet | true;
  readonly workspace: string;
  readonly prices: readonly string[];
  readonly methods?: readonly string[];
  readonly model?: string;
  readonly embedder?: string;
  readonly parallel: number;
  readonly json?: boolean;
}

/** `mab estimate --benchmark`: what the whole benchmark costs, without its data. */
export async function estimateBenchmarkAction(
  { benchmark, workspace, prices: files, json = false, ...options }: BenchmarkFlags,
  io: CliIo,
): Promise<ExitCode> {
  const commands = await (await io.loadCommands()).estimates();
  const set = benchmark === true ? 'paper' : benchmark;
  const estimate = await commands.estimateBenchmark({ ...options, set }, { workspace, files });
  io.stdout.write(
    json ? `${JSON.stringify(estimate, bigintAsText, 2)}\n` : benchmarkText(estimate),
  );
  return 0;
}
