import type { Clock } from '../core/clock.ts';
import type { OutputStream } from './io.ts';
import { LiveLine } from './live-line.ts';
import { spanText } from './progress-line.ts';

/** A walk that is over sooner is not worth a line. */
const QUIET_MS = 1_000;

/** Tells on a terminal how far an estimate is. */
export function walkProgress(stream: OutputStream, clock: Pick<Clock, 'elapsed'>) {
  const line = new LiveLine(stream);
  const startMs = clock.elapsed();
  return {
    onProgress: ({ units, unitsDone }: { readonly units: number; readonly unitsDone: number }) => {
      const nowMs = clock.elapsed();
      const ms = nowMs - startMs;
      if (!line.isLive || ms < QUIET_MS || unitsDone === 0) return;
      const leftSeconds = ((ms / unitsDone) * (units - unitsDone)) / 1_000;
      line.show(
        nowMs,
        () => `estimating: unit ${unitsDone}/${units}, ETA ${spanText(leftSeconds)}`,
      );
    },
    close: () => line.close(),
  };
}
