import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseRunId } from '../../src/core/ids.ts';
import { claimRequest } from '../../src/gateway/ledger/__fixtures__/ledger-scene.ts';
import type { Ledger } from '../../src/gateway/ledger/ledger.ts';
import { openPostgresLedger } from '../../src/gateway/ledger/postgres/postgres-ledger.ts';
import { startBreakingProxy } from './breaking-proxy.ts';
import { type PostgresServer, postgresMissing, startPostgres } from './postgres-server.ts';

const skip = postgresMissing() ?? false;
/** As the client sends it; transactions begin with a word that has the same start. */
const COMMIT = 'COMMIT\0';
const runId = parseRunId('run-a');
const USAGE = {
  inputTokens: 10,
  ...{ cachedInputTokens: 0, outputTokens: 1, cacheWriteTokens: 0, reasoningTokens: 0 },
  source: 'reported',
} as const;

let server: PostgresServer;
before(async () => {
  if (!skip) server = await startPostgres();
});
after(() => server?.[Symbol.dispose]());

function throughPort(port: number): string {
  const url = new URL(server.url);
  url.port = String(port);
  return url.href;
}

const claimOf = (call: string) => claimRequest({ call, path: `${call}/answer` });

function settleOf(attempt: number, text: string) {
  return {
    ...{ attempt, usage: USAGE, costPicoUsd: 7n, latencyMs: 1 },
    ...{
      reply: { text, finish: 'stop' as const },
      servedBy: 'a test',
      reportedModel: 'm\0',
      route: 'r',
    },
  };
}

/** Buys a call as the gateway does, and counts what was sold. */
async function buy(ledger: Ledger, call: string, sold: string[]): Promise<string> {
  for (;;) {
    const answer = await ledger.perform('claim', claimOf(call));
    if (answer.kind === 'hit') return 'text' in answer.reply ? answer.reply.text : '';
    if (answer.kind === 'granted') {
      assert.equal(answer.unknown, 0, 'nobody died');
      sold.push(call);
      await new Promise((resolve) => setTimeout(resolve, 2));
      await ledger.perform('settle', settleOf(answer.attempt, `reply to ${call}`));
      continue;
    }
    assert.equal(answer.kind, 'wait');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a connection that breaks', { skip }, () => {
  for (const how of ['before', 'after'] as const) {
    for (const operation of ['claim', 'settle', 'fail'] as const) {
      it(`${how} the commit of a ${operation} is made again, and all happens once`, async () => {
        await using proxy = await startBreakingProxy(Number(new URL(server.url).port));
        const name = `cut_${how}_${operation}`;
        const ledger = await openPostgresLedger({ url: throughPort(proxy.port), name });
        await ledger.startRun(runId, false);
        const cut = <T>(at: string, work: () => Promise<T>): Promise<T> => {
          if (at === operation) proxy.breakAt(COMMIT, how);
          return work();
        };
        const claim = await cut('claim', () => ledger.perform('claim', claimOf('x')));
        assert.deepEqual(
          { ...claim, attempt: 0 },
          { kind: 'granted', attempt: 0, diverged: false, unknown: 0 },
        );
        const { attempt } = claim as { attempt: number };
        if (operation === 'fail') {
          await cut('fail', () =>
            ledger.perform('fail', {
              ...{
                attempt,
                outcome: 'unknown',
                code: 'TIMEOUT',
                message: 'Late.',
                latencyMs: 1,
                route: 'r',
              },
              ...{ final: false, givesUp: true },
            }),
          );
        } else {
          const settlement = settleOf(attempt, 'once');
          const reply = await cut('settle', () => ledger.perform('settle', settlement));
          assert.deepEqual(reply, { text: 'once', finish: 'stop' });
        }
        assert.equal(proxy.broken(), 1);
        const money = await ledger.perform('runMoney', { runId });
        const failed = operation === 'fail';
        assert.deepEqual(money, {
          ...{ epoch: 1, exposurePicoUsd: failed ? 100n : 7n, paidPicoUsd: failed ? 0n : 7n },
          ...{ unknownPicoUsd: failed ? 100n : 0n, unknownAttempts: failed ? 1 : 0 },
          openAttempts: 0,
        });
        assert.equal(server.sql(`SELECT count(*) FROM mab_${name}.attempts`), '1');
        await ledger.close();
      });
    }
  }

  it('to a process that hangs in the middle frees the ledger for others', async () => {
    await using proxy = await startBreakingProxy(Number(new URL(server.url).port));
    const name = 'hangs';
    const [hung, other] = [
      await openPostgresLedger({ url: throughPort(proxy.port), name }),
      await openPostgresLedger({ url: server.url, name }),
    ];
    proxy.breakAt(COMMIT, 'stall');
    const late = hung.startRun(runId, false);
    const startedAt = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await other.startRun(runId, false);
    assert.ok(performance.now() - startedAt < 20_000);
    // Its connection is closed by the server, so it comes back by itself.
    assert.equal((await late).epoch, 1);
    await Promise.all([hung.close(), other.close()]);
  });
});

