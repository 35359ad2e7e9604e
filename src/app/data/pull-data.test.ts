import assert from 'node:assert/strict';
import {
  copyFile,
  mkdir,
  mkdtempDisposable,
  readdir,
  readFile,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { PUBLISHED_LOCK } from '../../bench/datasets/published-files.ts';
import { sha256 } from '../../core/hashing.ts';
import { BIG, HUB_COMMIT, HUB_FILES, HUB_REPO, hubOf } from '../../testing/hub-files.ts';
import {
  type HubFault,
  type HubServer,
  type HubServerOptions,
  startHubServer,
} from '../../testing/hub-server.ts';
import type { PullEvent, PullOptions, PullResult } from './pull-contract.ts';
import { pullData } from './pull-data.ts';

const OID = sha256(HUB_FILES[BIG] ?? '');

/**
 * A hub, an empty cache, and a clock on which waiting takes no time.
 *
 * @param faults  Of the first transfers, in order; a number cuts the big file there.
 */
async function createScene(options: HubServerOptions, ...faults: (HubFault | number)[]) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'mab-pull-'));
  const part = join(folder.path, 'hub', 'downloads', `${OID}.part`);
  const hub = await startHubServer({
    faults: (transfer) => {
      const fault = faults[transfer];
      return typeof fault === 'number' ? cutAt(fault, part) : fault;
    },
    ...options,
  });
  const events: PullEvent[] = [];
  const waits: number[] = [];
  const pull = (changes: Partial<PullOptions> = {}): Promise<PullResult> =>
    pullData(
      {
        ...{ mirror: hub.url, revision: HUB_COMMIT, cache: folder.path, stallMs: 10_000 },
        onEvent: (event) => events.push(event),
        signal: new AbortController().signal,
        ...changes,
      },
      {
        random: () => 0.5,
        clock: {
          // Whoever else has something to do comes first.
          sleep: (ms) => {
            waits.push(ms);
            return new Promise((resolve) => setImmediate(resolve));
          },
        },
      },
    );
  return {
    ...{ hub, pull, waits, cache: folder.path },
    retries: () => events.flatMap((event) => (event.type === 'transfer-retried' ? event.code : [])),
    damaged: () => events.flatMap((event) => (event.type === 'file-damaged' ? event.where : [])),
    [Symbol.asyncDispose]: async () => {
      await hub[Symbol.asyncDispose]();
      await folder.remove();
    },
  };
}

/** Cuts the transfer that brings the file to so many bytes, when they are there. */
function cutAt(bytes: number, part: string): HubFault {
  const until = async (): Promise<void> => {
    while ((await stat(part).catch(() => undefined))?.size !== bytes) await wait(5);
  };
  return { kind: 'cut', until, atByte: bytes };
}

