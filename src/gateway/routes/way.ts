import type { Quota, Usage } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import { estimateTokens } from '../limits/estimate-tokens.ts';
import type { Room } from '../limits/room.ts';
import type { RoomQueue } from '../limits/room-queue.ts';
import { meetsLimit, retryAfterMs } from './provider-failure.ts';
import type { AnyRoute } from './route.ts';
import type { Sent } from './send-on.ts';

/** A route that was chosen for one send, with room in its limits: `sent` or `unsent` follows. */
export interface Way<R> {
  readonly route: R;
  readonly room: Room;
}

/** What a send will take of the limits of its route. */
export interface SendNeed {
  /** All that is sent. */
  readonly texts: readonly string[];
  readonly outputTokensMax: number;
}

/** As far as a reply tells what it took of its route's limits. */
export interface LimitedReply {
  readonly usage?: Usage;
  /** Of embeddings. */
  readonly inputTokens?: number;
  readonly quota?: Quota;
}

/** Room where nothing is limited, as in this process. */
const OPEN: Room = { end: () => undefined };

/**
 * Waits until the limits of a route have room for one send.
 *
 * @param countTokens  Counts exactly; only asked where the estimate is more than a limit allows.
 * @throws the reason of `signal`; {MabError} REQUEST_OVER_LIMIT, LIMITS_UNREACHABLE.
 */
export async function enterRoute(
  { limits, provider }: AnyRoute,
  { texts, outputTokensMax }: SendNeed,
  {
    rooms,
    countTokens,
    signal,
  }: { rooms: RoomQueue; countTokens: (text: string) => number; signal: AbortSignal },
): Promise<Room> {
  if (limits.length === 0) return OPEN;
  const enter = (inputTokens: number): Promise<Room> =>
    rooms.enter({ document: provider.servedBy, limits }, { inputTokens, outputTokensMax }, signal);
  try {
    return await enter(estimateTokens(texts));
  } catch (error) {
    if (!(error instanceof MabError) || error.code !== 'REQUEST_OVER_LIMIT') throw error;
    return enter(texts.reduce((sum, text) => sum + countTokens(text), 0));
  }
}

/** Tells the limits what came of a send. */
export function leaveRoute(room: Room, { reply, error }: Sent<LimitedReply>): void {
  if (reply) {
    const { quota, inputTokens } = reply;
    const usage = reply.usage ?? (inputTokens === undefined ? undefined : embedding(inputTokens));
    room.end({ outcome: 'served', ...(usage ? { usage } : {}), ...(quota ? { quota } : {}) });
    return;
  }
  const quota = error.details?.quota as Quota | undefined;
  const pauseMs = retryAfterMs(error);
  const isLimit = meetsLimit(error);
  room.end({
    outcome: isLimit ? 'limited' : 'failed',
    ...(isLimit && pauseMs !== undefined ? { retryAfterMs: pauseMs } : {}),
    ...(quota ? { quota } : {}),
  });
}

function embedding(embeddedTokens: number): Usage {
  return {
    ...{ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
    ...{ reasoningTokens: 0, embeddedTokens, source: 'reported' },
  };
}
