import { MabError } from '../../../core/errors.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';
import type { BenchmarkFlags } from './benchmark.ts';

type EstimateFlags = Parameters<typeof import('../estimate.ts')['estimateAction']>[1];

/** `mab estimate`: of a configuration, or of the whole benchmark. */
export async function estimateDispatch(
  config: string | undefined,
  flags: EstimateFlags & Omit<Partial<BenchmarkFlags>, keyof EstimateFlags>,
  io: CliIo,
): Promise<ExitCode> {
  const { benchmark } = flags;
  const isNamed = config !== undefined || flags.upstreamAgent !== undefined;
  if (isNamed === (benchmark !== undefined)) throw usageError(config);
  refuseOthers(flags, isNamed ? OF_BENCHMARK : OF_CONFIGURATION);
  if (isNamed) {
    refuseWithoutMachine(flags);
    return (await import('../estimate.ts')).estimateAction(config, flags, io);
  }
  return (await import('./benchmark.ts')).estimateBenchmarkAction(flags as BenchmarkFlags, io);
}

const OF_BENCHMARK = ['methods', 'model', 'embedder', 'parallel'] as const;
const OF_CONFIGURATION = ['lane', 'machine', 'store', 'phases'] as const;

/** An option that would change nothing is refused. */
function refuseOthers(flags: object, names: readonly string[]): void {
  const given = names.find((name) => (flags as Record<string, unknown>)[name] !== undefined);
  if (given === undefined) return;
  const isOfBenchmark = OF_BENCHMARK.some((name) => name === given);
  throw new MabError('USAGE', `--${given} says nothing here.`, {
    hint: `It goes with ${isOfBenchmark ? '`mab estimate --benchmark`' : '`mab estimate CONFIG`'}.`,
  });
}

/** Where there are no machines, nobody has to say how many, or how they are paid. */
function refuseWithoutMachine({ machine, count, market }: EstimateFlags): void {
  if (machine !== undefined || (count === 1 && market === 'on-demand')) return;
  const given = count === 1 ? '--market' : '--count';
  throw new MabError('USAGE', `${given} says nothing without a machine.`, {
    hint: `Name one: --machine aws:t3.xlarge ${given} ${count === 1 ? market : count}`,
  });
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
