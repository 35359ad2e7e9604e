import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatUsd, PICO_PER_USD, parseUsd } from './money.ts';

describe('parseUsd', () => {
  it('reads decimal amounts exactly', () => {
    assert.equal(parseUsd(0.15), 150_000_000_000n);
    assert.equal(parseUsd('1.25'), 1_250_000_000_000n);
    assert.equal(parseUsd('0.000000000001'), 1n);
    assert.equal(parseUsd(1e-7), 100_000n);
    assert.equal(parseUsd(0), 0n);
  });

  it('refuses what is no amount, or finer than a pico-dollar', () => {
    for (const text of ['', '-1', '1e3', '1,5', '.5', '0.0000000000001', 'NaN', '$1']) {
      assert.throws(() => parseUsd(text), { code: 'AMOUNT_INVALID' });
    }
  });

  it('reads back any number of pico-dollars that is written with twelve digits', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 21n), (pico) => {
        const cents = String(pico % PICO_PER_USD).padStart(12, '0');
        assert.equal(parseUsd(`${pico / PICO_PER_USD}.${cents}`), pico);
      }),
    );
  });
});

describe('formatUsd', () => {
  it('shows cents, and of less than a cent the first two digits', () => {
    const shown = (usd: string): string => formatUsd(parseUsd(usd));
    assert.equal(shown('12.3'), '$12.30');
    assert.equal(shown('0.01'), '$0.01');
    assert.equal(shown('0.0042'), '$0.0042');
    assert.equal(shown('0.000000123'), '$0.00000012');
    assert.equal(shown('0.000000000001'), '$0.000000000001');
    assert.equal(formatUsd(0n), '$0.00');
    assert.equal(formatUsd(-parseUsd('1.5')), '-$1.50');
  });
});
