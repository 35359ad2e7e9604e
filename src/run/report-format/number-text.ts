import type { IntervalReport } from '../../contracts/report.ts';
import { shortNumber } from '../../core/number-text.ts';

/** A share in [0, 1] as percent with one digit after the point: `63.0`. */
export function percentText(share: number): string {
  return (share * 100).toFixed(1);
}

/** A score in percent with its 95 % interval: `63.0 [53.1, 72.0]`. */
export function intervalText({ mean, low, high }: IntervalReport): string {
  return `${percentText(mean)} [${percentText(low)}, ${percentText(high)}]`;
}

/** A number of tokens, short: `987`, `41.2k`, `1.23M`; with `~` where it is our own count. */
export function tokensText(tokens: number, source: 'reported' | 'estimated'): string {
  return `${source === 'estimated' && tokens > 0 ? '~' : ''}${shortNumber(tokens)}`;
}

/** Dollars: `$12,345`, `$123.45`, and below a cent the first two digits: `$0.0042`. */
export function dollarsText(usd: number): string {
  const [sign, amount] = usd < 0 ? ['−', -usd] : ['', usd];
  if (amount !== 0 && amount < 0.01) return `${sign}$${smallAmount(amount)}`;
  const digits = amount < 999.995 ? 2 : 0;
  return `${sign}$${amount.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, digits ? '' : ',')}`;
}

function smallAmount(usd: number): string {
  return usd.toFixed(Math.min(12, 1 - Math.floor(Math.log10(usd))));
}
