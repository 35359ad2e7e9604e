import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  openProxyScene,
  type ProxyScene,
} from '../../src/gateway/proxy/__fixtures__/proxy-scene.ts';
import { type ModelServer, startModelServer } from './model-server.ts';

/** A model server, and a metering proxy in front of it. */
export interface Arena extends AsyncDisposable {
  readonly server: ModelServer;
  readonly scene: ProxyScene;
}

export async function openArena(): Promise<Arena> {
  const server = await startModelServer();
  const scene = await openProxyScene({ serverUrl: server.url, outputTokensMax: 2_000 });
  return {
    ...{ server, scene },
    async [Symbol.asyncDispose]() {
      await scene[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/**
 * Runs a program with an empty folder of its own, and without a word on standard error.
 *
 * @param args  Its arguments, given the folder.
 * @returns what it has printed, as JSON.
 */
export async function runInFolder(
  command: string,
  args: (folder: string) => readonly string[],
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'mab-sdk-'));
  const child = spawn(command, args(folder), { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  rmSync(folder, { recursive: true });
  assert.deepEqual([await ended, problems], [0, '']);
  return JSON.parse(out) as unknown;
}
