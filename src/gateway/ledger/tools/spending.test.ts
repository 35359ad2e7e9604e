import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LedgerSpending, SendOutcome } from '../../../contracts/spending.ts';
import { sha256 } from '../../../core/hashing.ts';
import { createRandom, randomInt } from '../../../core/random.ts';
import { LedgerScene, type Process } from '../__fixtures__/ledger-scene.ts';

/** 2026-10-31 23:59:59.999 UTC, and a millisecond later; days since 1970 by `date -d … +%s`. */
const [OCTOBER, NOVEMBER] = [1_793_491_199_999, 1_793_491_200_000];
const [LAST_OF_OCTOBER, FIRST_OF_NOVEMBER] = [20_757, 20_758];

const USAGE = {
  inputTokens: 10,
  cachedInputTokens: 3,
  cacheWriteTokens: 2,
  outputTokens: 7,
  reasoningTokens: 4,
  source: 'reported',
} as const;
const TOKENS = { uncached: 10, cached: 3, cacheWrite: 2, output: 7, reasoning: 4, embedded: 0 };
const NO_TOKENS = { uncached: 0, cached: 0, cacheWrite: 0, output: 0, reasoning: 0, embedded: 0 };
const NONE = { reply: 0, error: 0, unknown: 0, open: 0, imported: 0 };
const NO_MONEY = { paidPicoUsd: 0n, unknownPicoUsd: 0n, openPicoUsd: 0n, importedPicoUsd: 0n };

function fill(a: Process): void {
  a.at(OCTOBER);
  a.settle(a.granted({ call: '1' }), 'x', { reportedModel: 'm-1', usage: USAGE });
  a.fail(a.granted({ call: '2', path: 'q1' }));
  a.at(NOVEMBER);
  a.settle(a.granted({ call: '3', path: 'q2' }), 'y', { reportedModel: 'm-1', usage: USAGE });
  a.settle(a.granted({ call: '4', path: 'q3' }), 'z', { reportedModel: 'm-1', usage: USAGE });
  a.fail(a.granted({ call: '5', path: 'q4' }), { outcome: 'unknown' });
  a.granted({ call: '6', path: 'q5', runId: 'run-b', unit: 'v' });
}

const sorted = (rows: readonly LedgerSpending[]): LedgerSpending[] =>
  [...rows].sort((a, b) => a.day - b.day || (a.outcome < b.outcome ? -1 : 1));

