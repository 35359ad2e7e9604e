import assert from 'node:assert/strict';
import { test } from 'node:test';
import { item, listed, span, worked } from './checks.ts';
import type { Finding } from './claim.ts';
import { parseStated } from './stated.ts';
import { judge } from './verdict.ts';

/** Verdicts by hand, one after the other: stated, what was found, and what follows. */
const verdicts = (cases: readonly (readonly [string, Finding])[]): string[] =>
  cases.map(([stated, finding]) => judge(parseStated(stated), finding).verdict);

test('a stated value holds where the other rounds to it, by 5 % at most', () => {
  const cases: readonly (readonly [string, Finding])[] = [
    ['8.15 USD', worked(item('', 8.145))],
    ['0.83 USD', worked(item('', 0.838))],
    ['240 USD', worked(item('', 242.9))],
    ['200 USD', worked(item('', 211))],
    ['12 USD', worked(span('', 10, 13))],
    ['12 USD', worked(span('', 13, 14))],
  ];
  assert.deepEqual(verdicts(cases), [
    ...['consistent', 'arithmetic off', 'consistent'],
    ...['arithmetic off', 'consistent', 'arithmetic off'],
  ]);
});

test('by the month, 720 hours and 730 are the same', () => {
  const finding = worked(item('', 73.0));
  assert.deepEqual(
    verdicts([
      ['72 USD a month', finding],
      ['72 USD', finding],
    ]),
    ['consistent', 'arithmetic off'],
  );
});

test('a stated range holds where everything lies inside, or something where it says so', () => {
  const two = [item('', 121, 'here'), item('', 151, 'there')];
  assert.deepEqual(
    verdicts([
      ['120..151 USD', worked(two)],
      ['120..150 USD', worked(two)],
      ['120..150 USD', worked(two, { some: true })],
      ['120..150 USD', worked(span('', 130, 150.4))],
      ['120..150 USD', worked([])],
    ]),
    ['consistent', 'arithmetic off', 'consistent', 'consistent', 'arithmetic off'],
  );
});

test('bounds and lists', () => {
  const list = worked([item('', 4), item('', 16)]);
  assert.deepEqual(
    verdicts([
      ['< 5 GB', worked(item('', 5))],
      ['<= 5 GB', worked(item('', 5))],
      ['> 5 GB', worked(span('', 5, 9))],
      ['>= 5 GB', worked(span('', 5, 9))],
      ['4 / 16 vCPU, GB', list],
      ['16 / 4 vCPU, GB', list],
      ['4 / 16 / 1 vCPU, GB', list],
    ]),
    [
      ...['arithmetic off', 'consistent', 'arithmetic off', 'consistent'],
      ...['consistent', 'arithmetic off', 'arithmetic off'],
    ],
  );
});

test('a price that is listed otherwise, carried along, or of something retired is stale', () => {
  const retired = { name: 'old', on: '2026-01-02' };
  assert.deepEqual(
    verdicts([
      ['1.20 USD', listed(item('', 1.6))],
      ['1.20 USD', listed(item('', 1.2), { retired })],
      ['0.0024 USD', worked(item('', 0.0032), { withStatedPrices: item('', 0.0024) })],
      ['0.0030 USD', worked(item('', 0.0032), { withStatedPrices: item('', 0.0024) })],
      ['0.0032 USD', worked(item('', 0.0032), { withStatedPrices: item('', 0.0024) })],
    ]),
    [
      ...['price stale or wrong', 'price stale or wrong', 'price stale or wrong'],
      ...['arithmetic off', 'consistent'],
    ],
  );
});

test('the reason says how far off, where, and why nothing can be said', () => {
  const reasonOf = (stated: string, finding: Finding): string =>
    judge(parseStated(stated), finding).reason;
  assert.equal(
    reasonOf('252 USD a month', worked(item('', 63), { note: 'It is 16 hours.' })),
    'Stated 4 times too high. It is 16 hours.',
  );
  assert.equal(
    reasonOf('60..70 %', worked([item('', 52, 'gcp'), item('', 60, 'aws'), item('', 89, 'azure')])),
    'Stated too high for gcp; too low for azure.',
  );
  assert.equal(
    reasonOf('100..120 USD', worked([item('', 100, 'a'), item('', 88, 'b')])),
    'Stated 25 % too high for b.',
  );
  assert.equal(reasonOf('5 GB', { kind: 'unverifiable', because: 'A choice.' }), 'A choice.');
});
