import assert from 'node:assert/strict';
import type { RunReport } from '../../../src/contracts/report.ts';
import type { Invoice } from '../../../src/testing/invoice.ts';
import type { AttemptFact, LedgerFacts } from './ledger-facts.ts';

/**
 * The promises of the ledger, against what the server counted: every request that arrived has an
 * intent, nothing was sent for a call that had its reply, and settled ≤ invoice ≤ settled +
 * unknown.
 */
export function assertHonestMoney(ledger: LedgerFacts, invoice: Invoice): void {
  assert.equal(ledger.integrity, 'ok');
  const byText = Map.groupBy(ledger.attempts, ({ key }) => ledger.textHashes.get(key) ?? '');
  assert.equal(byText.get(''), undefined, 'every key has its request');
  for (const [textHash, { accepted }] of invoice.requests) {
    const attempts = byText.get(textHash) ?? [];
    assert.ok(accepted <= attempts.length, `${textHash} was sent without an intent`);
    const excused = attempts.filter(({ outcome }) => outcome !== 'reply').length;
    assert.ok(accepted <= 1 + excused, `${textHash} was bought ${accepted} times`);
  }
  assertHonestSums(ledger, invoice);
}

/** The same where several models are asked the same, so that a text does not tell its call. */
export function assertHonestSums(ledger: LedgerFacts, invoice: Invoice): void {
  for (const attempts of Map.groupBy(ledger.attempts, ({ key }) => key).values()) {
    assertNothingAfterReply(attempts);
  }
  assert.ok(invoice.accepted <= ledger.attempts.length, 'something was sent without an intent');
  const { settledPicoUsd, unknownPicoUsd } = ledger;
  const sums = `settled ${settledPicoUsd}, invoice ${invoice.totalPicoUsd}, unknown ${unknownPicoUsd}`;
  assert.ok(settledPicoUsd <= invoice.totalPicoUsd, sums);
  assert.ok(invoice.totalPicoUsd <= settledPicoUsd + unknownPicoUsd, sums);
}

function assertNothingAfterReply(attempts: readonly AttemptFact[]): void {
  const replied = attempts.findIndex(({ outcome }) => outcome === 'reply');
  if (replied >= 0) assert.equal(replied, attempts.length - 1, 'a settled call was sent again');
}

/** Nothing was disturbed: each request was bought once, and the ledger's sum is the invoice. */
export function assertExactMoney(ledger: LedgerFacts, invoice: Invoice): void {
  assertHonestMoney(ledger, invoice);
  assert.deepEqual(new Set(ledger.attempts.map(({ outcome }) => outcome)), new Set(['reply']));
  assert.deepEqual(
    new Set([...invoice.requests.values()].map((line) => line.accepted)),
    new Set([1]),
  );
  assert.equal(ledger.settledPicoUsd, invoice.totalPicoUsd);
}

/** A run's report shows what the ledger has of this run, the unknown included and explained. */
export function assertMoneyIsShown(report: RunReport, ledger: LedgerFacts): void {
  const own = ledger.attempts.filter(({ runId }) => runId === report.runId);
  const unknown = own.filter(({ outcome }) => outcome === 'unknown' || outcome === null);
  const sum = (amounts: readonly bigint[]): string => String(amounts.reduce((a, b) => a + b, 0n));
  const { paidPicoUsd, unknownPicoUsd, unknownAttempts } = report.totals;
  assert.deepEqual(
    { paidPicoUsd, unknownPicoUsd, unknownAttempts },
    {
      paidPicoUsd: sum(own.map(({ costPicoUsd }) => costPicoUsd)),
      unknownPicoUsd: sum(unknown.map(({ worstPicoUsd }) => worstPicoUsd)),
      unknownAttempts: unknown.length,
    },
  );
  const warning = report.warnings.find((text) => text.includes('their outcome is unknown'));
  assert.equal(warning !== undefined, unknownAttempts > 0);
}
