import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  it('is full at first, and is refilled all the time', () => {
    const bucket = new TokenBucket(600, 60, 0);
    bucket.take(600, 0);
    assert.equal(bucket.remaining(0), 0);
    // 600 a minute are 10 a second.
    assert.equal(bucket.remaining(1_000), 10);
    assert.equal(bucket.remaining(1_550), 15);
    assert.equal(bucket.remaining(60_000), 600);
    assert.equal(bucket.remaining(120_000), 600);
  });

  it('says how long to wait for an amount, and until it is full', () => {
    const bucket = new TokenBucket(600, 60, 0);
    bucket.take(590, 0);
    assert.equal(bucket.waitMs(10, 0), 0);
    assert.equal(bucket.waitMs(25, 0), 1_500);
    assert.equal(bucket.waitMs(25, 1_499), 1);
    assert.equal(bucket.waitMs(25, 1_500), 0);
    assert.equal(bucket.resetMs(0), 59_000);
    assert.equal(bucket.waitMs(601, 0), Number.POSITIVE_INFINITY);
  });

  it('saves up less where that is wanted, and lends what a minute brings', () => {
    // One second's worth: 10 of 600.
    const bucket = new TokenBucket(600, 1, 0);
    assert.deepEqual([bucket.remaining(0), bucket.waitMs(100, 0)], [10, 0]);
    bucket.take(100, 0);
    assert.equal(bucket.remaining(0), 0);
    // In debt with 90: 9 seconds to nothing, another 0.1 to one.
    assert.equal(bucket.waitMs(1, 0), 9_100);
  });

  it('lets through exactly its rate over an hour of asking', () => {
    const bucket = new TokenBucket(500, 60, 0);
    let served = 0;
    for (let now = 0; now <= 3_600_000; now += 10) {
      if (bucket.waitMs(1, now) > 0) continue;
      bucket.take(1, now);
      served += 1;
    }
    // What was saved up, and 60 minutes of 500.
    assert.equal(served, 500 + 60 * 500);
  });
});
