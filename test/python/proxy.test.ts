import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { openProxyScene } from '../../src/gateway/proxy/__fixtures__/proxy-scene.ts';

/** What OpenAI's client for Python reads at the metering proxy, and at the server behind it. */
const python = process.env.MAB_PYTHON;
const skip = python ? false : 'MAB_PYTHON does not name a Python with the packages';

/** Not the synchronous kind: proxy and server live in this process. */
async function ask(baseUrl: string, apiKey: string): Promise<unknown> {
  const program = join(ROOT, 'test', 'python', 'ask_proxy.py');
  const child = spawn(python ?? '', [program, baseUrl, apiKey]);
  const ended = once(child, 'exit') as Promise<[number]>;
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.equal((await ended)[0], 0, problems);
  return JSON.parse(out) as unknown;
}

test('OpenAI’s client for Python reads the same at the proxy as at the server', {
  skip,
}, async () => {
  await using scene = await openProxyScene();
  const direct = await ask(scene.server.url, 'any');
  const before = scene.server.invoice().totalPicoUsd;
  using token = scene.proxy.token(scene.scope());
  assert.deepEqual(await ask(scene.proxy.baseUrl, token.apiKey), direct);
  assert.equal(await scene.paid(), before);
  assert.equal(scene.server.invoice().totalPicoUsd, 2n * before);
});
