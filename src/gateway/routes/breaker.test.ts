import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Breaker } from './breaker.ts';

const OPTIONS = { failures: 3, coolDownMs: 100, coolDownMsMax: 350 };

function tripped(atMs: number): Breaker {
  const breaker = new Breaker(OPTIONS);
  for (let failure = 0; failure < OPTIONS.failures; failure++) breaker.failed(atMs);
  return breaker;
}

describe('a breaker', () => {
  it('lets everything pass until there were so many failures in a row', () => {
    const breaker = new Breaker(OPTIONS);
    breaker.failed(0);
    breaker.failed(0);
    breaker.served();
    breaker.failed(0);
    breaker.failed(0);
    assert.equal(breaker.allows(0), true);
    breaker.failed(0);
    assert.equal(breaker.allows(99), false);
    assert.equal(breaker.allows(100), true);
  });

  it('lets one call probe after the pause, and all when that is answered', () => {
    const breaker = tripped(0);
    breaker.begin(100);
    assert.equal(breaker.allows(100), false);
    breaker.served();
    assert.equal(breaker.allows(100), true);
  });

  it('doubles the pause with every probe that fails, up to its maximum', () => {
    const breaker = tripped(0);
    const pauses = [100, 200, 350, 350].map((pauseMs, at, all) => {
      const closedAt = all.slice(0, at).reduce((sum, ms) => sum + ms, 0);
      assert.equal(breaker.closedUntil, closedAt + pauseMs);
      breaker.begin(breaker.closedUntil);
      breaker.failed(breaker.closedUntil);
      return pauseMs;
    });
    assert.equal(pauses.length, 4);
    breaker.served();
    for (let failure = 0; failure < OPTIONS.failures; failure++) breaker.failed(5_000);
    assert.equal(breaker.closedUntil, 5_100, 'after a success the pause is short again');
  });

  it('is not closed for longer by stragglers that were sent before', () => {
    const breaker = tripped(0);
    breaker.failed(50);
    breaker.failed(99);
    assert.equal(breaker.closedUntil, 100);
  });

  it('probes again after a probe that says nothing, such as one that met a limit', () => {
    const breaker = tripped(0);
    breaker.begin(100);
    breaker.ended();
    assert.equal(breaker.allows(100), true);
    breaker.begin(100);
    assert.equal(breaker.allows(100), false);
  });

  it('is held as long as a server asks for, and never shorter', () => {
    const breaker = new Breaker(OPTIONS);
    breaker.hold(500);
    breaker.hold(200);
    assert.equal(breaker.allows(499), false);
    breaker.begin(500);
    assert.equal(breaker.allows(500), true, 'nothing has failed, so nothing is probed');
  });
});
