import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../../../core/errors.ts';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { shippedPrices } from '../../catalogue/shipped.ts';
import { serverless } from './serverless.ts';

const world = { catalogue: new Catalogue(shippedPrices(), '2026-11-24') };
const months = (given: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(
    serverless
      .advise(given, world)
      .options.map(({ name, chosen, facts }) => [
        name,
        `${Number(facts.usdPerMonth).toFixed(2)} ${facts.cheaper}${chosen ? ' *' : ''}`,
      ]),
  );

test('the document’s Lambda, Fargate and machines, at 730 hours a month', () => {
  // 8.53 where the document says 0.83; 144.16 around the clock where it says 177.12.
  assert.deepEqual(months(), {
    'Lambda, list price': '8.53 below 889,686 calls',
    'Lambda, free allowance': '1.67 below 1,694,373 calls',
    't3.micro, always on': '7.59 above that *',
    Fargate: '48.05 below 20.2 h/day',
    't3.xlarge, always on': '121.47 above 20.2 h/day',
    't3.xlarge, stopped when idle': '40.49 always *',
  });
  const always = months({ hoursPerDay: 24 });
  assert.equal(always.Fargate, '144.16 below 20.2 h/day');
  assert.equal(months({ hoursPerDay: 24, memoryGb: 16 }).Fargate, '170.12 below 17.1 h/day');
  assert.equal(
    months({ calls: 1_000_000, callSeconds: 0.1 })['Lambda, list price'],
    '1.03 below 7,347,085 calls *',
  );
});

test('free calls win where the allowance covers them', () => {
  const options = months({ calls: 100_000, free: true });
  assert.equal(options['Lambda, free allowance'], '0.00 below 1,694,373 calls *');
});

test('a task that Fargate does not have is refused, with those that it has', () => {
  const refused = (given: object, hint: RegExp): void =>
    assert.throws(
      () => serverless.advise({ ...given }, world),
      (error) =>
        error instanceof MabError &&
        error.code === 'PLAN_INPUT_INVALID' &&
        hint.test(error.hint ?? ''),
    );
  refused({ vcpu: 3 }, /0\.25, 0\.5, 1, 2, 4, 8, 16/);
  refused({ vcpu: 4, memoryGb: 4 }, /from 8 to 30/);
  assert.throws(() => serverless.advise({ scorerMachine: 't3.mikro' }, world), /t3\.mikro/);
});
