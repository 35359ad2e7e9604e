import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviser, near } from './__fixtures__/adviser.ts';

const advise = adviser('commitment');
const fact = (inputs: Readonly<Record<string, unknown>>, name: string, column: string): number =>
  Number(advise(inputs).options.find((option) => option.name === name)?.facts[column]);

test('commitment: break-even of t3.xlarge as in PRICES.md §4, and after how many months', () => {
  // 0.099358 / 0.1664 = 59.7 %, 0.062633 / 0.1664 = 37.6 %; × 24 h; × 12 and 36 months.
  const rows = advise().options.map(({ name, facts }) => [
    name,
    ...['breakEvenPercent', 'breakEvenHoursPerDay', 'breakEvenMonths'].map((column) =>
      Number(Number(facts[column]).toFixed(2)),
    ),
  ]);
  assert.deepEqual(rows, [
    ['by the hour', 0, 0, 0],
    ['reserved, 3 years', 37.64, 9.03, 13.55],
    ['savings plan, 3 years', 37.64, 9.03, 13.55],
    ['reserved, 1 year', 59.71, 14.33, 7.17],
    ['savings plan, 1 year', 59.71, 14.33, 7.17],
  ]);
});

test('commitment: machines that run long enough are committed to, the others are not', () => {
  // One year: 24 h and 16 h are above 14.33 h, 10 h is not. Three years: all three.
  const hours = { hoursPerDay: [24, 16, 10] };
  assert.equal(fact(hours, 'reserved, 1 year', 'machinesCommitted'), 2);
  assert.equal(fact(hours, 'reserved, 3 years', 'machinesCommitted'), 3);
  // 2 × 730 × 0.099358 + 10 / 24 × 730 × 0.1664; 3 × 730 × 0.062633.
  near(fact(hours, 'reserved, 1 year', 'usdPerMonth'), 145.06268 + 50.61333333333334);
  near(fact(hours, 'reserved, 3 years', 'usdPerMonth'), 137.16627);
  assert.match(advise(hours).answer, /^Commit to 3 of 3 aws t3\.xlarge \(base load: 100 %\)/);
});

test('commitment: a fleet that is mostly stopped stays by the hour', () => {
  const { answer, options } = advise({ hoursPerDay: [8, 4, 0] });
  assert.match(answer, /^Pay by the hour: none of the 3 aws t3\.xlarge runs long enough\./);
  assert.deepEqual(
    options.filter(({ chosen }) => chosen).map(({ name }) => name),
    ['by the hour'],
  );
});

test('commitment: a savings plan of AWS costs what the reservation does, and says that this is derived', () => {
  // GPU machine of §2.2.1: 0.309247 / 0.526 and 0.197793 / 0.526; 24 h are above, 8 h below 9.02 h.
  const gpu = { machine: 'g4dn.xlarge', hoursPerDay: [24, 8] };
  near(fact(gpu, 'savings plan, 1 year', 'breakEvenPercent'), (100 * 0.309247) / 0.526);
  near(fact(gpu, 'savings plan, 3 years', 'breakEvenPercent'), (100 * 0.197793) / 0.526);
  // 730 × 0.197793 + 8 / 24 × 730 × 0.526.
  near(fact(gpu, 'savings plan, 3 years', 'usdPerMonth'), 144.38889 + 127.99333333333334);
  const { options, warnings, prices } = advise(gpu);
  assert.deepEqual(
    options.map(({ name, facts }) => [name, facts.howPaid, facts.bindsTo]),
    [
      ['by the hour', 'after use', 'nothing'],
      ['reserved, 3 years', 'standard all upfront', 'type and region'],
      ['savings plan, 3 years', 'EC2 Instance, all upfront', 'family and region'],
      ['reserved, 1 year', 'standard all upfront', 'type and region'],
      ['savings plan, 1 year', 'EC2 Instance, all upfront', 'family and region'],
    ],
  );
  assert.match(warnings.join(' '), /aws\/ec2\/g4dn\.xlarge\/savings-plan-1y@us-east-1/);
  const plan = prices.find(({ meter }) => meter === 'savings-plan-1y');
  assert.deepEqual([plan?.confidence, plan?.date], ['low', '2025-11-30']);
});

test('commitment: the flexible commitment of GCP takes 28 % and 46 % off, of GPU machines less', () => {
  const saved = (machine: string) =>
    ['savings plan, 1 year', 'savings plan, 3 years'].map((name) =>
      fact({ cloud: 'gcp', machine }, name, 'savesPercent').toFixed(2),
    );
  assert.deepEqual(saved('n2-standard-4'), ['28.00', '46.00']);
  assert.deepEqual(saved('g2-standard-4'), ['21.00', '43.00']);
  const names = advise({ cloud: 'gcp', machine: 'a2-highgpu-1g' }).options.map(({ name }) => name);
  assert.deepEqual(names, ['by the hour', 'reserved, 3 years', 'reserved, 1 year']);
});

test('commitment: an offer of a savings plan, and commitments of GCP', () => {
  near(fact({ savingsPlanPercent: 37 }, 'savings plan, as offered', 'breakEvenPercent'), 63);
  const gcp = { cloud: 'gcp', machine: 'n2-standard-4' };
  // 0.122364 / 0.194236; 0.087412 / 0.194236.
  near(fact(gcp, 'reserved, 1 year', 'breakEvenPercent'), 62.9975905599374);
  near(fact(gcp, 'reserved, 3 years', 'breakEvenPercent'), 45.00298605819724);
  assert.match(advise(gcp).warnings.join(' '), /GCP takes up to 30 % off by itself/);
});

test('commitment: a machine that nobody sells for a year is told so', () => {
  assert.throws(() => advise({ cloud: 'azure', machine: 'Standard_D4s_v5' }), {
    code: 'PLAN_INPUT_INVALID',
    message: 'The price catalogue has no commitment for azure Standard_D4s_v5 in eastus.',
  });
});
