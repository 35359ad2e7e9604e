import type { CachingReport } from '../../contracts/report.ts';
import { formatUsd } from '../../core/money.ts';
import { percentText } from './number-text.ts';

/** `saved $0.87 (67.1 %)`, or `cost $0.01 more (24.9 %)`. */
export function savingText({ savedPicoUsd, savedShare }: CachingReport): string {
  const saved = BigInt(savedPicoUsd);
  const share = `(${percentText(Math.abs(savedShare))} %)`;
  return saved < 0n
    ? `cost ${formatUsd(-saved)} more ${share}`
    : `saved ${formatUsd(saved)} ${share}`;
}