async function copyLock(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/** The ranges of all transfers of the big file. */
const ranges = ({ requests }: HubServer): (string | undefined)[] =>
  requests
    .filter(({ host, path }) => host === 'cdn' && path.endsWith(BIG))
    .map(({ range }) => range);

async function isBigFileHeld(cache: string): Promise<boolean> {
  return (await readFile(join(cache, 'hub', 'objects', OID))).equals(HUB_FILES[BIG] ?? Buffer.of());
}

describe('pulling from a hub that fails on the way', () => {
  it('goes on where a transfer broke off, as often as needed', async () => {
    await using scene = await createScene(hubOf(), 100_000, 300_000);
    await scene.pull();
    assert.deepEqual(scene.retries(), ['HUB_TRANSFER_BROKEN', 'HUB_TRANSFER_BROKEN']);
    assert.deepEqual(ranges(scene.hub), [undefined, 'bytes=100000-', 'bytes=300000-']);
    assert.ok(await isBigFileHeld(scene.cache));
    // Half of the longest pause: 500 ms, then twice as long.
    assert.deepEqual(scene.waits, [250, 500]);
  });

  it('starts again where the server knows no ranges', async () => {
    await using scene = await createScene(hubOf(), 100_000, { kind: 'no-ranges' });
    await scene.pull();
    assert.deepEqual(ranges(scene.hub), [undefined, 'bytes=100000-']);
    assert.ok(await isBigFileHeld(scene.cache));
  });

  it('gives up a transfer that stands still', async () => {
    await using scene = await createScene(hubOf(), { kind: 'stall', atByte: 100_000 });
    await scene.pull({ stallMs: 200 });
    assert.deepEqual(scene.retries(), ['HUB_TRANSFER_BROKEN']);
    assert.ok(await isBigFileHeld(scene.cache));
  });

  it('waits as long as a busy hub asks for', async () => {
    await using scene = await createScene(
      hubOf(),
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429, retryAfter: '7' },
    );
    await scene.pull();
    assert.deepEqual(scene.retries(), ['HUB_OVERLOADED', 'HUB_OVERLOADED']);
    assert.deepEqual(scene.waits, [250, 7_000]);
  });

  it('gives up a hub that stays busy, after six attempts', async () => {
    await using scene = await createScene(hubOf(() => ({ kind: 'status', status: 500 })));
    await assert.rejects(scene.pull(), { code: 'HUB_OVERLOADED', blame: 'environment' });
    assert.deepEqual(scene.waits, [250, 500, 1_000, 2_000, 4_000]);
  });

  it('fetches once more what was put together and is wrong', async () => {
    await using scene = await createScene(hubOf(), 100_000, { kind: 'wrong-bytes' });
    await scene.pull();
    assert.deepEqual(scene.damaged(), ['transfer']);
    assert.deepEqual(ranges(scene.hub), [undefined, 'bytes=100000-', undefined]);
    assert.ok(await isBigFileHeld(scene.cache));
  });

  it('keeps nothing of a file that is wrong from the start', async () => {
    await using scene = await createScene(hubOf(() => ({ kind: 'wrong-bytes' })));
    await assert.rejects(scene.pull(), {
      code: 'HUB_CHECKSUM',
      message: `${BIG} of ${HUB_REPO} arrived with a wrong hash.`,
    });
    assert.deepEqual(await readdir(join(scene.cache, 'hub', 'downloads')), []);
    assert.equal(scene.hub.requests.filter(({ host }) => host === 'cdn').length, 1);
  });

  it('fetches a cached file again that is damaged', async () => {
    await using scene = await createScene(hubOf());
    await scene.pull();
    const path = join(scene.cache, 'hub', 'objects', OID);
    const bytes = await readFile(path);
    bytes[1_000] = (bytes[1_000] ?? 0) ^ 4;
    await writeFile(path, bytes);
    const { files } = await scene.pull();
    assert.deepEqual(scene.damaged(), ['cache']);
    assert.deepEqual(
      files.map(({ outcome }) => outcome),
      ['fetched', 'cached', 'cached'],
    );
    assert.ok(await isBigFileHeld(scene.cache));
  });

  it('fetches each file once, however many want it at the same moment', async () => {
    await using scene = await createScene(hubOf());
    const results = await Promise.all(Array.from({ length: 8 }, () => scene.pull()));
    const outcomes = results.map(({ files }) => files.map(({ outcome }) => outcome));
    for (const at of [0, 1, 2]) {
      assert.equal(outcomes.filter((files) => files[at] === 'fetched').length, 1);
    }
    assert.equal(scene.hub.requests.filter(({ host }) => host === 'cdn').length, 2);
  });

  it('needs no network for what is there', async () => {
    await using scene = await createScene(hubOf());
    await scene.pull();
    await scene.hub[Symbol.asyncDispose]();
    const { files } = await scene.pull();
    assert.deepEqual(new Set(files.map(({ outcome }) => outcome)), new Set(['cached']));
  });
});

