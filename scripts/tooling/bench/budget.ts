import type { Line } from './benchmark-page.ts';
import { runScript } from './run-json.ts';

/** Whether eight processes keep inside a budget, and how much of it they leave. */
export async function budget(): Promise<Line[]> {
  const figures = await runScript('scripts/bench/budget.ts');
  const figure = (name: string): number => figures[name] ?? Number.NaN;
  const percent = (name: string): string => `${(figure(name) / 10).toFixed(1)} %`;
  const overshoot = Math.max(figure('overshootMilli'), figure('overshootKilledMilli'));
  const isLittle = figure('unusedMilli') <= 30 || figure('unusedBeyondReservationMilli') <= 0;
  const games = `8 processes, ${figure('seeds')} seeds`;
  const killed = `with ${figure('killedProcesses')} processes killed`;
  return [
    {
      what: `Spent and unknown above the limit, ${games} without and ${figure('seeds')} with kills`,
      ours: `${percent('overshootMilli')}; ${percent('overshootKilledMilli')} ${killed}`,
      ...{ other: '', result: 'the furthest of all', bar: '≤ 0', met: overshoot <= 0 },
    },
    {
      what: `Left of the limit, ${games} without kills`,
      ours: percent('unusedMilli'),
      other: '',
      result: `${percent('unusedBeyondReservationMilli')} beyond one reservation`,
      ...{ bar: '≤ 3 %, or one reservation', met: isLittle && figure('inexact') === 0 },
    },
  ];
}
