import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PriceWeb } from '../../contracts/price-feed.ts';
import { type PriceDocument, startPriceServer } from '../../testing/price-server.ts';
import { createFolderWeb } from './folder-web.ts';
import { createHttpWeb } from './http-web.ts';

const DOCUMENT = new URL('https://prices.example.org/list.json?key=secret');
const never = new AbortController().signal;

async function asking<T>(
  document: PriceDocument,
  ask: (web: PriceWeb) => Promise<T>,
  options: { readonly jsonBytesMax?: number; readonly stallMs?: number } = {},
): Promise<T> {
  await using server = await startPriceServer({ 'prices.example.org/list.json': document });
  return await ask(createHttpWeb({ base: server.url, stallMs: 5_000, signal: never, ...options }));
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

test('a document comes from below the mirror, with its query', async () => {
  await using server = await startPriceServer({
    'prices.example.org/list.json?key=secret': '{"a":1}',
  });
  const web = createHttpWeb({ base: server.url, stallMs: 5_000, signal: never });
  assert.deepEqual(await web.json(DOCUMENT), { a: 1 });
});

test('whatever goes wrong on the way is told without the key in the address', async () => {
  const json = (web: PriceWeb): Promise<unknown> => web.json(DOCUMENT);
  const cases: [PriceDocument, string, string?][] = [
    ['<html>Please sign in.</html>', 'PRICES_UNREADABLE'],
    [{ status: 404 }, 'PRICES_REFUSED'],
    [{ status: 503 }, 'PRICES_REFUSED'],
    [{ cutAfter: '{"a":' }, 'PRICES_UNREACHABLE'],
    [{ redirect: 'http://prices.example.org/elsewhere' }, 'PRICES_UNREADABLE'],
    [{ redirect: '/prices.example.org/list.json' }, 'PRICES_UNREADABLE'],
  ];
  for (const [document, code] of cases) {
    await assert.rejects(
      asking(document, json),
      (error: Error & { code: string; hint: string }) => {
        assert.equal(error.code, code, JSON.stringify(document));
        assert.match(error.hint, /Nothing was written/);
        assert.ok(!`${error.message}${error.hint}`.includes('secret'));
        return true;
      },
    );
  }
});

test('a server that stands still, or sends without end, is left', async () => {
  const json = (web: PriceWeb): Promise<unknown> => web.json(DOCUMENT);
  await assert.rejects(asking({ stallAfter: '{' }, json, { stallMs: 50 }), {
    code: 'PRICES_UNREACHABLE',
    message: /stands still/,
  });
  await assert.rejects(asking(' '.repeat(5_000), json, { jsonBytesMax: 4_999 }), {
    code: 'PRICES_UNREADABLE',
    message: 'https://prices.example.org/list.json is larger than 4999 bytes.',
  });
});

test('the wish to stop is what is thrown', async () => {
  const controller = new AbortController();
  await using server = await startPriceServer({ 'prices.example.org/a': { stallAfter: 'x' } });
  const web = createHttpWeb({ base: server.url, stallMs: 60_000, signal: controller.signal });
  const reading = all(web.lines(new URL('https://prices.example.org/a')));
  setTimeout(() => controller.abort(new Error('stop')), 20);
  await assert.rejects(reading, { message: 'stop' });
});

test('lines are cut at every kind of end, and inside characters that two chunks share', async () => {
  const bytes = Buffer.from('"é",1\r\n"ü",2\nlast');
  const halves = [bytes.subarray(0, 2), bytes.subarray(2, 9), bytes.subarray(9)];
  const { linesOf } = await import('./read-bytes.ts');
  async function* source(): AsyncIterable<Uint8Array> {
    yield* halves;
  }
  assert.deepEqual(await all(linesOf(source())), ['"é",1', '"ü",2', 'last']);
});

test('the first lines are there before the last ones are sent', async () => {
  let sent = 0;
  function* chunks(): Iterable<string> {
    for (; sent < 10_000; sent++) yield `${'x'.repeat(20_000)}\n`;
  }
  const first = await asking({ chunks }, async (web) => {
    for await (const line of web.lines(new URL('https://prices.example.org/list.json'))) {
      return line.length;
    }
    return 0;
  });
  assert.equal(first, 20_000);
  assert.ok(sent < 5_000, `${sent} of 10000 lines were sent`);
});

test('pages are followed to the same host only', async () => {
  const page = (next: string): string => JSON.stringify({ next });
  await using server = await startPriceServer({
    'h.example/p': page('https://h.example/p?at=2'),
    'h.example/p?at=2': page('https://evil.example/p'),
  });
  const web = createHttpWeb({ base: server.url, stallMs: 5_000, signal: never });
  const pages = web.pages(
    new URL('https://h.example/p'),
    (document) => new URL((document as { next: string }).next),
  );
  await assert.rejects(all(pages), { code: 'PRICES_UNREADABLE', message: /goes on at evil/ });
  assert.deepEqual(server.asked, ['h.example/p', 'h.example/p?at=2']);
});

test('a folder of copies stands for the network', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mab-prices-'));
  try {
    mkdirSync(join(folder, 'h.example', 'api'), { recursive: true });
    writeFileSync(join(folder, 'h.example', 'api', 'b.json'), '2');
    writeFileSync(join(folder, 'h.example', 'a.json'), '1');
    writeFileSync(join(folder, 'h.example', 'lines.csv'), 'a\nb\n');
    const web = createFolderWeb(folder);
    const url = (path: string): URL => new URL(`https://h.example/${path}`);
    assert.equal(await web.json(url('a.json')), 1);
    assert.deepEqual(await all(web.lines(url('lines.csv'))), ['a', 'b']);
    assert.deepEqual(await all(web.pages(url('any?thing'), () => undefined)), [1, 2]);
    await assert.rejects(web.json(url('c.json')), { code: 'PRICES_COPY_MISSING' });
    await assert.rejects(all(web.pages(new URL('https://other.example/'), () => undefined)), {
      code: 'PRICES_COPY_MISSING',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
