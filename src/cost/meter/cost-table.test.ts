import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SPENT_BY, type SpentBy } from '../../contracts/cost-report.ts';
import { type LedgerSpending, SEND_OUTCOMES } from '../../contracts/spending.ts';
import { parseUsd } from '../../core/money.ts';
import { createRandom, randomInt } from '../../core/random.ts';
import { costTable, costTotal } from './cost-table.ts';
import { FOCUS_COLUMNS } from './focus/focus-row.ts';
import { focusRows } from './focus/focus-rows.ts';
import { NO_SPENDING } from './spending-sum.ts';
import { type NamedSpending, nameSpending } from './spent-names.ts';

const CELLS = new Map([
  ['u1', { cell: 'c1 bm25 on d', method: 'bm25', dataset: 'd' }],
  ['u2', { cell: 'c2 dense on d', method: 'dense', dataset: 'd' }],
]);

function spent(changes: Partial<LedgerSpending>): NamedSpending {
  const sum: LedgerSpending = {
    ...{ runId: 'r-1', unitId: 'u1', phase: 'answer', day: 20_758, outcome: 'reply' },
    ...{ lane: 'live', route: 'openai', servedBy: 'https://api.example.com/v1', model: 'm' },
    ...{ accounts: ['run:r-1', 'cell:r-1/c1', 'month:2026-11'], ...NO_SPENDING },
    ...changes,
  };
  return nameSpending(sum, (unitId) => CELLS.get(unitId));
}

/** Any ledger at all. */
function anySpending(seed: number): NamedSpending[] {
  const random = createRandom(seed);
  const one = <T>(...of: readonly T[]): T => of[randomInt(random, of.length)] as T;
  const below = (end: number): number => randomInt(random, end);
  return Array.from({ length: below(60) }, () => {
    const outcome = one(...SEND_OUTCOMES);
    const amount = BigInt(below(1e9));
    const count = 1 + below(5);
    return spent({
      ...{ outcome, sends: { ...NO_SPENDING.sends, [outcome]: count } },
      ...{ runId: one('r-1', 'r-2', 'sdk-proxy'), unitId: one('u1', 'u2', 'gone') },
      ...{ phase: one('memorize', 'answer'), day: 20_750 + below(3), lane: one('live', 'batch') },
      route: one('a', 'b', undefined),
      servedBy: one('s', undefined),
      model: one('m', 'n', undefined),
      accounts: ['cell:r-1/c9', 'tag:x', 'tag:y', 'member:Ann'].filter(() => below(2) === 0),
      paidPicoUsd: outcome === 'reply' ? amount : 0n,
      unknownPicoUsd: outcome === 'unknown' ? amount : 0n,
      openPicoUsd: outcome === 'open' ? amount : 0n,
      importedPicoUsd: outcome === 'imported' ? amount : 0n,
      tokens:
        outcome === 'reply'
          ? { ...NO_SPENDING.tokens, uncached: below(99), output: below(9), reasoning: below(2) }
          : NO_SPENDING.tokens,
    });
  });
}

/** All money and all counts of some spending, each kind for itself. */
function amountsOf(lines: readonly Pick<NamedSpending, keyof typeof NO_SPENDING>[]): string[] {
  const total = new Map<string, bigint>();
  const add = (name: string, value: bigint | number): void => {
    total.set(name, (total.get(name) ?? 0n) + BigInt(value));
  };
  for (const line of lines) {
    for (const [name, count] of Object.entries({ ...line.sends, ...line.tokens })) add(name, count);
    add('paid', line.paidPicoUsd);
    add('unknown at most', line.unknownPicoUsd);
    add('open at most', line.openPicoUsd);
    add('paid elsewhere', line.importedPicoUsd);
  }
  return [...total].map(([name, value]) => `${name} ${value}`).sort();
}

