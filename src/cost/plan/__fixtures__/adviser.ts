import assert from 'node:assert/strict';
import type { Advice } from '../../../contracts/advice.ts';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { shippedPrices } from '../../catalogue/shipped.ts';
import { findTopic } from '../topics.ts';

/**
 * Asks a topic with the prices that are shipped.
 *
 * @param without  Services whose prices nobody knows this time.
 */
export function adviser(topic: string, without: readonly string[] = []) {
  const snapshots = shippedPrices().map((snapshot) => ({
    ...snapshot,
    prices: snapshot.prices.filter(({ service }) => !without.includes(service)),
  }));
  const catalogue = new Catalogue(snapshots, '2026-11-24');
  return (inputs: Readonly<Record<string, unknown>> = {}): Advice =>
    findTopic(topic).advise(inputs, { catalogue });
}

/** Equal but for rounding. */
export function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${actual}, not ${expected}`);
}