describe('a database that is restarted in the middle', { skip }, () => {
  it('loses nothing, and nothing is bought twice', async () => {
    const name = 'restart';
    const ledgers = await Promise.all(
      Array.from({ length: 3 }, () => openPostgresLedger({ url: server.url, name })),
    );
    await Promise.all(ledgers.map((ledger) => ledger.startRun(runId, false)));
    const sold: string[] = [];
    const calls = Array.from({ length: 600 }, (_, at) => `c${at}`);
    let restarts = 0;
    const restarting = setInterval(() => {
      restarts += 1;
      server.restart();
      if (restarts === 3) clearInterval(restarting);
    }, 150);
    const replies = await Promise.all(
      ledgers.map(async (ledger) => {
        const texts: string[] = [];
        const next = calls.values();
        const buyer = async (): Promise<void> => {
          for (const call of next) texts.push(await buy(ledger, call, sold));
        };
        await Promise.all(Array.from({ length: 20 }, buyer));
        return texts.sort();
      }),
    );
    clearInterval(restarting);
    assert.ok(restarts > 0, 'it was over before the restart');
    const expected = calls.map((call) => `reply to ${call}`).sort();
    assert.deepEqual(replies, [expected, expected, expected]);
    assert.deepEqual(sold.toSorted(), calls.toSorted());
    const outcomes = `SELECT outcome, count(*), sum(cost_pico) FROM mab_${name}.attempts GROUP BY 1`;
    assert.equal(server.sql(outcomes), 'reply|600|4200');
    assert.equal(
      server.sql(`SELECT spent_pico, reserved_pico FROM mab_${name}.accounts`),
      '4200|0',
    );
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    assert.equal(server.sql(`SELECT count(*) FROM mab_${name}.owners`), '0');
  });

  it('is said to be away when that takes too long, and is used again when it is back', async () => {
    const name = 'away';
    const ledger = await openPostgresLedger({ url: server.url, name }, { patienceMs: 300 });
    server.stop();
    try {
      await assert.rejects(ledger.startRun(runId, false), (error: Error) => {
        assert.equal((error as { code?: string }).code, 'LEDGER_UNREACHABLE');
        assertNoSecret(error);
        return true;
      });
    } finally {
      server.start();
    }
    assert.equal((await ledger.startRun(runId, false)).epoch, 1);
    await ledger.close();
  });
});

describe('a database that starts', { skip }, () => {
  it('is waited for by who opens the ledger, longer than one that nobody finds', async () => {
    await using proxy = await startBreakingProxy(Number(new URL(server.url).port));
    proxy.starting(true);
    setTimeout(() => proxy.starting(false), 7_000);
    const startedAt = performance.now();
    const ledger = await openPostgresLedger({ url: throughPort(proxy.port), name: 'starting' });
    assert.ok(performance.now() - startedAt >= 7_000, 'it did not start in vain');
    assert.equal((await ledger.startRun(runId, false)).epoch, 1);
    await ledger.close();
  });
});

