import type { WaitingSum } from '../app/waiting-sum.ts';
import { counted } from '../core/number-text.ts';

/** `3 batches with 412 calls`. */
export function waitingText({ batches, calls }: WaitingSum): string {
  return `${batches} ${batches === 1 ? 'batch' : 'batches'} with ${counted(calls, 'call')}`;
}
