import type { Limit, RoomRequest } from '../../../contracts/limits.ts';
import { exchange } from '../exchange.ts';
import { type LimitsDocument, NO_LIMITS } from '../limit-state.ts';

/** When the test begins, in ms: no clock of the world stands at 0. */
const START_MS = 1_000_000;

/** A limit with no bound but those given. */
export function limitOf(bounds: Partial<Limit> = {}): Limit {
  return { name: 'key model', counting: 'used', adapts: true, ...bounds };
}

/** A request for room in these limits. */
export function needOf(limits: readonly Limit[], tokens = 0): RoomRequest {
  return { limits, inputTokens: tokens, outputTokensMax: 0 };
}

/**
 * One document that processes of these names take turns with, at times that the test decides,
 * in ms from its start.
 */
export class LimitsWorld {
  document: LimitsDocument = NO_LIMITS;
  nowMs = 0;
  /** Every room that was given: who, when, what for. */
  readonly taken: { owner: string; atMs: number; tokens: number }[] = [];

  /** Asks for one room. @returns 0 where it was taken, else how long to wait, in ms. */
  take(request: RoomRequest, owner = 'a'): number {
    const [answer] = this.exchange({ takes: [request], ends: [] }, owner).answers;
    if (answer?.kind !== 'taken') return answer?.kind === 'wait' ? answer.ms : Number.NaN;
    this.taken.push({ owner, atMs: this.nowMs, tokens: request.inputTokens });
    return 0;
  }

  end(
    request: RoomRequest,
    end: Omit<Parameters<typeof exchange>[1]['ends'][number], 'request'>,
    owner = 'a',
  ): void {
    this.exchange({ takes: [], ends: [{ request, ...end }] }, owner);
  }

  exchange(
    { ends, takes }: Parameters<typeof exchange>[1],
    owner = 'a',
  ): Omit<ReturnType<typeof exchange>, 'document'> {
    const news = {
      takes,
      ends: ends.map((end) => ({ ...end, takenMs: START_MS + end.takenMs })),
    };
    const asker = { owner, nowMs: START_MS + this.nowMs };
    const { document, ...answer } = exchange(this.document, news, asker);
    // What a place would keep: plain data.
    this.document = JSON.parse(JSON.stringify(document)) as LimitsDocument;
    return answer;
  }
}
