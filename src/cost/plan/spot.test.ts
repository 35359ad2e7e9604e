import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOfMore, interruptionRate } from '../formulas/interruptions.ts';
import { adviser, near } from './__fixtures__/adviser.ts';
import { bestSpotShare, type SpotTasks, spotMix } from './spot-mix.ts';

const advise = adviser('spot');

test('interruptions: a chance as a rate, and the tail of Poisson', () => {
  // python3 -c "from scipy.stats import poisson; print([poisson.sf(k, 0.5) for k in (-1, 0, 2)])"
  near(chanceOfMore(-1, 0.5), 1);
  near(chanceOfMore(0, 0.5), 0.3934693402873666);
  near(chanceOfMore(2, 0.5), 0.014387677966970713);
  // 1 − e^(−rate × 730) is the chance again.
  near(1 - Math.exp(-730 * interruptionRate(0.2)), 0.2);
});

const WORK: SpotTasks = {
  ...{ tasks: 10, taskHours: 2, usdPerHour: { spot: 0.4, onDemand: 1 }, restartHours: 0.1 },
  ...{ interruptionsPerHour: 0.05, checkpointHours: 0.2, deadlineHours: undefined },
};

test('spot: a mix of half, by hand', () => {
  // Spot task: 0.4 × 2 × (1 + 0.05 × (0.1 + 0.1)) = 0.808; on demand: 2. Ten: 5 × 0.808 + 5 × 2.
  const { usd, taskHours, interruptions, lateShare } = spotMix(WORK, 0.5);
  near(usd, 14.04);
  // Half of the tasks lose 0.05 × 2 × 0.2 h.
  near(taskHours, 2.01);
  near(interruptions, 0.5);
  assert.equal(lateShare, 0);
});

test('spot: all of it without a deadline, what the deadline allows with one, none where it is dearer', () => {
  assert.equal(bestSpotShare(WORK, 0.01), 1);
  // No time for an interruption: late with chance 1 − e^−0.1 = 0.0951626; 0.01 / 0.0951626.
  near(bestSpotShare({ ...WORK, deadlineHours: 2.1 }, 0.01), 0.10508331944775047);
  // Time for three: 1 − e^−0.1 (1 + 0.1 + 0.005 + 0.1³ / 6) = 3.8e-6 is less than 1 %.
  assert.equal(bestSpotShare({ ...WORK, deadlineHours: 2.6 }, 0.01), 1);
  assert.equal(bestSpotShare({ ...WORK, usdPerHour: { spot: 1, onDemand: 1 } }, 0.01), 0);
});

test('spot: the rule of the document stands beside the computed share, at each length', () => {
  const rule = (taskMinutes: number) =>
    advise({ taskMinutes }).options.find(({ reason }) => reason?.includes("document's rule"))?.name;
  assert.deepEqual([29, 30, 120, 121].map(rule), [
    '100 % spot',
    '80 % spot',
    '80 % spot',
    '50 % spot',
  ]);
});

test('spot: t3.xlarge at its prices and its band', () => {
  const { options, warnings } = advise({ tasks: 1, chancePer: 'month', taskMinutes: 600 });
  const chosen = options.find((option) => option.chosen);
  // λ = −ln(0.85) / 730; 0.0666 × 10 × (1 + λ × (5 / 60 + 1 / 60)) = 0.66601483.
  assert.equal(chosen?.name, '100 % spot');
  near(Number(chosen?.facts.usd), 0.6660148270694584);
  assert.equal(
    warnings[0],
    't3.xlarge was taken back 10-15% of the time (us-east-1, 2025-06-28): 15 % is used.',
  );
});

test('spot: what cannot be planned is refused', () => {
  assert.throws(() => advise({ taskMinutes: 60, deadlineMinutes: 30 }), {
    code: 'PLAN_INPUT_INVALID',
    message: 'A task of 60 minutes is always late after 30.',
  });
  assert.throws(() => advise({ machine: 't3.xlarg' }), {
    code: 'MACHINE_UNKNOWN',
    hint: /^Did you mean aws\/t3\.xlarge/,
  });
  assert.throws(() => advise({ cloud: 'azure', machine: 'Standard_E8s_v3' }), {
    code: 'PRICE_MISSING',
  });
  assert.throws(() => advise({ region: 'mars-1' }), {
    code: 'PRICE_MISSING',
    hint: /It knows t3\.xlarge in us-east-1/,
  });
});