describe('a table of what was spent', () => {
  it('adds up to everything, whatever the ledger and whatever it is told apart by', () => {
    for (let seed = 0; seed < 100; seed++) {
      const spending = anySpending(seed);
      if (spending.length === 0) continue;
      const facts = { spending, answers: new Map() };
      const by = SPENT_BY.filter((_, at) => ((seed * 2_654_435_761) >>> at) % 3 === 0);
      for (const each of [by, ...SPENT_BY.map((name) => [name] as SpentBy[])]) {
        assert.deepEqual(amountsOf(costTable(facts, each).lines), amountsOf(spending), each.join());
      }
      assert.deepEqual(amountsOf([costTotal(facts)]), amountsOf(spending));
      const billed = focusRows(spending, []).map((row) => parseUsd(row.BilledCost ?? ''));
      const paid = spending.reduce((sum, { paidPicoUsd }) => sum + paidPicoUsd, 0n);
      assert.equal(
        billed.reduce((sum, cost) => sum + cost, 0n),
        paid,
      );
    }
  });

  it('is nothing, with a total, where nothing was sent', () => {
    const facts = { spending: [], answers: new Map() };
    assert.deepEqual(costTable(facts, ['phase']), { by: ['phase'], lines: [] });
    assert.deepEqual(costTotal(facts), { names: [], share: 0, ...NO_SPENDING });
  });

  it('keeps what work costs alone beside what was paid, and never adds them', () => {
    const names = { run: 'r-1', cell: 'c2 dense on d', method: 'dense', dataset: 'd' };
    const facts = {
      spending: [spent({ paidPicoUsd: 30n }), spent({ paidPicoUsd: 10n, unitId: 'u2' })],
      standalone: [
        { names: { ...names, phase: 'answer' }, picoUsd: 70n, calls: 2 },
        { names: { ...names, phase: 'memorize' }, picoUsd: 5n, calls: 1 },
        { names: { ...names, method: 'bm25', phase: 'answer' }, picoUsd: 30n, calls: 1 },
      ],
      answers: new Map(),
    };
    const shown = (by: SpentBy) =>
      costTable(facts, [by]).lines.map((line) => [
        ...[line.names[0], line.paidPicoUsd, line.share, line.standalone?.picoUsd],
      ]);
    assert.deepEqual(shown('method'), [
      ['bm25', 30n, 0.75, 30n],
      ['dense', 10n, 0.25, 75n],
    ]);
    assert.deepEqual(shown('phase'), [
      ['answer', 40n, 1, 100n],
      ['memorize', 0n, 0, 5n],
    ]);
    assert.deepEqual(shown('model'), [['m', 40n, 1, undefined]]);
    assert.equal(costTotal(facts).standalone?.picoUsd, 105n);
  });

  it('has names in parentheses for what is none', () => {
    const unknown = { servedBy: undefined, model: undefined, route: undefined, accounts: [] };
    const { names } = spent({ ...unknown, unitId: 'gone' });
    assert.deepEqual(names, {
      ...{ run: 'r-1', cell: '(not of a cell)', method: '(unknown)', dataset: '(unknown)' },
      ...{ phase: 'answer', model: '(no reply)', route: '(not known)', lane: 'live' },
      ...{ day: '2026-11-01', tag: '(no tag)', member: '(nobody named)', outcome: 'reply' },
    });
    assert.equal(spent({ unitId: 'gone' }).names.cell, 'c1 (unknown)');
    assert.equal(spent({ unitId: 'x', runId: 'sdk-proxy' }).names.method, '(proxy)');
    const tags = ['tag:b', 'member:Ann', 'tag:a'];
    assert.equal(spent({ accounts: tags }).names.tag, 'a + b');
  });
});

describe('a bill in FOCUS', () => {
  /**
   * Mandatory columns of FOCUS 1.2 by focus.finops.org/focus-specification/v1-2, and the
   * conditional ones that a bill with prices and SKUs has.
   */
  const MANDATORY = [
    ...['BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingAccountType'],
    ...['BillingCurrency', 'BillingPeriodEnd', 'BillingPeriodStart', 'ChargeCategory'],
    ...['ChargeClass', 'ChargeDescription', 'ChargePeriodEnd', 'ChargePeriodStart'],
    ...['ContractedCost', 'EffectiveCost', 'InvoiceIssuerName', 'ListCost', 'PricingQuantity'],
    ...['PricingUnit', 'ProviderName', 'PublisherName', 'ServiceCategory', 'ServiceName'],
    ...['ConsumedQuantity', 'ConsumedUnit', 'ContractedUnitPrice', 'ListUnitPrice', 'SkuId'],
    ...['SkuPriceId', 'SkuMeter', 'PricingCategory', 'ResourceId', 'Tags', 'ChargeFrequency'],
  ];

  it('has all columns that are asked for', () => {
    const missing = MANDATORY.filter((name) => !FOCUS_COLUMNS.some((each) => each === name));
    assert.deepEqual(missing, []);
    assert.deepEqual([...FOCUS_COLUMNS], [...FOCUS_COLUMNS].sort());
  });

  it('prices each kind of token, and names day, month, account, provider and tags', () => {
    const tokens = { ...NO_SPENDING.tokens, uncached: 10, output: 2 };
    const accounts = ['cell:r-1/c1', 'tag:x', 'member:Ann'];
    const sum = spent({
      tokens,
      paidPicoUsd: 44n,
      accounts,
      sends: { ...NO_SPENDING.sends, reply: 1 },
    });
    const { runId, lane, route, servedBy, model } = sum;
    const price = { runId, lane, route, servedBy, model };
    const rows = focusRows(
      [sum],
      [
        { price, tokens, paidPicoUsd: 44n },
        { price, tokens: { ...tokens, uncached: 4, output: 5 }, paidPicoUsd: 47n },
      ],
    );
    const told = rows.map((row) => [
      row.SkuId,
      row.PricingQuantity,
      row.ListUnitPrice,
      row.BilledCost,
    ]);
    assert.deepEqual(told, [
      ['m/uncached', '10.0', '0.000000000003', '0.00000000003'],
      ['m/output', '2.0', '0.000000000007', '0.000000000014'],
    ]);
    const [row] = rows;
    assert.deepEqual(
      [row?.BillingAccountId, row?.ProviderName, row?.ChargePeriodStart, row?.ChargePeriodEnd],
      ['openai', 'api.example.com', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'],
    );
    assert.deepEqual(
      [row?.BillingPeriodStart, row?.BillingPeriodEnd],
      ['2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'],
    );
    assert.deepEqual(JSON.parse(row?.Tags ?? ''), {
      ...{ x: true, 'mab:cell': 'c1 bm25 on d', 'mab:dataset': 'd', 'mab:lane': 'live' },
      ...{ 'mab:method': 'bm25', 'mab:phase': 'answer', 'mab:member': 'Ann' },
    });
  });
});
