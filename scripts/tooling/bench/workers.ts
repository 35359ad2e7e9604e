import type { Line } from './benchmark-page.ts';
import { runScript } from './run-json.ts';

/** What several processes on one ledger gain, and what a thousand calls in flight take. */
export async function workers(): Promise<Line[]> {
  const figures = await runScript('scripts/bench/workers.ts');
  const rate = (name: string): number => figures[name] ?? Number.NaN;
  const gain = rate('fourPerSecond') / rate('onePerSecond');
  const wide = rate('widePerSecond') / rate('onePerSecond');
  const perSecond = (name: string): string => `${rate(name).toFixed(1)} calls a second`;
  return [
    {
      what: 'Four worker processes beside one, equal concurrency each',
      ours: `${perSecond('onePerSecond')}, ${perSecond('fourPerSecond')}`,
      other: `one process, four times the concurrency: ${perSecond('widePerSecond')} (${wide.toFixed(2)}×)`,
      ...{ result: `${gain.toFixed(2)}×`, bar: '≥ 3.8×', met: gain >= 3.8 },
    },
    {
      what: `${rate('inFlight')} calls in flight in one process`,
      ours: `${perSecond('inFlightPerSecond')}, ${rate('cpuMsPerCall').toFixed(1)} ms of CPU a call`,
      other: '',
      result: `peak ${Math.round(rate('peakBytes') / 1e6)} MB`,
      bar: '',
    },
  ];
}
