import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventorySchema } from '../../../contracts/inventory.ts';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { shippedPrices } from '../../catalogue/shipped.ts';
import { checklistTopic } from './checklist-topic.ts';

const world = { catalogue: new Catalogue(shippedPrices(), '2026-11-24') };
const type = 't3.xlarge';

function findings(
  parts: object,
  limits: Record<string, unknown> = {},
): Record<string, number | null> {
  const { tables = [] } = checklistTopic(inventorySchema.parse(parts)).advise(limits, world);
  const found = tables.find(({ title }) => title === 'Findings')?.rows ?? [];
  return Object.fromEntries(
    found.map(({ what, usdPerMonth }) => [
      String(what),
      usdPerMonth === null ? null : Math.round(Number(usdPerMonth) * 100) / 100,
    ]),
  );
}

test('disks that no machine has cost what they would cost with one', () => {
  const volumes = [
    { id: 'loose', gb: 100, attached: false },
    { id: 'used', gb: 50, attached: true },
    { id: 'strange', gb: 1, type: 'io9', attached: false },
  ];
  // 100 × 0.08; of io9 nobody knows the price.
  assert.deepEqual(findings({ volumes }), { loose: 8, strange: null });
});

test('idle machines are stopped, oversized ones made smaller, and nothing is saved twice', () => {
  const machines = [
    { id: 'idle', type, cpuPercent: 1 },
    { id: 'large', type, cpuPercent: 10 },
    { id: 'busy', type, cpuPercent: 19.9 },
    { id: 'off', type, state: 'stopped', cpuPercent: 0 },
    { id: 'unknown', type },
  ];
  // 730 × 0.1664; 730 × (0.1664 − 0.0208): of 4 processors 0.57 and 1.14 are used, t3.small has 2.
  assert.deepEqual(findings({ machines }), {
    'idle (t3.xlarge)': 121.47,
    'large (t3.xlarge)': 106.29,
    'busy (t3.xlarge)': 106.29,
  });
  assert.deepEqual(Object.keys(findings({ machines }, { idlePercent: 20 })).length, 3);
});

test('what always runs and is not reserved is found, as long as the reservation pays', () => {
  const machines = [
    { id: 'covered', type, cpuPercent: 60 },
    { id: 'open', type, cpuPercent: 60, hoursPerMonth: 700 },
    // 0.099358 / 0.1664 × 730 = 435.9 hours: below that a reservation costs more.
    { id: 'night', type, cpuPercent: 60, hoursPerMonth: 435 },
    { id: 'spot', type, cpuPercent: 60, market: 'spot' },
    { id: 'grouped', type, cpuPercent: 60, inGroup: true },
  ];
  // 700 × 0.1664 − 730 × 0.099358.
  assert.deepEqual(findings({ machines, reservations: [{ type }] }), { 'open (t3.xlarge)': 43.95 });
});

test('work that may be interrupted belongs on spot machines', () => {
  const machines = [{ id: 'eval', type, cpuPercent: 80, interruptible: true }];
  // 730 × (0.1664 − 0.0666).
  assert.deepEqual(findings({ machines, reservations: [] }), { 'eval (t3.xlarge)': 72.85 });
});

test('a group of which the half would do is found, unless it scales', () => {
  const group = { type, machines: 4, least: 4, most: 4, cpuPercent: 30 };
  const groups = [
    { ...group, id: 'rigid', scales: false },
    { ...group, id: 'pinned', scales: true },
    { ...group, id: 'scaling', scales: true, least: 1 },
    { ...group, id: 'busy', scales: false, cpuPercent: 60 },
  ];
  // ⌈4 × 30 / 70⌉ = 2: two machines less, 2 × 730 × 0.1664. Busy: ⌈4 × 60 / 70⌉ = 4.
  assert.deepEqual(findings({ groups }), {
    'rigid (4 × t3.xlarge)': 242.94,
    'pinned (4 × t3.xlarge)': 242.94,
  });
});

test('of images the newest three of each repository stay, of snapshots those that are needed', () => {
  const image = { repository: 'mab', gb: 15 };
  const images = [400, 1, 60, 30, 90].map((ageDays) => ({ ...image, id: `v${ageDays}`, ageDays }));
  const snapshots = [
    { id: 'old', gb: 50, ageDays: 91 },
    { id: 'new', gb: 50, ageDays: 90 },
    { id: 'needed', gb: 50, ageDays: 400, keep: true },
  ];
  // 15 × 0.10 and 50 × 0.05.
  assert.deepEqual(findings({ images, snapshots }), { old: 2.5, 'mab v90': 1.5, 'mab v400': 1.5 });
  const used = images.map((one) => ({ ...one, inUse: true }));
  assert.deepEqual(findings({ images: used }), {});
});

test('data that nobody reads moves to the class for its age', () => {
  const buckets = [
    { name: 'history', gb: 1000, daysSinceAccess: 400 },
    { name: 'results', gb: 200, daysSinceAccess: 60 },
    { name: 'warm', gb: 200, daysSinceAccess: 29 },
    { name: 'archived', gb: 200, daysSinceAccess: 400, class: 'deep-archive' },
    { name: 'unknown', gb: 200 },
  ];
  // 1000 × (0.023 − 0.00099) and 200 × (0.023 − 0.0125).
  assert.deepEqual(findings({ buckets }), { history: 22.01, results: 2.1 });
});

test('what the inventory does not have was not looked at, and the answer says so', () => {
  const advice = checklistTopic(inventorySchema.parse({ volumes: [] })).advise({}, world);
  assert.equal(advice.answer, 'Nothing was found. 6 of 7 items could not be looked at.');
  assert.deepEqual(
    advice.tables?.[0]?.rows.map(({ result }) => result),
    [
      'nothing found',
      'not looked at: no machines',
      'not looked at: no machines and reservations',
      'not looked at: no groups',
      'not looked at: no images and snapshots',
      'not looked at: no buckets',
      'not looked at: no machines',
    ],
  );
  const machines = [{ id: 'a', type }];
  const some = checklistTopic(inventorySchema.parse({ machines, notSeen: ['No ECR.'] }));
  assert.deepEqual(some.advise({}, world).warnings.slice(0, 2), [
    'No ECR.',
    'Nobody knows how much 1 running machines are used.',
  ]);
});

test('what a machine without a price saves is unknown, not nothing', () => {
  const idle = { cpuPercent: 1 };
  const advise = (parts: object) => checklistTopic(inventorySchema.parse(parts)).advise({}, world);
  const alone = advise({ machines: [{ id: 'new', type: 't9.huge', ...idle }] });
  assert.match(alone.answer, /^1 finding saves an unknown amount: no price is known\./);
  const [, row] = alone.tables?.[0]?.rows ?? [];
  assert.deepEqual([row?.result, row?.usdPerMonth], ['1 found, 1 without a price', null]);
  const machines = [
    { id: 'new', type: 't9.huge', ...idle },
    { id: 'old', type: 't3.xlarge', ...idle },
  ];
  // 730 × 0.1664.
  const both = advise({ machines }).answer;
  assert.match(both, /^2 findings save \$121\.47 a month, without the 1 that have no price\./);
});
