import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { type Connection, proveReplay } from '../../src/gateway/proxy/prove-replay.ts';
import { REPLAY_PROFILES } from '../../src/gateway/proxy/replay-profiles.ts';
import { runProgram } from '../package/npm.ts';
import { openArena, runInFolder } from './arena.ts';
import { startModelServer } from './model-server.ts';

// Mem0 for Python behind the metering proxy, where MAB_PYTHON has what requirements.txt lists.

const python = process.env.MAB_PYTHON ?? '';
const needs = ['-c', 'import mem0, time_machine'];
const isThere = python !== '' && runProgram(ROOT, python, needs, process.env).exitCode === 0;
const skip = isThere ? false : 'MAB_PYTHON does not name a Python with mem0ai and time-machine';

function mem0({ baseUrl, apiKey }: Connection, daysLater = 0): Promise<unknown> {
  const program = join(ROOT, 'test', 'memory-sdks', 'mem0_python.py');
  const days = String(daysLater);
  return runInFolder(python, (folder) => [program, folder, baseUrl, apiKey, days]);
}

describe('Mem0 for Python behind the metering proxy', { skip }, () => {
  it('finds what it finds without, and every call is metered to the cent', async () => {
    await using direct = await startModelServer();
    await using arena = await openArena();
    const { server, scene } = arena;
    using token = scene.proxy.token(scene.scope());
    const alone = await mem0({ baseUrl: direct.url, apiKey: 'any' });
    const found = await mem0({ baseUrl: scene.proxy.baseUrl, apiKey: token.apiKey });
    assert.deepEqual(found, alone);
    assert.deepEqual([server.requests(), server.billed()], [direct.requests(), direct.billed()]);
    assert.equal(await scene.paid(), server.billed());
  });

  it('is answered from the ledger on another day, with the profile that was proved', async () => {
    await using arena = await openArena();
    const { server, scene } = arena;
    const [days, requests]: [number[], number[]] = [[0, 1], []];
    const run = async (connection: Connection) => {
      await mem0(connection, days.shift());
      requests.push(server.requests());
    };
    const profile = REPLAY_PROFILES.mem0 ?? {};
    const { passed, calls, hits } = await proveReplay(scene.proxy, scene.scope(), profile, run);
    assert.deepEqual([passed, hits], [true, calls]);
    assert.equal(requests[1], requests[0], 'the second run sends nothing');
    assert.equal(await scene.paid(), server.billed());
  });
});
