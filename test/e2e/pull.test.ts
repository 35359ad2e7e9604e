import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { sha256 } from '../../src/core/hashing.ts';
import { BIG, HUB_COMMIT, HUB_FILES, hubOf } from '../../src/testing/hub-files.ts';
import { type HubServer, startHubServer } from '../../src/testing/hub-server.ts';
import { type Ended, mab, startMab } from './hub-world.ts';

const temporaryFolder = () => mkdtempDisposable(join(tmpdir(), 'mab-pull-'));
const SIZE = HUB_FILES[BIG]?.length ?? 0;
const OID = sha256(HUB_FILES[BIG] ?? '');
const TOTAL = Object.entries(HUB_FILES)
  .filter(([path]) => path !== 'README.md')
  .reduce((sum, [, { length }]) => sum + length, 0);

const pullArgs = ({ url }: HubServer, ...more: string[]): string[] => [
  ...['data', 'pull', '--mirror', url, '--revision', HUB_COMMIT],
  ...more,
];

/** Resolves when so many bytes of the big file are in the cache's folder of downloads. */
async function partOf(cache: string, bytes: number): Promise<string> {
  const path = join(cache, 'hub', 'downloads', `${OID}.part`);
  for (let tries = 0; tries < 500; tries++) {
    const { size } = await stat(path).catch(() => ({ size: 0 }));
    if (size >= bytes) return path;
    await wait(10);
  }
  throw new Error(`${path} does not grow to ${bytes} bytes.`);
}

const outcomes = ({ stdout }: Ended): string[] =>
  JSON.parse(stdout).files.map(({ outcome }: { outcome: string }) => outcome);

/** About two seconds for the big file. */
const slow = { kind: 'slow', pauseMs: 3 } as const;

describe('mab data pull', () => {
  it('brings a revision into the cache and a folder, once', async () => {
    await using hub = await startHubServer(hubOf());
    await using folder = await temporaryFolder();
    const [cache, to] = [join(folder.path, 'cache'), join(folder.path, 'data')];
    const args = ['data', 'pull', '--mirror', hub.url, '--revision', 'main', '--to', to, '--json'];
    const first = await mab(args, cache);
    assert.deepEqual([first.code, first.stderr], [0, '']);
    const result = JSON.parse(first.stdout);
    const paths = result.files.map(({ path }: { path: string }) => path);
    assert.deepEqual(
      { ...result, files: paths },
      {
        ...{ repo: 'ai-hyz/MemoryAgentBench', revision: HUB_COMMIT, pinned: false },
        ...{ cache, folder: to },
        files: Object.keys(HUB_FILES).filter((path) => path !== 'README.md'),
      },
    );
    const names = paths.map((path: string) => path.replace('data/', ''));
    assert.deepEqual((await readdir(to)).sort(), [...names, 'mab-data.lock.json'].sort());
    for (const path of paths) {
      const written = await readFile(join(to, path.replace('data/', '')));
      assert.ok(written.equals(HUB_FILES[path] ?? Buffer.of()), path);
    }
    const again = await mab(pullArgs(hub), cache);
    assert.equal(again.code, 0, again.stderr);
    assert.equal(hub.sentBytes(), TOTAL);
    assert.deepEqual(again.stderr.split('\n'), [
      'ai-hyz/MemoryAgentBench at 0123456789ab: 3 files, 534.3 kB',
      'in the cache Accurate_Retrieval-00000-of-00001.parquet, 524.3 kB',
      'in the cache Conflict_Resolution-00000-of-00001.parquet, 10.0 kB',
      'in the cache entity2id.json, 20 B',
      '',
    ]);
  });

  it('goes on after a kill where the bytes ended', async () => {
    await using hub = await startHubServer(
      hubOf((transfer) => (transfer === 0 ? slow : undefined)),
    );
    await using folder = await temporaryFolder();
    const cache = folder.path;
    using pulling = startMab(pullArgs(hub), cache);
    const { child, ended } = pulling;
    const part = await partOf(cache, 100_000);
    child.kill('SIGKILL');
    await ended;
    const { size } = await stat(part);
    const { code, stdout, stderr } = await mab(pullArgs(hub, '--json'), cache);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout).files[0].outcome, 'fetched');
    const ranges = hub.requests.flatMap(({ host, range, ifRange }) =>
      host === 'cdn' && range !== undefined ? [{ range, isTagged: ifRange !== undefined }] : [],
    );
    assert.deepEqual(ranges, [{ range: `bytes=${size}-`, isTagged: true }]);
  });

  it('stops at Ctrl-C, and leaves what has arrived', async () => {
    await using hub = await startHubServer(hubOf(() => slow));
    await using folder = await temporaryFolder();
    using pulling = startMab(pullArgs(hub), folder.path);
    const { child, ended } = pulling;
    const part = await partOf(folder.path, 50_000);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    assert.deepEqual([code, stdout], [130, '']);
    assert.match(stderr, /\nstopping: nothing is lost; run the same command to go on\n$/);
    assert.ok((await stat(part)).size >= 50_000);
  });

  it('fetches each file once for three processes', async () => {
    await using hub = await startHubServer(
      hubOf((transfer) => (transfer === 0 ? slow : undefined)),
    );
    await using folder = await temporaryFolder();
    const args = pullArgs(hub, '--json');
    const all = await Promise.all([1, 2, 3].map(() => mab(args, folder.path)));
    assert.deepEqual(
      all.map(({ code }) => code),
      [0, 0, 0],
    );
    assert.equal(hub.sentBytes(), TOTAL);
    for (const at of [0, 1, 2]) {
      const fetched = all.filter((ended) => outcomes(ended)[at] === 'fetched');
      assert.equal(fetched.length, 1);
    }
  });

  it('takes over from a process that was killed', async () => {
    await using hub = await startHubServer(
      hubOf((transfer) => (transfer === 0 ? slow : undefined)),
    );
    await using folder = await temporaryFolder();
    using first = startMab(pullArgs(hub), folder.path);
    await partOf(folder.path, 50_000);
    using second = startMab(pullArgs(hub, '--json'), folder.path);
    const part = await partOf(folder.path, 250_000);
    first.child.kill('SIGKILL');
    await first.ended;
    const { size } = await stat(part);
    const { code, stdout, stderr } = await second.ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout).files[0].outcome, 'fetched');
    const ranges = hub.requests.filter(({ host }) => host === 'cdn').map(({ range }) => range);
    assert.deepEqual(ranges.slice(0, 2), [undefined, `bytes=${size}-`]);
    assert.ok(SIZE - size < 300_000);
  });
});
