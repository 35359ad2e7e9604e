import assert from 'node:assert/strict';
import test from 'node:test';
import { MabError } from '../../core/errors.ts';
import { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../cost/catalogue/shipped.ts';
import { farOffNotes } from './far-off-notes.ts';
import { parsePriceFile } from './read-price-file.ts';

const known = new Catalogue(shippedPrices(), '2026-11-24');
const parse = (text: string) =>
  parsePriceFile(new TextEncoder().encode(text), 'mine/my.yaml', known);

function refusal(text: string): MabError {
  try {
    parse(text);
  } catch (error) {
    assert.ok(error instanceof MabError);
    return error;
  }
  throw new assert.AssertionError({ message: `accepted: ${text}` });
}

test('three lines are enough to replace a price: the rest is as in the row that it replaces', () => {
  assert.deepEqual(parse('prices:\n  - item: gpt-4o\n    meter: input\n    value: 2\n'), {
    date: '2026-11-24',
    sources: {
      'my.yaml': { name: 'mine/my.yaml', licence: 'given by the user', date: 'undated' },
    },
    models: [],
    machines: [],
    rateLimits: [],
    prices: [
      {
        ...{ provider: 'openai', service: 'models', item: 'gpt-4o', meter: 'input', value: 2 },
        ...{ unit: 'usd/1M-tokens', region: 'global', currency: 'USD' },
        ...{ source: 'my.yaml', date: 'undated' },
      },
    ],
  });
});

test('a machine and a model of one’s own need what the catalogue cannot know', () => {
  const { date, sources, models, machines, prices } = parse(`
date: 2026-11-01
source: Our contract
models: [{ provider: us, model: our-llm }]
machines: [{ provider: aws, type: t9.huge, vcpu: 4, memoryGib: 16 }]
prices:
  - { provider: us, service: models, item: our-llm, meter: input, value: 0 }
  - { provider: aws, service: ec2, item: t9.huge, meter: spot, value: 0.05, region: eu-west-1 }
  - { item: t3.xlarge, meter: spot, value: 0.06, region: eu-west-1 }
`);
  assert.equal(date, '2026-11-01');
  assert.deepEqual(sources['my.yaml'], {
    ...{ name: 'Our contract', licence: 'given by the user', date: '2026-11-01' },
  });
  assert.deepEqual(models, [{ provider: 'us', model: 'our-llm', kind: 'chat' }]);
  assert.deepEqual(machines, [{ provider: 'aws', type: 't9.huge', vcpu: 4, memoryGib: 16 }]);
  assert.deepEqual(
    prices.map((row) => [row.provider, row.service, row.item, row.meter, row.unit, row.region]),
    [
      ['us', 'models', 'our-llm', 'input', 'usd/1M-tokens', 'global'],
      ['aws', 'ec2', 't9.huge', 'spot', 'usd/hour', 'eu-west-1'],
      ['aws', 'ec2', 't3.xlarge', 'spot', 'usd/hour', 'eu-west-1'],
    ],
  );
});

test('everything that is wrong is said at once, with line and next step', () => {
  const { code, message } = refusal(`prices:
  - { item: gpt-4o, meter: input, value: -1 }
  - { item: gpt-4o, meter: output, value: 9, currency: EUR }
  - { item: gpt-4o, meter: output, value: .inf }
  - { item: t3.xlarge, meter: spot, value: 1, unit: usd/hours }
  - { item: t3.xlarge, meter: spot, valeu: 1 }
`);
  assert.equal(code, 'PRICES_INVALID');
  assert.deepEqual(message.split('\n  '), [
    'mine/my.yaml has 6 problems:',
    'prices[0].value (line 2): must be at least 0 (received -1)',
    'prices[1].currency (line 3): must be USD: convert the price, and say the rate in note ' +
      '(received "EUR")',
    'prices[2].value (line 4): must be a number (received Infinity)',
    'prices[3].unit (line 5): is not a known name (received "usd/hours"); ' +
      'did you mean "usd/hour"?',
    'prices[4].value (line 6): is required; The price, in US dollars for the unit.',
    'prices[4].valeu (line 6): is not an option; known here: provider, service, item, meter, ' +
      'value, unit, region, currency, source, date, from, aboveInputTokens, …',
  ]);
});

test('a row that could be several, or another than the catalogue’s, is refused', () => {
  const { message } = refusal(`prices:
  - { item: gpt-4o, value: 1 }
  - { item: nobody-knows, value: 1, meter: input }
  - { item: t3.xlarge, meter: spot, value: 1, unit: usd/month }
  - { item: gpt-4o, meter: input, value: 1 }
  - { item: gpt-4o, meter: input, value: 2, provider: openai }
  - { item: gpt-4o-mini, meter: input, value: 2, source: hearsay }
  - { item: new, provider: aws, service: odd, meter: day, value: 2 }
  - { item: gpt-4o, meter: inptu, value: 2 }
`);
  assert.deepEqual(message.split('\n  ').slice(1), [
    'prices[0].meter (line 2): is required: gpt-4o has input, cached-input, output, ' +
      'batch-input, batch-output',
    'prices[1].provider (line 3): is required: the catalogue does not know this provider of ' +
      'nobody-knows',
    'prices[2].unit (line 4): must be usd/hour, as the catalogue counts it',
    'prices[6].unit (line 8): is required: nothing else has odd day',
    'prices[7].unit (line 9): is required: nothing else has models inptu; if "inptu" is a slip: ' +
      'gpt-4o has input, cached-input, output, batch-input, batch-output',
    'prices[4] (line 6): is a second price of openai/models/gpt-4o/input@global, beside ' +
      'prices[3]; leave one of them out',
    'prices[5].source (line 7): is "hearsay", which is not under sources; leave it out, and say ' +
      'who says so as source at the top of the file',
  ]);
});

test('a file without prices says how one looks', () => {
  for (const text of ['', 'prices: []\n', 'date: 2026-01-01\n']) {
    assert.match(refusal(text).hint ?? '', /^Write for example: prices:/);
  }
  assert.equal(refusal('prices: [').code, 'CONFIG_SYNTAX');
});

test('a price a hundred times off is noted, either way; a price of nothing too', () => {
  const notes = (value: number): string[] =>
    farOffNotes(parse(`prices: [{ item: gpt-4o, meter: input, value: ${value} }]`), known, 'f');
  assert.deepEqual([notes(249), notes(0.026)], [[], []]);
  const [high] = notes(250);
  assert.equal(
    high,
    'f gives 250 usd/1M-tokens for openai/models/gpt-4o/input@global, where the catalogue has ' +
      '2.5: check the unit.',
  );
  assert.equal(notes(0.025).length, 1);
  assert.equal(notes(0).length, 1);
});

test('the written form of a snapshot can be read back as a file', () => {
  for (const part of shippedPrices()) {
    const { sources, ...read } = parse(JSON.stringify(part));
    const { sources: _, ...rest } = part;
    assert.deepEqual(read, rest);
    assert.deepEqual(Object.keys(sources), [...Object.keys(part.sources), 'my.yaml']);
  }
});

test('a price that begins later leaves that of today as it is', () => {
  const part = parse('prices: [{ item: gpt-4o, meter: input, value: 9, from: 2027-01-01 }]');
  const key = { provider: 'openai', service: 'models', item: 'gpt-4o', meter: 'input' };
  const valueOn = (day: string): number =>
    new Catalogue([...shippedPrices(), part], day).get({ ...key, region: 'global' }).value;
  assert.deepEqual(['2026-11-24', '2027-01-01'].map(valueOn), [2.5, 9]);
});
