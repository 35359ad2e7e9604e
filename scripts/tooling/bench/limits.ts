import type { Line } from './benchmark-page.ts';
import { runScript } from './run-json.ts';

/** The part of the permitted rate that has to be used. */
const RATE_MIN = 0.95;
/** The part of the requests that may be refused for the rate. */
const REFUSED_MAX = 0.01;

const OURS = { one: '1 process', four: '4 processes', eight: '8 processes' };
const OTHERS = {
  queueLittle: 'p-queue, 14 in flight',
  queueGenerous: 'p-queue, 42 in flight',
  sdk: "all at once, the vendor's client retries",
  minuteWindows: 'rate-limiter-flexible, windows of a minute',
  secondWindows: 'rate-limiter-flexible, windows of a second',
};

/** What is kept of the rate that an enforcing server permits. */
export async function limits(): Promise<Line[]> {
  const figures = await runScript('scripts/bench/limits.ts');
  const figure = (name: string): number => figures[name] ?? Number.NaN;
  const of = (name: string) => ({
    rate: figure(`${name} rate`),
    refused: figure(`${name} refusedShare`),
    lost: figure('calls') - figure(`${name} answered`),
  });
  const said = (name: string): string => {
    const { rate, refused, lost } = of(name);
    return `${percent(rate)} of the rate, ${percent(refused)} refused, ${lost} lost`;
  };
  const others = Object.entries(OTHERS).map(([name, title]) => ({
    ...{ what: `The same calls: ${title}`, ours: '', other: said(name), result: '', bar: '' },
  }));
  const ours = Object.entries(OURS).map(([name, title]) => {
    const { rate, refused, lost } = of(name);
    return {
      what: `${figure('calls')} calls under ${500 * figure('speed')} requests a minute, ${title}`,
      ...{ ours: said(name), other: '', result: '' },
      bar: `≥ ${percent(RATE_MIN)}, < ${percent(REFUSED_MAX)}, 0`,
      met: rate >= RATE_MIN && refused < REFUSED_MAX && lost === 0,
    };
  });
  return [...ours, ...others];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.01 && share > 0 ? 2 : 0)} %`;
}