describe('a database that is gone for good', { skip }, () => {
  /** Long enough to tell one wait from two on a machine that is busy. */
  const patienceMs = 4_000;

  it('is waited for once, however many calls come after each other', async () => {
    const ledger = await openPostgresLedger({ url: server.url, name: 'gone' }, { patienceMs });
    await ledger.startRun(runId, false);
    server.stop();
    const startedAt = performance.now();
    try {
      const late: Promise<unknown>[] = [];
      // Like calls, their ends and the heartbeats of a run: while one waits, others come.
      const asking = setInterval(() => late.push(ledger.perform('claim', claimOf('late'))), 100);
      const unreachable = { code: 'LEDGER_UNREACHABLE', blame: 'environment' };
      await assert.rejects(ledger.perform('claim', claimOf('first')), unreachable);
      clearInterval(asking);
      for (const asked of late) await assert.rejects(asked, unreachable);
      for (const call of ['a', 'b', 'c']) {
        await assert.rejects(ledger.perform('claim', claimOf(call)), unreachable);
      }
      await ledger.close();
      const tookMs = performance.now() - startedAt;
      assert.ok(late.length >= 5, 'nobody asked while it was away');
      assert.ok(tookMs < 2 * patienceMs, `all of it took ${tookMs} ms`);
    } finally {
      server.start();
    }
  });

  it('is waited for as long where it does not even refuse connections', async () => {
    await using proxy = await startBreakingProxy(Number(new URL(server.url).port));
    const address = { url: throughPort(proxy.port), name: 'silent' };
    const ledger = await openPostgresLedger(address, { patienceMs: 6_000 });
    await ledger.startRun(runId, false);
    proxy.silence();
    const startedAt = performance.now();
    for (const call of ['a', 'b', 'c']) {
      await assert.rejects(ledger.perform('claim', claimOf(call)), { code: 'LEDGER_UNREACHABLE' });
    }
    await ledger.close();
    const tookMs = performance.now() - startedAt;
    // One wait for all, and a last try of a second for each of the others.
    assert.ok(tookMs < 15_000, `all of it took ${tookMs} ms`);
  });
});

function assertNoSecret(error: unknown): void {
  const { message, hint, cause, stack } = error as Error & { hint?: string };
  const said = [message, hint, stack, JSON.stringify(cause), String(cause)].join('\n');
  assert.ok(!said.includes(new URL(server.url).password), said);
}

describe('a ledger that cannot be opened', { skip }, () => {
  const refused = async (
    change: (url: URL) => void,
    expected: { code: string; message: RegExp },
    name = 'refused',
  ): Promise<void> => {
    const url = new URL(server.url);
    change(url);
    await assert.rejects(openPostgresLedger({ url: url.href, name }), (error: Error) => {
      const { code, message, blame, hint } = error as Error & Record<string, unknown>;
      assert.deepEqual([code, blame], [expected.code, 'environment']);
      assert.match(String(message), expected.message);
      assert.equal(typeof hint, 'string');
      assertNoSecret(error);
      return true;
    });
  };

  it('is told apart: login, database, permission, place', async () => {
    await refused(
      (url) => {
        url.password = 'another-secret';
      },
      { code: 'LEDGER_LOGIN', message: /refuses the login: password authentication failed/ },
    );
    await refused(
      (url) => {
        url.pathname = '/nowhere';
      },
      { code: 'LEDGER_DATABASE_MISSING', message: /There is no database nowhere on 127/ },
    );
    server.sql("CREATE ROLE guest LOGIN PASSWORD 'guest'");
    await refused(
      (url) => {
        url.username = 'guest';
        url.password = 'guest';
      },
      { code: 'NO_PERMISSION', message: /permission denied for database postgres/ },
    );
    await refused(
      (url) => {
        url.port = '1';
      },
      { code: 'LEDGER_UNREACHABLE', message: /on 127.0.0.1:1 as mab cannot be used/ },
    );
  });

  it('is told apart: another release, another program', async () => {
    server.sql('CREATE SCHEMA mab_newer; CREATE TABLE mab_newer.meta (name text, value bytea);');
    server.sql("INSERT INTO mab_newer.meta VALUES ('version', '9')");
    await refused(() => undefined, { code: 'LEDGER_VERSION', message: /has format 9/ }, 'newer');
    server.sql('CREATE SCHEMA mab_cats; CREATE TABLE mab_cats.cats (name text)');
    const message = /mab_cats holds tables of something else/;
    await refused(() => undefined, { code: 'LEDGER_DAMAGED', message }, 'cats');
  });

  it('has an address or a name that cannot be right', async () => {
    const address = { url: 'mysql://mab:a-password-of-tests@x/y', name: 'a' };
    await assert.rejects(openPostgresLedger(address), (error: Error) => {
      assert.equal((error as { code?: string }).code, 'LEDGER_URL_INVALID');
      assertNoSecret(error);
      return true;
    });
    const named = openPostgresLedger({ url: server.url, name: 'a-b; DROP' });
    await assert.rejects(named, { code: 'LEDGER_NAME_INVALID', blame: 'input' });
  });
});
