import { MabError } from '../../../core/errors.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';
import type { BenchmarkFlags } from './benchmark.ts';

type EstimateFlags = Parameters<typeof import('../estimate.ts')['estimateAction']>[1];

/** `mab estimate`: of a configuration, or of the whole benchmark. */
export async function estimateDispatch(
  config: string | undefined,
  flags: EstimateFlags & Partial<BenchmarkFlags>,
  io: CliIo,
): Promise<ExitCode> {
  const { benchmark } = flags;
  if ((config === undefined) === (benchmark === undefined)) throw usageError(config);
  if (config !== undefined)
    return (await import('../estimate.ts')).estimateAction(config, flags, io);
  return (await import('./benchmark.ts')).estimateBenchmarkAction(flags as BenchmarkFlags, io);
}

function usageError(config: string | undefined): MabError {
  return config === undefined
    ? new MabError('USAGE', 'Nothing is named that could be estimated.', {
        hint: 'Run `mab estimate CONFIG`, or `mab estimate --benchmark`.',
      })
    : new MabError('USAGE', '--benchmark and a configuration exclude each other.', {
        hint: `Run \`mab estimate ${config}\`, or \`mab estimate --benchmark\`.`,
      });
}