describe('pulling from what is not the hub', () => {
  it('says that a revision does not exist', async () => {
    await using scene = await createScene(hubOf());
    await assert.rejects(scene.pull({ revision: 'v9' }), {
      code: 'HUB_REVISION_UNKNOWN',
      blame: 'input',
      message: `${scene.hub.url} has no revision "v9" of ${HUB_REPO}.`,
    });
  });

  it('says that a mirror lacks a file', async () => {
    const { [BIG]: _gone, ...others } = HUB_FILES;
    await using full = await createScene(hubOf());
    await full.pull();
    await using scene = await createScene(hubOf(undefined, others));
    // The lock of the full hub is known, its bytes are not.
    await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-pull-'));
    const lock = `${HUB_REPO.replace('/', '.')}/${HUB_COMMIT}.json`;
    await copyLock(
      join(full.cache, 'hub/revisions', lock),
      join(folder.path, 'hub/revisions', lock),
    );
    await assert.rejects(scene.pull({ cache: folder.path }), {
      code: 'HUB_FILE_MISSING',
      message: `${scene.hub.url} does not have ${BIG} of ${HUB_REPO}.`,
    });
  });

  it('finds out another file before it is sent', async () => {
    const commit = PUBLISHED_LOCK.revision;
    await using scene = await createScene({
      repo: HUB_REPO,
      revisions: { [commit]: HUB_FILES },
    });
    await assert.rejects(scene.pull({ revision: commit }), {
      code: 'HUB_CHECKSUM',
      message: `${BIG} of ${HUB_REPO} is not the file that is wanted: it has 524288 bytes instead of 20024386.`,
    });
    assert.equal(scene.hub.sentBytes(), 0);
  });

  it('finds out another hash before it is sent', async () => {
    await using scene = await createScene({ ...hubOf(), lie: { linkedEtag: 'f'.repeat(64) } });
    await assert.rejects(scene.pull(), {
      code: 'HUB_CHECKSUM',
      message: new RegExp(`its SHA-256 is ${'f'.repeat(64)} instead of ${OID}`),
    });
    assert.equal(scene.hub.sentBytes(), 0);
  });

  it('takes no web page for a file', async () => {
    await using scene = await createScene(hubOf(() => ({ kind: 'web-page' })));
    await assert.rejects(scene.pull(), { code: 'HUB_REPLY_UNREADABLE', blame: 'input' });
  });

  it('follows a redirect to https or this machine only', async () => {
    await using scene = await createScene(
      hubOf(() => ({ kind: 'redirect', location: 'http://example.org/file' })),
    );
    await assert.rejects(scene.pull(), {
      code: 'HUB_REDIRECT_REFUSED',
      message: /sends on to http:\/\/example\.org\.$/,
    });
  });

  it('says so when nobody answers', async () => {
    await using scene = await createScene(hubOf());
    await scene.hub[Symbol.asyncDispose]();
    await assert.rejects(scene.pull(), {
      code: 'HUB_UNREACHABLE',
      message: `${scene.hub.url} cannot be reached: ECONNREFUSED.`,
    });
    assert.equal(scene.waits.length, 5);
  });

  for (const mirror of [
    'http://example.org',
    'ftp://example.org',
    'example',
    'https://a:b@c.org',
  ]) {
    it(`refuses ${mirror} as a mirror`, async () => {
      await using scene = await createScene(hubOf());
      await assert.rejects(scene.pull({ mirror }), { code: 'HUB_URL_REFUSED', blame: 'input' });
    });
  }

  it('leaves other files alone in the folder that it is given', async () => {
    await using scene = await createScene(hubOf());
    const to = join(scene.cache, 'data');
    await scene.pull({ to });
    await scene.pull({ to });
    await writeFile(join(to, 'entity2id.json'), '{}');
    await assert.rejects(scene.pull({ to }), { code: 'DATA_FOLDER_TAKEN' });
    assert.equal(await readFile(join(to, 'entity2id.json'), 'utf8'), '{}');
  });
});
