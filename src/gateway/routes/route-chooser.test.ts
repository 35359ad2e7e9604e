import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MabError, type MabErrorOptions } from '../../core/errors.ts';
import { CallTries } from './call-tries.ts';
import type { FailoverPolicy } from './failover-policy.ts';
import { RouteChooser } from './route-chooser.ts';

const [A, B, C] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }] as const;
type Named = typeof A | typeof B | typeof C;

const POLICY: FailoverPolicy = {
  ...{ afterAttempts: 2, pauseMsMax: 1_000 },
  breaker: { failures: 5, coolDownMs: 10_000, coolDownMsMax: 40_000 },
};

const failure = (code: string, message: string, options: MabErrorOptions): MabError =>
  new MabError(code, message, { blame: 'provider', ...options });
const broken = failure('PROVIDER_OVERLOADED', 'Out of order.', {
  ...{ retry: 'later', details: { status: 500 } },
});
const limited = (retryAfterMs: number): MabError =>
  failure('PROVIDER_OVERLOADED', 'Too often.', {
    ...{ retry: 'later', details: { status: 429, retryAfterMs } },
  });
const empty = failure('PROVIDER_ACCOUNT_EMPTY', 'No money.', {
  ...{ blame: 'environment', hint: 'Pay.' },
});

/** The routes of sends that fail in these ways, one after the other, at time 0. */
function asked(chooser: RouteChooser<Named>, errors: readonly MabError[], tries: CallTries) {
  return errors.map((error) => {
    const route = chooser.begin(tries, 0);
    chooser.failed(route, error, 0);
    tries.failed(route.name, error, 0);
    return route.name;
  });
}

function choose(policy: Partial<FailoverPolicy> = {}, attemptsMax = 4) {
  return new RouteChooser<Named>([A, B, C], { policy: { ...POLICY, ...policy }, attemptsMax });
}

describe('the routes of a model', () => {
  it('are asked in turns, so many attempts each, until all have had theirs', () => {
    const tries = new CallTries();
    const chooser = choose({ breaker: { ...POLICY.breaker, failures: 99 } }, 3);
    const failed = Array.from({ length: 9 }, () => broken);
    assert.deepEqual(asked(chooser, failed, tries), ['a', 'a', 'b', 'b', 'c', 'c', 'a', 'b', 'c']);
    assert.equal(chooser.next(tries, 0, () => 1)?.waitMs, undefined);
  });

  it('make the same call wait for a route that has failed it, and no other', () => {
    const tries = new CallTries();
    const chooser = choose();
    asked(chooser, [broken], tries);
    assert.equal(chooser.next(tries, 0, () => 1)?.waitMs, 500);
    asked(chooser, [broken], tries);
    assert.equal(chooser.next(tries, 0, () => 1)?.waitMs, 0);
    assert.equal(chooser.next(new CallTries(), 0, () => 1)?.waitMs, 0);
  });

  it('are left out for good where the key, the account or the name is of no use', () => {
    const chooser = choose();
    assert.deepEqual(asked(chooser, [empty, broken], new CallTries()), ['a', 'b']);
    assert.equal(chooser.begin(new CallTries(), 1e9), B);
  });

  it('are left alone after failures in a row, of any calls; then one call probes', () => {
    const chooser = choose();
    for (let call = 0; call < 5; call++) asked(chooser, [broken], new CallTries());
    assert.equal(chooser.begin(new CallTries(), 9_999), B);
    assert.equal(chooser.begin(new CallTries(), 10_000), A);
    assert.equal(chooser.begin(new CallTries(), 10_000), B);
    chooser.failed(A, broken, 10_000);
    assert.equal(chooser.begin(new CallTries(), 29_999), B);
    assert.equal(chooser.begin(new CallTries(), 30_000), A);
    chooser.served(A);
    assert.equal(chooser.begin(new CallTries(), 30_000), A);
  });

  it('are not left alone because a limit was met, unless for a long pause', () => {
    const chooser = choose();
    for (let call = 0; call < 9; call++) asked(chooser, [limited(1_000)], new CallTries());
    assert.equal(chooser.begin(new CallTries(), 0), A);
    chooser.failed(A, limited(1_001), 0);
    assert.equal(chooser.begin(new CallTries(), 1_000), B);
    assert.equal(chooser.begin(new CallTries(), 1_001), A);
  });

  it('are asked all the same when every one is left alone, the first to come back first', () => {
    const chooser = choose();
    chooser.failed(A, limited(9_000), 0);
    chooser.failed(B, limited(5_000), 0);
    chooser.failed(C, limited(7_000), 0);
    assert.equal(chooser.begin(new CallTries(), 0), B);
  });

  it('give a probe back that was never sent', () => {
    const chooser = choose();
    for (let call = 0; call < 5; call++) asked(chooser, [broken], new CallTries());
    assert.equal(chooser.begin(new CallTries(), 10_000), A);
    chooser.unsent(A);
    assert.equal(chooser.begin(new CallTries(), 10_000), A);
  });

  it('are not waited for when they are out, or another one is well while they are not', () => {
    const alone = new RouteChooser<Named>([A], { policy: POLICY, attemptsMax: 4 });
    const waiting = alone.leftSignal(A);
    asked(alone, [limited(60_000)], new CallTries());
    assert.equal(waiting.aborted, false, 'there is nowhere else to go');
    asked(alone, [empty], new CallTries());
    assert.equal(waiting.aborted, true);

    const chooser = choose();
    const first = chooser.leftSignal(A);
    asked(chooser, [broken, limited(500)], new CallTries());
    assert.equal(first.aborted, false, 'it may be well in a moment');
    chooser.failed(A, limited(60_000), 0);
    assert.equal(first.aborted, true);
    assert.equal(chooser.leftSignal(A).aborted, false, 'who waits for it next does so anew');
  });

  it('say why none is left, each for itself, and who has to act', () => {
    const chooser = choose();
    const tries = new CallTries();
    asked(chooser, [empty, empty, empty], tries);
    for (const attempt of [tries, new CallTries()]) {
      assert.throws(() => chooser.begin(attempt, 0), {
        code: 'PROVIDER_ACCOUNT_EMPTY',
        blame: 'environment',
        hint: 'Pay.',
        message: 'All 3 routes failed: a: No money; b: No money; c: No money.',
      });
    }
  });

  it('say how long each asks to wait, where nobody would', () => {
    const chooser = choose({}, 1);
    const tries = new CallTries();
    asked(chooser, [limited(7_200_000), broken, empty], tries);
    assert.equal(
      chooser.error(tries).message,
      'All 3 routes failed: a: Too often. The server asks to wait for 7200 s; b: Out of order; ' +
        'c: No money.',
    );
  });

  it('are the provider’s to mend as long as one of them may be well later', () => {
    const chooser = choose({}, 1);
    const tries = new CallTries();
    asked(chooser, [empty, broken, empty], tries);
    const { code, blame, retry, message, details } = chooser.error(tries);
    assert.deepEqual([code, blame, retry], ['PROVIDER_OVERLOADED', 'provider', 'later']);
    assert.equal(message, 'All 3 routes failed: a: No money; b: Out of order; c: No money.');
    assert.deepEqual(details?.routes, [
      { route: 'a', code: 'PROVIDER_ACCOUNT_EMPTY', message: 'No money.' },
      { route: 'b', code: 'PROVIDER_OVERLOADED', message: 'Out of order.' },
      { route: 'c', code: 'PROVIDER_ACCOUNT_EMPTY', message: 'No money.' },
    ]);
  });
});
