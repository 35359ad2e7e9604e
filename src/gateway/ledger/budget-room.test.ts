import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type ClaimChanges,
  claimRequest,
  LedgerScene,
  type Process,
} from './__fixtures__/ledger-scene.ts';

const LIVE_PID = process.ppid;
const DEAD_PID = 2 ** 22 + 1;

/** Every claim of the scene has a worst case of 100 pico-dollars and 50 tokens. */
const RUN = (limitPicoUsd: bigint) => ({ name: 'run:run-a', limitPicoUsd });

function call(name: string, changes: ClaimChanges = {}): ClaimChanges {
  return { call: name, path: `q${name}/answer`, ...changes };
}

describe('a claim that does not fit', () => {
  it('is told to wait while a live process may give back what is missing', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    scene.disguise(a, LIVE_PID);
    const accounts = [RUN(150n)];
    const attempt = a.granted(call('1', { accounts }));
    const waits = { kind: 'over-budget', account: RUN(150n), waits: true };
    const reserved = { reserved: { picoUsd: 100n, tokens: 50 }, spent: { picoUsd: 0n, tokens: 0 } };
    assert.deepEqual(b.claim(call('2', { accounts })), { ...waits, balance: reserved });
    // By hand: 30 spent and 100 for the next call are within 150.
    a.settle(attempt, 'x');
    assert.equal(b.claim(call('2', { accounts })).kind, 'granted');
  });

  it('is told at once where no reservation that comes back could make room', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    scene.disguise(a, LIVE_PID);
    a.settle(a.granted(call('1')), 'x', { costPicoUsd: 60n });
    a.granted(call('2'));
    const answer = b.claim(call('3', { accounts: [RUN(159n)] }));
    assert.deepEqual([answer.kind, 'waits' in answer && answer.waits], ['over-budget', false]);
  });

  it('charges what the dead had reserved, and waits for nobody then', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    a.granted(call('1'));
    scene.disguise(a, DEAD_PID);
    const answer = b.claim(call('2', { accounts: [RUN(150n)] }));
    assert.deepEqual(answer, {
      ...{ kind: 'over-budget', account: RUN(150n), waits: false },
      balance: { reserved: { picoUsd: 0n, tokens: 0 }, spent: { picoUsd: 100n, tokens: 50 } },
    });
    assert.deepEqual(scene.outcomes(), ['unknown']);
  });

  it('waits for the living only on the account that is short', () => {
    using scene = new LedgerScene();
    const [a, b, c] = [scene.process(), scene.process(), scene.process()];
    scene.disguise(a, LIVE_PID);
    a.granted(call('1', { accounts: [{ name: 'tag:other' }] }));
    b.granted(call('2', { accounts: [RUN(150n)] }));
    scene.disguise(b, DEAD_PID);
    const answer = c.claim(call('3', { accounts: [RUN(150n)] }));
    assert.equal('waits' in answer && answer.waits, false);
  });

  it('leaves alone what was handed to a batch: somebody can collect it', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    a.granted(call('1'));
    scene.sql("UPDATE attempts SET lane = 'batch'");
    scene.disguise(a, DEAD_PID);
    const answer = b.claim(call('2', { accounts: [RUN(150n)] }));
    assert.equal('waits' in answer && answer.waits, false);
    assert.deepEqual(scene.outcomes(), ['open']);
  });

  it('waits for a batch that the living have taken over from the dead', () => {
    using scene = new LedgerScene();
    const [a, b, c] = [scene.process(), scene.process(), scene.process()];
    const claims = [claimRequest(call('1', { accounts: [RUN(150n)] }))];
    const opened = a.do('openBatch', { tag: 'mab-1', route: 'r', model: 'm', claims });
    scene.disguise(a, DEAD_PID);
    b.do('takeBatch', { batch: opened.batch ?? 0 });
    scene.disguise(b, LIVE_PID);
    const answer = c.claim(call('2', { accounts: [RUN(150n)] }));
    assert.equal('waits' in answer && answer.waits, true);
  });

  it('is given up where it was to be sent again, so that nobody waits for that', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    scene.disguise(a, LIVE_PID);
    a.fail(a.granted(call('1', { accounts: [RUN(150n)] })));
    assert.equal(b.claim(call('1')).kind, 'wait');
    assert.equal(a.claim(call('1', { accounts: [RUN(99n)] })).kind, 'over-budget');
    assert.equal(b.claim(call('1')).kind, 'granted');
  });

  it('names the account that is short for good before one that is short for now', () => {
    using scene = new LedgerScene();
    const [a, b] = [scene.process(), scene.process()];
    scene.disguise(a, LIVE_PID);
    a.granted(call('1', { accounts: [RUN(150n)] }));
    const tag = { name: 'tag:t', limitTokens: 49 };
    const answer = b.claim(call('2', { accounts: [RUN(150n), tag] }));
    assert.deepEqual(answer, {
      ...{ kind: 'over-budget', account: tag, waits: false },
      balance: { reserved: { picoUsd: 0n, tokens: 0 }, spent: { picoUsd: 0n, tokens: 0 } },
    });
  });
});

