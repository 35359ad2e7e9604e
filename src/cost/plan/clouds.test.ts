import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviser, near } from './__fixtures__/adviser.ts';

const advise = adviser('clouds');
const facts = (inputs: Readonly<Record<string, unknown>>, name: string) =>
  advise(inputs).options.find((option) => option.name === name)?.facts ?? {};

/** 730 hours, 100 GB, and nothing else. */
const ALWAYS = { hoursPerDay: 24, storageGb: 100, outGb: 0, millionTokens: 0 };

test('clouds: machine and storage of each cloud, by hand', () => {
  // t3a.xlarge 730 × 0.1504 + 100 × 0.023; e2-standard-4 730 × 0.134023 + 100 × 0.02.
  near(Number(facts(ALWAYS, 'AWS').usdPerMonth), 109.792 + 2.3);
  near(Number(facts(ALWAYS, 'GCP').usdPerMonth), 97.83679 + 2);
  near(Number(facts(ALWAYS, 'Azure').usdMachines), 140.16);
});

test('clouds: a split costs its shares of each bill', () => {
  const whole = ['AWS', 'Azure', 'GCP'].map((name) => Number(facts(ALWAYS, name).usdPerMonth));
  const [aws = 0, azure = 0, gcp = 0] = whole;
  near(Number(facts(ALWAYS, 'split 80/15/5').usdPerMonth), 0.8 * aws + 0.15 * azure + 0.05 * gcp);
  for (const split of [
    [80, 15],
    [80, 15, 10],
    [50, 50, 0, 0],
  ]) {
    assert.throws(() => advise({ split }), { code: 'PLAN_INPUT_INVALID' });
  }
});

test('clouds: points count the price; credits, quota and spot bands only where they matter', () => {
  const points = (inputs: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      advise({ ...ALWAYS, ...inputs })
        .options.filter(({ name }) => !name.startsWith('split'))
        .map(({ name, facts: { points } }) => [name, Number(Number(points).toFixed(2))]),
    );
  const plain = points({});
  assert.deepEqual(Object.keys(plain), ['GCP', 'AWS', 'Azure']);
  assert.equal(plain.GCP, 10);
  assert.equal(points({ creditsAt: 'azure' }).Azure, Number(((plain.Azure ?? 0) + 5).toFixed(2)));
  assert.equal(
    points({ moreOpenAiQuota: true }).Azure,
    Number(((plain.Azure ?? 0) + 3).toFixed(2)),
  );
  // On spot: n2d-standard-4 0.048912 is the cheapest of all, t3a.xlarge 0.0496 has a band.
  assert.match(advise({ ...ALWAYS, spot: true }).answer, /^AWS, /);
});

test('clouds: what the document says besides prices is checked', () => {
  const { tables = [] } = advise();
  const claims = tables.at(-1)?.rows.map(({ claim, holds }) => [claim, holds]) ?? [];
  assert.deepEqual(claims.slice(0, 1), [['AWS works seamlessly with Azure OpenAI', 'no']]);
  assert.deepEqual(claims.slice(4, 5), [
    ['Preemptible machines of GCP are guaranteed for 24 hours', 'no'],
  ]);
});

test('clouds: an unknown model or cloud is refused with what is near', () => {
  assert.throws(() => advise({ model: 'gpt-4.1-mimi' }), {
    code: 'PRICE_MISSING',
    hint: /gpt-4\.1-mini/,
  });
  assert.throws(() => advise({ creditsAt: 'oracle' }), {
    code: 'PLAN_INPUT_INVALID',
    hint: 'It is one of aws, azure, gcp.',
  });
});
