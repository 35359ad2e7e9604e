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

/**
 * How far the second lies from the first: `−3.0`, `−1.0 ≈` inside the noise; in full with interval
 * and p-value: `−1.0 [−4.2, +2.2] p 0.541 ≈`. Empty where the two were not compared.
 */
export function distanceText(pair: PairReport | undefined, inFull: boolean): string {
  if (!pair) return '';
  const { mean, low, high } = pair.difference;
  const difference = { ...pair.difference, mean: -mean, low: -high, high: -low };
  const text = inFull
    ? `${differenceText({ difference })} p ${pValueText(pair.adjustedPValue)}`
    : signedText(difference.mean);
  return pair.better === 'undecided' ? `${text} ≈` : text;
}
