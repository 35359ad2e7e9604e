import type { Item } from './claim.ts';

/** `12.6B`, `1.5M`, `4,096`, `121.47`, `0.0123`: as exact as a reader needs. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${trimmed(value / 1e9)}B`;
  if (size >= 1e6) return `${trimmed(value / 1e6)}M`;
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 10 || size === 0) return trimmed(value);
  if (size >= 1) return String(Number(value.toFixed(3)));
  return String(Number(value.toPrecision(3)));
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** `730 × 0.1664 = 121.47; label: 3 × 4 = 12`; the value alone where the formula is empty. */
export function formatItems(items: readonly Item[]): string {
  return items.map(formatItem).join('; ');
}

function formatItem({ label, formula, low, high }: Item): string {
  const value = low === high ? formatNumber(low) : `${formatNumber(low)}–${formatNumber(high)}`;
  return `${label ? `${label}: ` : ''}${formula === '' ? '' : `${formula} = `}${value}`;
}
