import type { PairReport } from '../../contracts/report.ts';
import { percentText } from './number-text.ts';

/** Percentage points with their interval: `+3.0 [−1.2, +7.2]`. */
export function differenceText({ difference }: Pick<PairReport, 'difference'>): string {
  const { mean, low, high } = difference;
  return `${signedText(mean)} [${signedText(low)}, ${signedText(high)}]`;
}

/** `+3.0`, `−3.0`, `0.0`. */
export function signedText(difference: number): string {
  const text = percentText(Math.abs(difference));
  if (text === '0.0') return text;
  return `${difference > 0 ? '+' : '−'}${text}`;
}

/** `0.041`, `< 0.001`. */
export function pValueText(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : pValue.toFixed(3);
}

/** What a pair says, in words. */
export function verdictText({ better, first, second }: PairReport): string {
  if (better === 'first') return `${first.name} is better`;
  if (better === 'second') return `${second.name} is better`;
  return 'inside the noise';
}
