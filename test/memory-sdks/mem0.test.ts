import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { type Connection, proveReplay } from '../../src/gateway/proxy/prove-replay.ts';
import { REPLAY_PROFILES } from '../../src/gateway/proxy/replay-profiles.ts';
import { installOnce } from '../package/install-once.ts';
import { type Ended, runProgram } from '../package/npm.ts';
import { openArena, runInFolder } from './arena.ts';
import { startModelServer } from './model-server.ts';

// A memory SDK as it is published, behind the metering proxy: what it finds is what it finds
// without, every cent of it is known, and a second run of the same work costs nothing.

const installed = installOnce(join(ROOT, 'test', 'memory-sdks'), 'memory-sdks', buildSqlite);
const [packages, skip] =
  'missing' in installed
    ? ['', `the memory SDKs cannot be installed: ${installed.missing}`]
    : [installed.folder, false as const];

/** Its SQLite is native code: fetched ready-made, or compiled with the headers of our own Node. */
function buildSqlite(folder: string): Ended {
  const home = dirname(dirname(process.execPath));
  const headers = existsSync(join(home, 'include', 'node')) ? { npm_config_nodedir: home } : {};
  const bin = dirname(process.execPath);
  const environment = {
    ...process.env,
    ...headers,
    PATH: `${bin}:${process.env.PATH}`,
    npm_config_ignore_scripts: 'false',
  };
  return runProgram(folder, 'npm', ['rebuild', 'better-sqlite3'], environment);
}

/** @returns what Mem0 found, from an empty memory. @param daysLater  What it takes for today. */
function mem0({ baseUrl, apiKey }: Connection, daysLater = 0): Promise<unknown> {
  const program = join(ROOT, 'test', 'memory-sdks', 'mem0.mjs');
  const days = String(daysLater);
  return runInFolder(process.execPath, (folder) => [
    ...[program, packages, folder, baseUrl, apiKey, days],
  ]);
}

describe('Mem0 behind the metering proxy', { skip }, () => {
  it('finds what it finds without, and every call is metered to the cent', async () => {
    await using direct = await startModelServer();
    await using arena = await openArena();
    const { server, scene } = arena;
    using token = scene.proxy.token(scene.scope());
    const alone = await mem0({ baseUrl: direct.url, apiKey: 'any' });
    const found = await mem0({ baseUrl: scene.proxy.baseUrl, apiKey: token.apiKey });
    assert.deepEqual(found, [
      ['My name is Ann and I live in Ghent.', 'The flat has a view of the Tiber.'],
      [
        'I have a dog called Rex.',
        'He prefers the park in Ghent.',
        'The flat has a view of the Tiber.',
      ],
    ]);
    assert.deepEqual(found, alone);
    assert.deepEqual([server.requests(), server.billed()], [direct.requests(), direct.billed()]);
    assert.equal(await scene.paid(), server.billed());
    const { uses } = await scene.ledger.unitCalls(scene.unitId);
    assert.ok(uses.every(({ phase }) => phase === 'memorize'));
  });

  const { mem0: profile } = REPLAY_PROFILES;

  it('is answered from the ledger on another day, with the profile that was proved', async () => {
    await using arena = await openArena();
    const { server, scene } = arena;
    const [days, requests]: [number[], number[]] = [[0, 1], []];
    const run = async (connection: Connection) => {
      await mem0(connection, days.shift());
      requests.push(server.requests());
    };
    const proof = await proveReplay(scene.proxy, scene.scope(), profile ?? {}, run);
    assert.deepEqual(proof, { passed: true, calls: 16, hits: 16, misses: 0 });
    assert.equal(requests[1], requests[0], 'the second run sends nothing');
    assert.equal(await scene.paid(), server.billed());
  });

  it('is not without it, and the proof shows the date', async () => {
    await using arena = await openArena();
    const days = [0, 1];
    const run = (connection: Connection) => mem0(connection, days.shift());
    const proof = await proveReplay(arena.scene.proxy, arena.scene.scope(), {}, run);
    const { difference, ...counts } = proof;
    assert.deepEqual(counts, { passed: false, calls: 16, hits: 13, misses: 3 });
    assert.equal(difference?.pointer, '/messages/1/content');
    assert.match(difference.first ?? '', /## Observation Date\n\d{4}-\d\d-\d\d/);
    assert.equal(await arena.scene.paid(), arena.server.billed());
  });
});
