import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviser, near } from './__fixtures__/adviser.ts';

const advise = adviser('configuration');
const table = (title: RegExp, inputs: Readonly<Record<string, unknown>> = {}) =>
  advise(inputs).tables?.find((one) => title.test(one.title))?.rows ?? [];
const cents = (value: unknown): number => Number(Number(value).toFixed(2));

test('configuration: the minimal one of the document line by line, PRICES.md §1', () => {
  // 0.1664 × 243.33 h; 10 × 0.023 + 50 × 0.08; 19.8 × 0.40 + 0.2 × 1.60; 5 × 0.09.
  assert.deepEqual(
    table(/^The minimal configuration/).map((row) => [row.usdDocument, cents(row.usdCatalogue)]),
    [
      ['60', 40.49],
      ['2', 4.23],
      ['100 to 150', 8.24],
      ['5', 0.45],
      ['167 to 217', 53.41],
    ],
  );
});

test('configuration: the standard one of the document line by line', () => {
  // document_claims.json: 97.24 for two t3.xlarge on spot, S3 1.15, EBS 8, API 128.75 (99:1).
  assert.deepEqual(
    table(/^The standard configuration/).map((row) => [row.usdDocument, cents(row.usdCatalogue)]),
    [
      ['180', 97.24],
      ['80', 138.26],
      ['5', 1.15],
      ['10', 8],
      ['15', 15],
      ['350 to 500', 128.75],
      ['20', 26.28],
      ['15', 0.9],
      ['675 to 825', 415.58],
    ],
  );
});

test('configuration: the full one has what is unknown as unknown', () => {
  const { tables = [] } = adviser('configuration', ['monitoring'])();
  const rows = tables.find(({ title }) => /^The full configuration/.test(title))?.rows ?? [];
  const known = Object.fromEntries(rows.map((row) => [row.item, row.usdCatalogue]));
  // 73 + 3 × 121.472; 4 × 243.33 × 1.006; 730 × 0.178; 730 × 0.068.
  near(Number(known['compute: EKS and 3 × t3.xlarge']), 437.416);
  near(Number(known['compute: 4 × g5.xlarge, 8 h/day']), 979.1733333333333);
  near(Number(known['database: PostgreSQL m5.large']), 129.94);
  near(Number(known['database: Redis']), 49.64);
  assert.equal(known['monitoring: Datadog Pro, 10 hosts'], null);
});

const QUESTIONS = {
  scale: ['small', 'medium', 'large'],
  methods: ['long-context', 'rag', 'graph'],
  frequency: ['occasional', 'regular', 'continuous'],
  costSensitivity: ['high', 'medium', 'low'],
  team: ['one', 'small', 'large'],
};

/** Every way through the tree. */
function leaves(): Record<string, string>[] {
  return Object.entries(QUESTIONS).reduce<Record<string, string>[]>(
    (ways, [name, answers]) =>
      ways.flatMap((way) => answers.map((answer) => ({ ...way, [name]: answer }))),
    [{}],
  );
}

test('configuration: each of the 243 leaves has a bill that its lines add up to', () => {
  const all = leaves();
  assert.equal(all.length, 243);
  for (const leaf of all) {
    const { options, answer } = advise(leaf);
    const rows = table(/^The bill of AWS/, leaf);
    const sum = rows.reduce((total, { usdPerMonth }) => total + Number(usdPerMonth), 0);
    near(Number(options[0]?.facts.usdPerMonth), sum);
    assert.equal(
      rows.some(({ item }) => /^GPU machines/.test(String(item))),
      leaf.methods !== 'long-context',
      answer,
    );
    assert.match(answer, /(?:below|within|above) the document’s range of \$/);
    if (leaf.costSensitivity === 'low') assert.doesNotMatch(answer, /, spot/);
  }
});

test('configuration: the graph leaf for a large team that never stops, by hand', () => {
  const rows = table(/^The bill of AWS/, {
    ...{ scale: 'large', methods: 'graph', frequency: 'continuous' },
    ...{ costSensitivity: 'low', team: 'large' },
  });
  assert.deepEqual(rows.map(({ item, usdPerMonth }) => [item, cents(usdPerMonth)]).slice(0, 3), [
    // 3 × 730 × 0.2371; 4 × 730 × 0.591553; 200 × 0.023.
    ['machines: m6i.2xlarge, reserved-1y', 519.25],
    ['GPU machines: g5.xlarge, reserved-1y', 1727.33],
    ['object storage: s3 standard', 4.6],
  ]);
  assert.deepEqual(
    rows
      .filter(({ item }) => /^tokens/.test(String(item)))
      .map(({ item, usdPerMonth }) => [item, cents(usdPerMonth)]),
    [
      // 99 × 2.5 + 1 × 10; 99 × 3 + 1 × 15.
      ['tokens: gpt-4o', 257.5],
      ['tokens: claude-sonnet-4-6', 312],
    ],
  );
});

test('configuration: a missing price is missing, and the total says so', () => {
  const { answer, options, warnings } = adviser('configuration', ['efs', 'cloudwatch'])();
  assert.equal(options[0]?.facts.withoutThePriceOf, 'shared files, metrics');
  // Without 50 × 0.3 and 20 × 0.3 of the whole bill.
  near(Number(options[0]?.facts.usdPerMonth), Number(advise().options[0]?.facts.usdPerMonth) - 21);
  assert.match(answer, /AWS takes at least \$/);
  assert.match(warnings[0] ?? '', /cannot be compared/);
});
