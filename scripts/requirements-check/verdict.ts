import type { Finding, Item, Recomputed, Verdict } from './claim.ts';
import { formatItems, formatNumber } from './format.ts';
import type { Stated, Written } from './stated.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** One or two sentences; empty where there is nothing to add. */
  readonly reason: string;
}

/** A round number may be so far from the exact one. */
const ROUND_NUMBER_SHARE = 0.05;
/** Months of 720 and of 730 hours are both in use: 730 / 720 − 1, on top of the rounding. */
const MONTH_SHARE = 730 / 720 - 1;
/** Of binary fractions. */
const EPSILON = 1e-9;

/**
 * The one place that decides. A stated value holds where the recomputed one rounds to it at its
 * last significant digit (by 5 % at most); a stated range holds where all that was recomputed lies
 * inside, its ends as exact as they are written. Figures by the month may differ as months of 720
 * and 730 hours do. A stated value also holds inside of a recomputed range.
 */
export function judge(stated: Stated, finding: Finding): Judgement {
  if (finding.kind === 'unverifiable') {
    return { verdict: 'assumption unclear', reason: finding.because };
  }
  const verdict = verdictOf(stated, finding);
  const reason = [
    ...(finding.retired ? [`${finding.retired.name} was retired on ${finding.retired.on}.`] : []),
    ...(agrees(stated, finding) ? [] : [difference(stated, finding)]),
    ...(verdict === 'price stale or wrong' && finding.withStatedPrices
      ? [`With the stated prices: ${formatItems([finding.withStatedPrices])}.`]
      : []),
    ...(finding.source ? [`Source: ${finding.source}.`] : []),
    ...(finding.note ? [finding.note] : []),
  ].join(' ');
  return { verdict, reason };
}

function verdictOf(stated: Stated, finding: Recomputed): Verdict {
  if (finding.retired) return 'price stale or wrong';
  if (agrees(stated, finding)) return 'consistent';
  const { basis, withStatedPrices } = finding;
  const isPrice =
    basis === 'listed' ||
    (withStatedPrices !== undefined && agrees(stated, { ...finding, items: [withStatedPrices] }));
  return isPrice ? 'price stale or wrong' : 'arithmetic off';
}

function agrees(stated: Stated, { items, some }: Pick<Recomputed, 'items' | 'some'>): boolean {
  if (stated.kind === 'list') {
    return (
      stated.values.length === items.length &&
      items.every((item, at) => holdsValue(stated.values[at] as Written, item, stated.unit))
    );
  }
  const fits = (item: Item): boolean => holds(stated, item);
  return items.length > 0 && (some ? items.some(fits) : items.every(fits));
}

function holds(stated: Exclude<Stated, { kind: 'list' }>, item: Item): boolean {
  if (stated.kind === 'value') return holdsValue(stated.at, item, stated.unit);
  if (stated.kind === 'bound') return holdsBound(stated, item);
  const { low, high, unit } = stated;
  const slack = (end: Written): number =>
    end.rounding + monthSlack(end.value, unit) + EPSILON * end.value;
  return item.low >= low.value - slack(low) && item.high <= high.value + slack(high);
}

function holdsValue({ value, significance }: Written, item: Item, unit: string): boolean {
  const rounding = Math.min(significance, ROUND_NUMBER_SHARE * value);
  const slack = rounding + monthSlack(value, unit) + EPSILON * value;
  return item.low - slack <= value && value <= item.high + slack;
}

function holdsBound({ sign, limit }: Extract<Stated, { kind: 'bound' }>, item: Item): boolean {
  if (sign === '<') return item.high < limit;
  if (sign === '<=') return item.high <= limit;
  return sign === '>' ? item.low > limit : item.low >= limit;
}

function monthSlack(value: number, unit: string): number {
  return / a (?:month|quarter|year)$/.test(unit) ? value * MONTH_SHARE : 0;
}

function difference(stated: Stated, { items }: Recomputed): string {
  if (stated.kind === 'bound') return 'The bound does not hold.';
  if (stated.kind === 'list') return 'Not all of the values agree.';
  const wrong = items.filter((item) => !holds(stated, item));
  const [below, above] = [-1, 1].map((side) =>
    wrong.filter((item) => side * (middleOf([item]) - middleOfStated(stated)) > 0).map(nameOf),
  ) as [string[], string[]];
  if (below.length > 0 && above.length > 0) {
    return `Stated too high for ${below.join(', ')}; too low for ${above.join(', ')}.`;
  }
  const [middle, right] = [middleOfStated(stated), middleOf(wrong)];
  const named = wrong.length < items.length ? ` for ${wrong.map(nameOf).join(', ')}` : '';
  if (right === 0 || middle === 0) return `Nothing of it is there${named}.`;
  const ratio = middle / right;
  if (ratio >= 2) return `Stated ${formatNumber(ratio)} times too high${named}.`;
  if (ratio <= 0.5) return `Stated ${formatNumber(1 / ratio)} times too low${named}.`;
  const percent = formatNumber(Math.round(Math.abs(ratio - 1) * 1000) / 10);
  return `Stated ${percent} % too ${ratio > 1 ? 'high' : 'low'}${named}.`;
}

function nameOf({ label, formula }: Item): string {
  return label ?? formula;
}

/** What a verdict's difference is about: the middle of what is stated. */
export function middleOfStated(stated: Stated): number {
  if (stated.kind === 'value') return stated.at.value;
  if (stated.kind === 'range') return (stated.low.value + stated.high.value) / 2;
  if (stated.kind === 'bound') return stated.limit;
  return stated.values[0]?.value ?? 0;
}

/** The middle of what was recomputed; not a number where there is nothing. */
export function middleOf(items: readonly Item[]): number {
  const low = Math.min(...items.map((item) => item.low));
  const high = Math.max(...items.map((item) => item.high));
  return (low + high) / 2;
}
