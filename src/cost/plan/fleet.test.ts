import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviser } from './__fixtures__/adviser.ts';

const advise = adviser('fleet');

test('fleet: weights and prices of a unit, and every bid of the document below the market', () => {
  const { options, tables } = advise();
  // Spot prices of instances.csv / 4 vCPU.
  assert.deepEqual(
    options.map(({ name, chosen, facts }) => [name, chosen, facts.weight, facts.usdPerUnit]),
    [
      ['t3a.xlarge', true, 4, 0.0496 / 4],
      ['t2.xlarge', false, 4, 0.0594 / 4],
      ['t3.xlarge', false, 4, 0.0666 / 4],
    ],
  );
  assert.deepEqual(tables, [
    {
      title: 'Bids of the requirements document (§8.2.1)',
      rows: [
        ['t3.xlarge', 0.036, 0.0666, 0.1664],
        ['t3a.xlarge', 0.032, 0.0496, 0.1504],
        ['t2.xlarge', 0.038, 0.0594, 0.1856],
      ].map(([type, bid, market, onDemand]) => ({
        ...{ type, bid, market, onDemand, verdict: 'below the market: would not start' },
      })),
    },
  ]);
});

test('fleet: the request of EC2 Fleet, as botocore and moto take it', () => {
  const { documents, formulas } = advise({
    ...{ types: ['m6i.xlarge', 'm6i.2xlarge'], capacity: 40, onDemandPercent: 20 },
    ...{ weightBy: 'memory', launchTemplate: 'workers' },
  });
  // python scripts/golden/fleet_request.py: no complaint of botocore's validator, and moto starts
  // five machines of 8 units: four on spot, one by the hour.
  assert.deepEqual(documents?.aws, {
    Type: 'maintain',
    TargetCapacitySpecification: {
      TotalTargetCapacity: 40,
      SpotTargetCapacity: 32,
      OnDemandTargetCapacity: 8,
      DefaultTargetCapacityType: 'spot',
    },
    SpotOptions: {
      AllocationStrategy: 'price-capacity-optimized',
      InstanceInterruptionBehavior: 'terminate',
    },
    OnDemandOptions: { AllocationStrategy: 'lowest-price' },
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: { LaunchTemplateName: 'workers', Version: '$Default' },
        Overrides: [
          { InstanceType: 'm6i.2xlarge', WeightedCapacity: 8 },
          { InstanceType: 'm6i.xlarge', WeightedCapacity: 4 },
        ],
      },
    ],
    TerminateInstancesWithExpiration: true,
    ReplaceUnhealthyInstances: true,
  });
  // (0.1613 / 8 + 0.0864 / 4) / 2 = 0.02088125; 8 units by the hour at 0.192 / 4.
  assert.equal(formulas[1]?.worked, '32 × $(0.0201625 + 0.0216) / 2 + 8 × $0.048 = $1.05 an hour');
});

test('fleet: bids of one’s own are judged, and what is no bid is refused', () => {
  const verdicts = advise({ bids: ['t3.xlarge=0.08', 'm6i.xlarge=0.2'] }).tables?.[0]?.rows;
  assert.deepEqual(
    verdicts?.map(({ verdict }) => verdict),
    ['starts, until it rises', 'says nothing: nobody pays more than on demand'],
  );
  for (const bid of ['t3.xlarge', 't3.xlarge=', 't3.xlarge=-1', 't3.xlarge=cheap']) {
    assert.throws(() => advise({ bids: [bid] }), {
      code: 'PLAN_INPUT_INVALID',
      message: `The bid "${bid}" is not a type and a price above 0 and below 1000.`,
    });
  }
  assert.throws(() => advise({ types: ['g5.xlargee'] }), { code: 'MACHINE_UNKNOWN' });
});