describe('what was spent', () => {
  it('is in sums by run, unit, phase, day, outcome, lane, route, server, model and accounts', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    fill(a);
    const here = {
      ...{ runId: 'run-a', unitId: sha256('u'), phase: 'answer', lane: 'live', route: 'a' },
      accounts: ['run:run-a'],
    } as const;
    const replied = { ...here, servedBy: 'a test', model: 'm-1', outcome: 'reply' } as const;
    const unanswered = { servedBy: undefined, model: undefined, tokens: NO_TOKENS };
    assert.deepEqual(sorted(a.do('spending', {})), [
      {
        ...{ ...here, ...unanswered, ...NO_MONEY, day: LAST_OF_OCTOBER, outcome: 'error' },
        sends: { ...NONE, error: 1 },
      },
      {
        ...{ ...replied, ...NO_MONEY, day: LAST_OF_OCTOBER, tokens: TOKENS, paidPicoUsd: 30n },
        sends: { ...NONE, reply: 1 },
      },
      {
        ...{ ...here, ...unanswered, ...NO_MONEY, day: FIRST_OF_NOVEMBER, outcome: 'open' },
        ...{ runId: 'run-b', unitId: sha256('v'), route: undefined, accounts: ['run:run-b'] },
        ...{ sends: { ...NONE, open: 1 }, openPicoUsd: 100n },
      },
      {
        ...{ ...replied, ...NO_MONEY, day: FIRST_OF_NOVEMBER, paidPicoUsd: 60n },
        tokens: { ...TOKENS, uncached: 20, cached: 6, cacheWrite: 4, output: 14, reasoning: 8 },
        sends: { ...NONE, reply: 2 },
      },
      {
        ...{ ...here, ...unanswered, ...NO_MONEY, day: FIRST_OF_NOVEMBER, outcome: 'unknown' },
        ...{ sends: { ...NONE, unknown: 1 }, unknownPicoUsd: 100n },
      },
    ]);
  });

  it('can be of some runs and some days only', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    fill(a);
    const outcomes = (filter: Parameters<typeof a.do<'spending'>>[1]): string[] =>
      sorted(a.do('spending', filter)).map(({ day, outcome }) => `${day} ${outcome}`);
    assert.deepEqual(outcomes({ until: LAST_OF_OCTOBER }), ['20757 error', '20757 reply']);
    assert.deepEqual(outcomes({ runIds: ['run-b'] }), ['20758 open']);
    assert.deepEqual(outcomes({ since: FIRST_OF_NOVEMBER, runIds: ['run-a'] }), [
      ...['20758 reply', '20758 unknown'],
    ]);
    assert.deepEqual(outcomes({ runIds: [] }), []);
    assert.deepEqual(a.do('runIds', undefined), ['run-a', 'run-b']);
  });

  it('shows what came in a file apart from what was paid here', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    a.settle(a.granted({ call: '1' }), 'x', { usage: USAGE });
    scene.sql('UPDATE attempts SET imported = 1');
    const [row, ...others] = a.do('spending', {});
    assert.deepEqual(others, []);
    assert.deepEqual(
      [row?.outcome, row?.paidPicoUsd, row?.importedPicoUsd, row?.sends, row?.tokens],
      ['imported', 0n, 30n, { ...NONE, imported: 1 }, NO_TOKENS],
    );
    assert.deepEqual(a.do('priceSamples', {}), []);
  });

  it('deals replies of one price into heaps that add up to what was paid', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    fill(a);
    const samples = a.do('priceSamples', {});
    const price = { runId: 'run-a', lane: 'live', route: 'a', servedBy: 'a test', model: 'm-1' };
    assert.deepEqual(samples, Array(3).fill({ price, tokens: TOKENS, paidPicoUsd: 30n }));
  });

  it('adds up to the ledger, whatever happened', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const random = createRandom('spending');
    const below = (end: number): number => randomInt(random, end);
    for (let at = 0; at < 200; at++) {
      a.at(OCTOBER + below(5) * 86_400_000);
      const attempt = a.granted({
        ...{ call: String(at), path: `q${at}`, unit: `u${below(3)}` },
        runId: below(2) === 0 ? 'run-a' : 'run-b',
      });
      const costPicoUsd = BigInt(below(1_000));
      const fate = below(5);
      if (fate < 2) a.settle(attempt, 'x', { costPicoUsd, reportedModel: `m-${fate}` });
      else if (fate < 4) a.fail(attempt, { outcome: fate === 2 ? 'error' : 'unknown' });
    }
    scene.sql('UPDATE attempts SET imported = 1 WHERE attempt % 7 = 0 AND outcome IS NOT NULL');
    const rows = a.do('spending', {});
    const sum = (amount: (row: LedgerSpending) => bigint): bigint =>
      rows.reduce((all, row) => all + amount(row), 0n);
    const [ledger] = scene.sql(`SELECT count(*) AS sends,
      sum(CASE WHEN imported = 0 THEN cost_pico END) AS paid,
      sum(CASE WHEN imported = 1 THEN cost_pico END) AS elsewhere,
      sum(CASE WHEN imported = 0 AND outcome = 'unknown' THEN worst_pico END) AS lost,
      sum(CASE WHEN outcome IS NULL THEN worst_pico END) AS open FROM attempts`);
    const sends = (outcome: SendOutcome) => (row: LedgerSpending) => BigInt(row.sends[outcome]);
    assert.deepEqual(
      [
        sum((row) => Object.values(row.sends).reduce((all, n) => all + BigInt(n), 0n)),
        ...[sum((row) => row.paidPicoUsd), sum((row) => row.importedPicoUsd)],
        ...[sum((row) => row.unknownPicoUsd), sum((row) => row.openPicoUsd)],
      ].map(String),
      [ledger?.sends, ledger?.paid, ledger?.elsewhere, ledger?.lost, ledger?.open].map(String),
    );
    assert.ok(sum(sends('open')) > 0n && sum(sends('error')) > 0n && sum(sends('imported')) > 0n);
  });
});
