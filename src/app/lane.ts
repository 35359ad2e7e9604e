import type { Lane } from '../contracts/lane.ts';
import { MabError } from '../core/errors.ts';
import type { RunConfig } from '../run/config/run-config.ts';
import { modelsOf, type RunModels } from './run-models.ts';

/** A configuration with the lane that was asked for on the command line, where one was. */
export function withLane(config: RunConfig, lane: Lane | undefined): RunConfig {
  return lane === undefined ? config : { ...config, batch: { ...config.batch, lane } };
}

/**
 * Whether calls of a run may go by batch.
 *
 * @throws {MabError} LANE_UNAVAILABLE where they have to, and no model has a batch API.
 */
export function usesBatches(
  { reader: { provider }, batch: { lane } }: RunConfig,
  used: RunModels,
): boolean {
  const models = modelsOf(used);
  const some = models.some(({ routes }) => routes.some(({ batch }) => batch));
  if (lane !== 'batch' || some) return some && lane !== 'live';
  throw new MabError('LANE_UNAVAILABLE', `The ${provider} reader has no batch API.`, {
    hint:
      'Use `lane: live` or `lane: auto`, or a reader, judge or embedder of openai, azure or ' +
      'anthropic (anthropic: no embedders).',
  });
}
