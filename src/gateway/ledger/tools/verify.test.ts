import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../../core/hashing.ts';
import { LedgerScene, type Process } from '../__fixtures__/ledger-scene.ts';

const KEY = sha256('x');
const NAME = `call ${KEY.slice(0, 16)}…`;

/** A reply, an error, an unknown and an open attempt. */
function busy(scene: LedgerScene): Process {
  const a = scene.process();
  a.settle(a.granted(), 'x');
  a.fail(a.granted({ call: '2', path: 'q1' }));
  a.fail(a.granted({ call: '3', path: 'q2' }), { outcome: 'unknown' });
  a.granted({ call: '4', path: 'q3' });
  return a;
}

describe('checking a ledger', () => {
  it('finds nothing wrong with one that was only used', () => {
    using scene = new LedgerScene();
    const a = busy(scene);
    assert.deepEqual(a.do('checkCalls', undefined), { problems: [], calls: 1, attempts: 4 });
    assert.deepEqual(a.do('checkAccounts', { repair: false }), []);
  });

  const damages: readonly [what: string, sql: string, problem: string][] = [
    [
      'a lost attempt',
      'DELETE FROM attempts WHERE attempt = 1',
      'there is no attempt that bought it',
    ],
    [
      'an attempt that did not bring it',
      "UPDATE attempts SET outcome = 'unknown' WHERE attempt = 1",
      'attempt 1 did not bring its reply (unknown)',
    ],
    [
      'the attempt of another call',
      "UPDATE attempts SET key = 'another' WHERE attempt = 1",
      'attempt 1 did not bring its reply (reply)',
    ],
    [
      'a cut reply',
      'UPDATE calls SET reply = \'{"text":\' WHERE attempt = 1',
      'its reply cannot be read',
    ],
    [
      'a reply of nothing',
      "UPDATE calls SET reply = 'null' WHERE attempt = 1",
      'its reply cannot be read',
    ],
  ];
  for (const [what, sql, problem] of damages) {
    it(`finds ${what}`, () => {
      using scene = new LedgerScene();
      const a = busy(scene);
      scene.sql(sql);
      assert.deepEqual(a.do('checkCalls', undefined).problems, [`${NAME}: ${problem}`]);
    });
  }

  it('finds journals that lead nowhere', () => {
    using scene = new LedgerScene();
    const a = busy(scene);
    scene.sql('DELETE FROM calls');
    assert.deepEqual(a.do('checkCalls', undefined).problems, [
      `unit ${sha256('u').slice(0, 16)}…: 4 keys in its journal have no call`,
    ]);
  });

  it('finds accounts that are not the sum of their attempts, and mends them when told to', () => {
    using scene = new LedgerScene();
    const a = busy(scene);
    // Reply 30 of 11 tokens, unknown 100 of 50, open 100 of 50; see the scene.
    const attempts = {
      ...{ reservedPicoUsd: 100n, spentPicoUsd: 130n },
      ...{ reservedTokens: 50n, spentTokens: 61n },
    };
    scene.sql('UPDATE accounts SET spent_pico = 129, reserved_tokens = 0');
    scene.sql("INSERT INTO accounts VALUES ('tag:lost', 0, 7, 0, 0)");
    const expected = [
      {
        account: 'run:run-a',
        stands: { ...attempts, spentPicoUsd: 129n, reservedTokens: 0n },
        attempts,
      },
      {
        account: 'tag:lost',
        stands: { reservedPicoUsd: 0n, spentPicoUsd: 7n, reservedTokens: 0n, spentTokens: 0n },
        attempts: { reservedPicoUsd: 0n, spentPicoUsd: 0n, reservedTokens: 0n, spentTokens: 0n },
      },
    ];
    assert.deepEqual(a.do('checkAccounts', { repair: false }), expected);
    assert.deepEqual(a.do('checkAccounts', { repair: true }), expected);
    assert.deepEqual(a.do('checkAccounts', { repair: false }), []);
  });
});