describe('several accounts', () => {
  it('are each reserved and settled, those without a limit too', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const accounts = [RUN(500n), { name: 'month:2026-11' }];
    a.settle(a.granted(call('1', { accounts })), 'x');
    a.granted(call('2', { accounts }));
    a.fail(a.granted(call('3', { accounts })), { outcome: 'unknown' });
    a.fail(a.granted(call('4', { accounts })));
    const rows = scene.sql('SELECT * FROM accounts ORDER BY account').map((row) => ({ ...row }));
    // By hand: 30 for the reply and 100 for the unknown one; 11 tokens and 50.
    const amounts = { reserved_pico: 100, spent_pico: 130, reserved_tokens: 50, spent_tokens: 61 };
    assert.deepEqual(rows, [
      { account: 'month:2026-11', ...amounts },
      { account: 'run:run-a', ...amounts },
    ]);
  });
});

/** What one of three processes does next, with which of its calls. */
const STEP = fc.record({
  process: fc.nat(2),
  act: fc.constantFrom('claim', 'claim', 'settle', 'fail', 'unknown', 'die'),
  cost: fc.bigInt(0n, 100n),
  worst: fc.bigInt(1n, 100n),
});

describe('whatever happens in whatever order', () => {
  it('settled, unknown and reserved together never pass a limit', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 60 }), fc.bigInt(0n, 600n), (steps, limit) => {
        using scene = new LedgerScene();
        const game = new Game(scene, limit);
        for (const step of steps) game.play(step);
        const { settled, unknown, open } = game.sums();
        const [row] = scene.sql('SELECT * FROM accounts');
        assert.deepEqual(
          [BigInt(row?.reserved_pico?.toString() ?? 0), BigInt(row?.spent_pico?.toString() ?? 0)],
          [open, settled + unknown],
        );
      }),
      { numRuns: 40 },
    );
  });
});

interface Player {
  readonly process: Process;
  /** Worst cases of what it has under way, by attempt. */
  readonly open: Map<number, bigint>;
}

interface Step {
  readonly process: number;
  readonly act: string;
  readonly cost: bigint;
  readonly worst: bigint;
}

/** Processes on one budget; the sums are checked against the attempts after every step. */
class Game {
  readonly #scene: LedgerScene;
  readonly #limit: bigint;
  readonly #players: Player[];
  #calls = 0;

  constructor(scene: LedgerScene, limit: bigint) {
    this.#scene = scene;
    this.#limit = limit;
    this.#players = [0, 1, 2].map(() => this.#player());
  }

  #player(): Player {
    const process = this.#scene.process();
    this.#scene.disguise(process, LIVE_PID);
    return { process, open: new Map() };
  }

  play({ process: at, act, cost, worst }: Step): void {
    const player = this.#players[at] as Player;
    const [first] = player.open;
    if (act === 'die') {
      this.#scene.disguise(player.process, DEAD_PID);
      this.#players[at] = this.#player();
    } else if (act === 'claim') this.#claim(player, worst);
    else if (first) {
      const [attempt, reserved] = first;
      player.open.delete(attempt);
      const costPicoUsd = cost < reserved ? cost : reserved;
      if (act === 'settle') player.process.settle(attempt, 'x', { costPicoUsd });
      else player.process.fail(attempt, { outcome: act === 'fail' ? 'error' : 'unknown' });
    }
    const { settled, unknown, open } = this.sums();
    assert.ok(settled + unknown + open <= this.#limit);
  }

  #claim({ process, open }: Player, worst: bigint): void {
    const accounts = [{ name: 'run:run-a', limitPicoUsd: this.#limit }];
    this.#calls += 1;
    const claim = call(String(this.#calls), { accounts, worst: { picoUsd: worst, tokens: 1 } });
    const answer = process.claim(claim);
    if (answer.kind === 'granted') open.set(answer.attempt, worst);
    else if (answer.kind === 'over-budget' && !answer.waits) {
      const { settled, unknown, open: reserved } = this.sums();
      const living = this.#players.some((player) => player.open.size > 0);
      // Refused for good: either the rest is too little in any case, or nobody is left to wait for.
      assert.ok(settled + unknown + worst > this.#limit || (!living && reserved === 0n));
    }
  }

  /** From the attempts alone. */
  sums(): { settled: bigint; unknown: bigint; open: bigint } {
    const [row] = this.#scene.sql(`SELECT
      coalesce(sum(cost_pico), 0) AS settled,
      coalesce(sum(CASE WHEN outcome = 'unknown' THEN worst_pico END), 0) AS unknown,
      coalesce(sum(CASE WHEN outcome IS NULL THEN worst_pico END), 0) AS open FROM attempts`);
    const of = (name: string): bigint => BigInt(String(row?.[name]));
    return { settled: of('settled'), unknown: of('unknown'), open: of('open') };
  }
}
