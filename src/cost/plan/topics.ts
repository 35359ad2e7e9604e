import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import type { Topic } from './topic.ts';
import { clouds } from './topics/clouds.ts';
import { commitment } from './topics/commitment.ts';
import { configuration } from './topics/configuration.ts';
import { embedding } from './topics/embedding.ts';
import { fleet } from './topics/fleet.ts';
import { machines } from './topics/machines.ts';
import { roadmap } from './topics/roadmap.ts';
import { serverless } from './topics/serverless.ts';
import { spot } from './topics/spot.ts';
import { transfer } from './topics/transfer.ts';
import { vectors } from './topics/vectors.ts';

/** All that the advisor can be asked, in the order of the help. */
export const TOPICS: readonly Topic[] = [
  configuration,
  machines,
  clouds,
  spot,
  commitment,
  fleet,
  serverless,
  transfer,
  embedding,
  vectors,
  roadmap,
];

/** @throws {MabError} PLAN_TOPIC_UNKNOWN with the nearest names. */
export function findTopic(id: string): Topic {
  const found = TOPICS.find((topic) => topic.id === id);
  if (found) return found;
  const ids = TOPICS.map((topic) => topic.id);
  const near = nearestNames(id, ids);
  throw new MabError('PLAN_TOPIC_UNKNOWN', `The advisor has no topic ${id}.`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It knows ${ids.join(', ')}.`,
  });
}
