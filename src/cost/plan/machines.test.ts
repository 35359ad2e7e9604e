import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalogue } from '../catalogue/catalogue.ts';
import { shippedPrices } from '../catalogue/shipped.ts';
import { WORK } from './__fixtures__/work.ts';
import { findTopic } from './topics.ts';

const catalogue = new Catalogue(shippedPrices(), '2026-11-24');
const advise = (inputs: Readonly<Record<string, unknown>>) =>
  findTopic('machines').advise(inputs, { catalogue });

/** Of 730 hours: what one machine costs in a month, by name. */
const months = (inputs: Readonly<Record<string, unknown>>): Record<string, number> =>
  Object.fromEntries(
    advise({ hoursPerMonth: 730, ...inputs }).options.map(({ name, facts }) => [
      name,
      Math.round(Number(facts.usdPerMonth) * 100) / 100,
    ]),
  );

test('machines: everything that fits 4 vCPU and 16 GiB on AWS, the cheapest first', () => {
  // ../shared/prices/instances.csv: month_730h of each, without ARM (t4g) and without GPU below.
  assert.deepEqual(Object.entries(months({ cloud: 'aws' })).slice(0, 4), [
    ['aws t3a.xlarge', 109.79],
    ['aws t3.xlarge', 121.47],
    ['aws t2.xlarge', 135.49],
    ['aws m6i.xlarge', 140.16],
  ]);
  assert.equal(advise({ cloud: 'aws', arm: true }).options[0]?.name, 'aws t4g.xlarge');
});

test('machines: each workload of the document gets what the document recommends, or says why not', () => {
  const verdicts = (workload: string) =>
    advise({ workload }).tables?.flatMap(({ rows }) =>
      rows.map(({ machine, verdict }) => [machine, verdict]),
    );
  for (const workload of ['long-context', 'bm25', 'memory-server', 'dense-embedding']) {
    assert.deepEqual(
      verdicts(workload)?.map(([, verdict]) => verdict),
      ['fits', 'fits', 'fits'],
    );
  }
  assert.deepEqual(verdicts('hipporag-local'), [
    ['aws g5.xlarge', 'fits'],
    ['aws g5.2xlarge', 'fits'],
    ['azure Standard_NC6s_v3', 'not sold since 2025-09-30'],
    ['azure Standard_NC12s_v3', 'not sold since 2025-09-30'],
    ['gcp a2-highgpu-1g', 'fits'],
  ]);
  assert.deepEqual(verdicts('memorag'), [
    ['aws g5.xlarge', 'fits'],
    ['azure Standard_NC6s_v3', 'not sold since 2025-09-30'],
    ['gcp n1-standard-4+t4', '16 GiB GPU memory, needed 18'],
  ]);
});

test('machines: a spot price that nobody vouches for is not taken', () => {
  const { answer, options, prices } = advise({ spot: true, hoursPerMonth: 100 });
  // n2d-standard-4: 0.048912 × 100; without GPU and ARM 8 of AWS, 4 of Azure, 7 of GCP.
  assert.match(answer, /^gcp n2d-standard-4 \(spot\) is the cheapest of 19 .*: \$4\.89 a month/);
  assert.deepEqual(
    options.filter(({ name }) => name.startsWith('azure')).map(({ facts }) => facts.market),
    Array(4).fill('on-demand'),
  );
  assert.deepEqual(
    prices.filter(({ confidence }) => confidence === 'low'),
    [],
  );
});

test('machines: inputs say where they are from, and the formula has them put in', () => {
  const { inputs, formulas } = findTopic('machines').advise(
    { vcpu: 8, hoursPerMonth: 100, cloud: 'gcp' },
    { catalogue, known: { work: { ...WORK, hours: 7.3 }, runsPerMonth: 50 } },
  );
  assert.deepEqual(
    inputs.map(({ name, value, from }) => [name, value, from]),
    [
      ['workload', 'long-context', 'default'],
      ['vcpu', 8, 'given'],
      ['hoursPerDay', 12, 'measured'],
      ['hoursPerMonth', 100, 'given'],
      ['machines', 1, 'default'],
      ['spot', false, 'default'],
      ['arm', false, 'default'],
      ['cloud', 'gcp', 'given'],
    ],
  );
  assert.deepEqual(formulas, [
    {
      name: 'a month',
      text: 'machines × hours × price',
      worked: '1 × 100 h × $0.403216 = $40.32',
    },
  ]);
});

test('machines: what cannot be is refused with all that is wrong', () => {
  const refused = (inputs: Readonly<Record<string, unknown>>) => {
    try {
      advise(inputs);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  assert.equal(
    refused({ vcpu: -8, machines: 1.5, hoursPerDay: 25, spott: true }),
    'vcpu (--vcpu) has to be a number from 0.25 to 1024 vCPU, not -8. ' +
      'hoursPerDay (--hours-per-day) has to be a number from 0.1 to 24 hours/day, not 25. ' +
      'machines (--machines) has to be a whole number from 1 to 10000 machines, not 1.5. ' +
      'machines has no input spott. Did you mean spot?',
  );
  assert.equal(
    refused({ vcpu: 500 }),
    'No machine that the price catalogue knows has 500 vCPU, 16 GiB.',
  );
  assert.equal(refused({ region: 'mars' }), 'A region belongs to one cloud.');
  assert.match(
    refused({ region: 'eu-west-1', cloud: 'aws' }) ?? '',
    /^The price catalogue has no price of t3\.xlarge, .* in eu-west-1\.$/,
  );
});
