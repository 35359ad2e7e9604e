import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { RunReport } from '../../src/contracts/report.ts';
import { type CountingServer, startCountingServer } from '../../src/testing/counting-server.ts';
import {
  always,
  type Fault,
  type FaultPlan,
  firstAttempts,
  NO_FAULTS,
  seededFaults,
} from '../../src/testing/server-faults.ts';
import { createArena } from '../chaos/support/arena.ts';
import { readLedger } from '../chaos/support/ledger-facts.ts';
import {
  assertExactMoney,
  assertHonestMoney,
  assertMoneyIsShown,
} from '../chaos/support/money-checks.ts';
import { type ConfigChanges, PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { endingRun, failingRun } from './bad-input-world.ts';

const arena = createArena(4);
after(() => arena[Symbol.dispose]());

/** Eight calls: one method on two contexts with four questions each. */
const CALLS = 8;

/** A model server whose faults can be mended, and the run that asks it. */
interface Scene extends AsyncDisposable {
  readonly server: CountingServer;
  readonly workspace: string;
  readonly config: string;
  setFaults(plan: FaultPlan): void;
}

async function createScene(plan: FaultPlan, changes: ConfigChanges = {}): Promise<Scene> {
  let faults = plan;
  const server = await startCountingServer({
    ...{ prices: PRICES, lateMs: 60_000 },
    faults: (request) => faults(request),
  });
  const { reader, ...more } = changes;
  const config = writePricedConfig(arena.folder(), {
    ...{ url: server.url, data: arena.data, methods: ['no-memory'] },
    reader: { attemptsMax: 1, ...reader },
    ...more,
  });
  return {
    ...{ server, config, workspace: arena.folder() },
    setFaults: (next) => {
      faults = next;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Every cell is blank, for this reason; none is a zero. */
function assertBlank(report: RunReport, reason: RegExp, answered = 0): void {
  assert.equal(report.state, 'incomplete');
  for (const cell of report.cells) {
    assert.equal(cell.outcome, 'blank');
    assert.equal(cell.score, undefined);
    assert.match(cell.reason ?? '', reason);
    assert.deepEqual(cell.questions, { answered, planned: CALLS });
  }
}

/** With the model well again, the same command finishes, and buys only what it has not got. */
async function assertRecovers(scene: Scene, ...flags: readonly string[]): Promise<void> {
  scene.setFaults(NO_FAULTS);
  const { exitCode, report } = await endingRun(scene.config, scene.workspace, ...flags);
  assert.equal(exitCode, 0);
  assert.equal(report.state, 'complete');
  const ledger = readLedger(scene.workspace);
  assertHonestMoney(ledger, scene.server.invoice());
  assertMoneyIsShown(report, ledger);
}

describe('a model that', () => {
  const failures: readonly (readonly [string, Fault, RegExp, 'billed' | 'free'])[] = [
    [
      'answers with cut-off JSON',
      'invalid-json',
      /PROVIDER_REPLY_UNREADABLE.*no chat compl/,
      'billed',
    ],
    ['answers with a web page', 'html', /PROVIDER_REPLY_UNREADABLE.*<html>/, 'billed'],
    ['breaks the connection in a reply', 'cut-body', /PROVIDER_UNREACHABLE/, 'billed'],
    ['breaks the connection before it', 'hang-up', /PROVIDER_UNREACHABLE/, 'free'],
    ['is overloaded', 'rate-limit', /PROVIDER_OVERLOADED.*429: Too many requests/, 'free'],
    ['has an error', 'server-error', /PROVIDER_OVERLOADED.*500: The server had an error/, 'free'],
  ];
  for (const [title, fault, reason, billed] of failures) {
    it(`${title} leaves blank cells with the reason, and is asked again next time`, async () => {
      await using scene = await createScene(always(fault));
      const { exitCode, report } = await endingRun(scene.config, scene.workspace);
      assert.equal(exitCode, 3);
      assertBlank(report, reason);
      assert.equal(scene.server.invoice().accepted, CALLS);
      assert.equal(scene.server.invoice().billed, billed === 'billed' ? CALLS : 0);
      const ledger = readLedger(scene.workspace);
      assertHonestMoney(ledger, scene.server.invoice());
      assertMoneyIsShown(report, ledger);
      await assertRecovers(scene);
    });
  }

  it('does not answer in time is unknown, at its worst case', async () => {
    await using scene = await createScene(always('late'), { reader: { timeoutMs: 150 } });
    const { exitCode, report } = await endingRun(scene.config, scene.workspace);
    assert.equal(exitCode, 3);
    assertBlank(report, /PROVIDER_TIMEOUT.*did not answer in time/);
    assert.equal(report.totals.unknownAttempts, CALLS);
    await assertRecovers(scene);
  });

  it('refuses a request is not asked again unless that is wished', async () => {
    await using scene = await createScene(always('bad-request'));
    for (let start = 0; start < 2; start++) {
      const { exitCode, report } = await endingRun(scene.config, scene.workspace);
      assert.equal(exitCode, 3);
      assertBlank(report, /PROVIDER_REFUSED.*400: This request cannot be served/);
      assert.equal(scene.server.invoice().accepted, CALLS);
    }
    await assertRecovers(scene, '--retry-failed');
  });

  it('answers with nothing is scored, and the report says so', async () => {
    await using scene = await createScene(always('empty'));
    const { exitCode, report } = await endingRun(scene.config, scene.workspace);
    assert.equal(exitCode, 0);
    const warning = '8 of 8 answers are empty; they score as wrong: 8 of no-memory (';
    assert.ok(
      report.warnings.some((text) => text.startsWith(warning)),
      report.warnings.join(),
    );
    assertExactMoney(readLedger(scene.workspace), scene.server.invoice());
  });

  it('fails for some questions leaves the cell blank and keeps the others', async () => {
    const failing = new Set<string>();
    await using scene = await createScene(({ number, textHash }) => {
      if (number <= 2) failing.add(textHash);
      return failing.has(textHash) ? 'server-error' : undefined;
    });
    const { exitCode, report } = await endingRun(scene.config, scene.workspace);
    assert.equal(exitCode, 3);
    assertBlank(report, /of 4 answers are errors/, CALLS - failing.size);
    await assertRecovers(scene);
    assert.equal(scene.server.invoice().accepted, CALLS + failing.size);
  });

  const stops: readonly (readonly [string, Fault, string])[] = [
    ['refuses the key', 'key-refused', 'PROVIDER_KEY_REFUSED'],
    ['wants to be paid', 'payment-required', 'PROVIDER_ACCOUNT_EMPTY'],
    ['has no quota left', 'quota-empty', 'PROVIDER_ACCOUNT_EMPTY'],
  ];
  for (const [title, fault, expected] of stops) {
    it(`${title} stops the run at once`, async () => {
      await using scene = await createScene(always(fault), { concurrency: 1 });
      const { code, exitCode } = await failingRun(scene.config, scene.workspace);
      assert.deepEqual([code, exitCode], [expected, 4]);
      assert.ok(scene.server.invoice().accepted <= 4, 'one call for each unit that is at work');
      await assertRecovers(scene);
    });
  }

  it('is down for call after call stops the run', async () => {
    await using scene = await createScene(always('server-error'), {
      methods: ['no-memory', 'bm25'],
      concurrency: 1,
    });
    const { code, exitCode, message } = await failingRun(scene.config, scene.workspace);
    assert.deepEqual([code, exitCode], ['PROVIDER_DOWN', 5]);
    assert.match(message, /12 calls in a row failed: .*500/);
    const { accepted } = scene.server.invoice();
    assert.ok(accepted >= 12 && accepted <= 15, 'units at work may each have one more under way');
    await assertRecovers(scene);
  });

  it('is not there at all costs nothing', async () => {
    const scene = await createScene(NO_FAULTS);
    await scene.server[Symbol.asyncDispose]();
    const { exitCode, report } = await endingRun(scene.config, scene.workspace);
    assert.equal(exitCode, 3);
    assertBlank(report, /PROVIDER_UNREACHABLE.*ECONNREFUSED/);
    assert.equal(report.totals.unknownAttempts, 0);
  });

  it('dies in the middle of a run keeps what it has answered', async () => {
    const scene = await createScene(
      ({ number }) => {
        if (number === 4) void scene.server[Symbol.asyncDispose]();
        return undefined;
      },
      { concurrency: 1 },
    );
    const { exitCode, report } = await endingRun(scene.config, scene.workspace);
    assert.equal(exitCode, 3);
    const ledger = readLedger(scene.workspace);
    assertHonestMoney(ledger, scene.server.invoice());
    assertMoneyIsShown(report, ledger);
    const replies = ledger.attempts.filter(({ outcome }) => outcome === 'reply').length;
    assert.equal(report.cells[0]?.questions.answered, replies);
    assert.ok(replies >= 3);
  });
});

describe('a model that stumbles', () => {
  it('is asked again within the run, and is paid for its replies only', async () => {
    const faults = firstAttempts('rate-limit');
    await using scene = await createScene(faults, { reader: { attemptsMax: 2 } });
    const { exitCode, report } = await endingRun(scene.config, scene.workspace);
    assert.equal(exitCode, 0);
    assert.equal(scene.server.invoice().accepted, 2 * CALLS);
    assert.equal(report.totals.paidPicoUsd, String(scene.server.invoice().totalPicoUsd));
    assert.equal(report.totals.unknownAttempts, 0);
  });

  it('in every way there is costs what the ledger says', async () => {
    const kinds: readonly Fault[] = [
      ...(['rate-limit', 'server-error', 'cut-body', 'invalid-json', 'html', 'hang-up'] as const),
    ];
    const seed = Date.now();
    await using scene = await createScene(seededFaults(seed, 0.4, kinds), {
      ...{ methods: ['no-memory', 'bm25'], reader: { attemptsMax: 2 } },
    });
    for (let start = 0; start < 3; start++) {
      const { report } = await endingRun(scene.config, scene.workspace);
      const ledger = readLedger(scene.workspace);
      assertHonestMoney(ledger, scene.server.invoice());
      assertMoneyIsShown(report, ledger);
    }
    await assertRecovers(scene);
  });
});
