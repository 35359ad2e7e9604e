import assert from 'node:assert/strict';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { planCommands } from '../../src/app/plan/plan-commands.ts';
import type { PlanCommands } from '../../src/app/plan/plan-contract.ts';
import type { Advice } from '../../src/contracts/advice.ts';
import { mab } from './cli-world.ts';

const real = { plan: async () => planCommands };

const ADVICE: Advice = {
  topic: 'machines',
  question: 'Which machine?',
  answer: 'This one.',
  options: [
    {
      ...{ name: 'aws small', chosen: true, reason: 'cheap' },
      facts: { usdPerHour: 0.0123, usdPerMonth: 8.979, band: null },
    },
    { name: 'aws large', chosen: false, facts: { usdPerHour: 1, usdPerMonth: 730, band: '<5%' } },
  ],
  tables: [{ title: 'Parts', rows: [{ item: 'disk', usd: 4 }] }],
  formulas: [{ name: 'a month', text: 'hours × price', worked: '730 × 0.0123 = 8.98' }],
  inputs: [{ name: 'vcpu', value: 2, unit: 'vCPU', from: 'measured', note: 'run x' }],
  prices: [
    {
      ...{ provider: 'aws', service: 'ec2', item: 'small', meter: 'on-demand', value: 0.0123 },
      ...{ unit: 'usd/hour', region: 'us-east-1', currency: 'USD', source: 'list' },
      ...{ date: '2026-11-01', confidence: 'low' },
    },
  ],
  warnings: ['Old.'],
};

const TEXT = `Which machine?

This one.

Options
  option       usd per hour  usd per month  band     why
  * aws small  0.0123        8.98           unknown  cheap
    aws large  1             730.00         <5%

Parts
  item  usd
  disk  4.00

How it is computed
  a month = hours × price
    730 × 0.0123 = 8.98

Inputs
  vcpu  2 vCPU  measured  run x

Prices
  aws/ec2/small/on-demand@us-east-1  0.0123 usd/hour  list  2026-11-01  low confidence

Mind
  Old.
`;

test('plan TOPIC shows the answer first, then all that it was made from', async () => {
  const given: unknown[] = [];
  const plan: PlanCommands = {
    ...planCommands,
    async advise(request) {
      given.push(request);
      return ADVICE;
    },
  };
  const flags = ['--vcpu', '2', '--spot', '--cloud', 'aws'];
  const { code, stdout, stderr } = await mab(['plan', 'machines', ...flags], {
    plan: async () => plan,
  });
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: TEXT, stderr: '' });
  assert.deepEqual(given, [{ topic: 'machines', inputs: { vcpu: 2, spot: true, cloud: 'aws' } }]);
});

test('plan TOPIC --json is the advice, wherever the flag stands', async () => {
  for (const args of [
    ['plan', 'spot', '--json'],
    ['plan', '--json', 'spot'],
  ]) {
    const { code, stdout } = await mab(args, real);
    const advice: Advice = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.equal(advice.topic, 'spot');
    assert.equal(advice.inputs.find(({ name }) => name === 'tasks')?.from, 'default');
  }
});

test('lists come with commas, and a document for another program alone', async () => {
  const flags = ['--types', 'm6i.xlarge, t3.xlarge', '--capacity', '8', '--format', 'aws'];
  const { stdout } = await mab(['plan', 'fleet', ...flags], real);
  const { LaunchTemplateConfigs: configs } = JSON.parse(stdout);
  assert.deepEqual(configs[0].Overrides, [
    { InstanceType: 't3.xlarge', WeightedCapacity: 4 },
    { InstanceType: 'm6i.xlarge', WeightedCapacity: 4 },
  ]);
  const wrong = await mab(['plan', 'fleet', '--format', 'gcp'], real);
  assert.equal(wrong.code, 2);
  assert.equal(
    wrong.stderr,
    'error PLAN_FORMAT_UNKNOWN: fleet has no format gcp.\n  next: It has aws, spot-fleet.\n',
  );
  const hours = await mab(['plan', 'commitment', '--hours-per-day', '24,x'], real);
  assert.match(hours.stderr, /has to be a list of 1 to 50 numbers from 0 to 24 hours\/day/);
});

test('plan --answers FILE answers every topic of the file', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-plan-'));
  const path = join(folder.path, 'answers.yaml');
  const asked = async (text: string) => {
    await writeFile(path, text);
    return await mab(['plan', '--answers', path, '--json'], real);
  };
  const { code, stdout } = await asked(
    'machines: { vcpu: 8, spot: true }\ncommitment:\n  hoursPerDay: [24, 4]\n',
  );
  assert.equal(code, 0);
  assert.deepEqual(
    JSON.parse(stdout).map(({ topic, inputs }: Advice) => [
      topic,
      ...inputs.filter(({ from }) => from === 'given').map(({ value }) => value),
    ]),
    [
      ['machines', 8, true],
      ['commitment', [24, 4]],
    ],
  );
  const failures: [text: string, message: RegExp][] = [
    ['machnes: {}', /^The advisor has no topic machnes\.$/],
    ['machines: { vcpu: lots }', /^vcpu \(--vcpu\) has to be a number .*, not "lots"\.$/],
    ['- machines', /holds no questions to the advisor/],
    ['', /holds no questions to the advisor/],
    ['machines: {', /holds no questions to the advisor: /],
  ];
  for (const [text, message] of failures) {
    const wrong = await asked(text);
    assert.equal(wrong.code, 2);
    assert.match(JSON.parse(wrong.stdout).error.message, message);
  }
  const missing = await mab(['plan', '--answers', join(folder.path, 'no.yaml')], real);
  assert.match(missing.stderr, /^error FILE_MISSING: /);
});

test('an unknown topic, or none without a terminal, says what there is', async () => {
  const unknown = await mab(['plan', 'machnes', '--vcpu', '8'], real);
  assert.equal(
    unknown.stderr,
    'error PLAN_TOPIC_UNKNOWN: The advisor has no topic machnes.\n  next: Did you mean machines?\n',
  );
  const flag = await mab(['plan', '--vcpu', '8'], real);
  assert.match(flag.stderr, /^error PLAN_TOPIC_MISSING: --vcpu needs a topic before it\./);
  const none = await mab(['plan'], real);
  assert.match(
    none.stderr,
    /^error PLAN_TOPIC_MISSING: Without .* needs a topic\.\n {2}next: Run `mab plan TOPIC` \(conf/,
  );
  assert.deepEqual([unknown.code, flag.code, none.code], [2, 2, 2]);
});
