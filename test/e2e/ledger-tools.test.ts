import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createLocalStore } from '../../src/adapters/stores/local-store.ts';
import { commands } from '../../src/app/commands.ts';
import { ledgerCommands as ledger } from '../../src/app/ledger/ledger-commands.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { type CountingServer, startCountingServer } from '../../src/testing/counting-server.ts';
import { createArena } from '../chaos/support/arena.ts';
import { METHODS, PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { cellResults } from '../chaos/support/run-result.ts';
import { endingRun } from './bad-input-world.ts';
import { mab } from './cli-world.ts';

const arena = createArena();
let server: CountingServer;
before(async () => {
  server = await startCountingServer({ prices: PRICES });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  arena[Symbol.dispose]();
});

const WHOLE = { withKey: true, keyOnly: false };

async function run(workspace: string, methods: readonly unknown[] = METHODS): Promise<RunReport> {
  const config = writePricedConfig(arena.folder(), { url: server.url, data: arena.data, methods });
  const { exitCode, report } = await endingRun(config, workspace);
  assert.equal(exitCode, 0);
  return report;
}

/** The same for all who have not had a clock: what differs between runs that mean the same. */
function withoutTimes({ createdAt: _, ...report }: RunReport) {
  return report;
}

describe('two workspaces that are merged', () => {
  it('have all replies of both: a run over everything buys nothing', async () => {
    const [one, two, all] = [arena.folder(), arena.folder(), arena.folder()];
    const [key, ofOne, ofTwo] = ['key', 'one', 'two'].map((name) => join(arena.folder(), name));
    assert.ok(key && ofOne && ofTwo);
    await ledger.use(one, { ledger: 'sqlite' });
    await ledger.export(one, key, { withKey: true, keyOnly: true });
    assert.equal((await ledger.import(two, key)).key, 'adopted');
    const [first, ...others] = METHODS;
    const reports = [await run(one, [first]), await run(two, others)];
    const paid = reports.map(({ totals }) => BigInt(totals.paidPicoUsd));
    assert.ok(paid.every((amount) => amount > 0n));
    const invoice = server.invoice();
    await ledger.export(one, ofOne, WHOLE);
    await ledger.export(two, ofTwo, WHOLE);
    assert.equal((await ledger.import(all, ofOne)).key, 'adopted');
    assert.equal((await ledger.import(all, ofTwo)).key, 'same');

    const report = await run(all);
    assert.deepEqual(server.invoice(), invoice, 'something was bought');
    assert.equal(report.totals.paidPicoUsd, '0');
    const alone = reports.map(({ totals }) => BigInt(totals.standalonePicoUsd));
    assert.equal(
      BigInt(report.totals.standalonePicoUsd),
      alone.reduce((a, b) => a + b),
    );
    const imported = report.warnings.filter((text) => text.includes('were imported'));
    const { uses } = await ledger.stat(all);
    assert.match(imported[0] ?? '', new RegExp(`^${uses} replies were imported`));
    const scores = (cells: RunReport['cells']) => cells.map(({ method, score }) => [method, score]);
    assert.deepEqual(
      scores(report.cells),
      reports.flatMap(({ cells }) => scores(cells)),
    );
    const paidElsewhere = (await ledger.stat(all)).attempts
      .filter((sum) => sum.imported)
      .reduce((sum, { paidPicoUsd }) => sum + paidPicoUsd, 0n);
    assert.equal(paidElsewhere, invoice.totalPicoUsd);
    assert.deepEqual((await ledger.verify(all, { repair: false })).problems, []);
  });
});

describe('the file of an export', () => {
  let workspace: string;
  let file: string;
  let report: RunReport;
  before(async () => {
    [workspace, file] = [arena.folder(), join(arena.folder(), 'ledger.jsonl.gz')];
    report = await run(workspace);
    await ledger.export(workspace, file, WHOLE);
  });

  it('is for its owner alone, and holds each call once', async () => {
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n');
    const contents = lines.map((line) => JSON.parse(line).content);
    const keys = contents.filter(({ kind }) => kind === 'calls').map(({ row }) => row.key);
    const { calls } = await ledger.stat(workspace);
    assert.deepEqual([keys.length, new Set(keys).size], [calls.done, calls.done]);
    assert.equal(contents[0].kind, 'head');
    assert.deepEqual(contents.at(-1), {
      ...{ kind: 'end', entries: lines.length - 2 },
      sha256: contents.at(-1).sha256,
    });
  });

  it('of one run holds what that run has used', async () => {
    const part = join(arena.folder(), 'part');
    const second = await run(workspace, ['no-memory']);
    const all = await ledger.export(workspace, part, { ...WHOLE, run: report.runId });
    const some = await ledger.export(workspace, part, { ...WHOLE, run: second.runId });
    const [{ calls = 0 } = {}] = second.cells;
    assert.deepEqual([some.calls, some.requests], [calls, calls]);
    assert.ok(some.calls < all.calls);
    const other = arena.folder();
    await ledger.import(other, part);
    const before = server.invoice();
    assert.equal((await run(other, ['no-memory'])).totals.paidPicoUsd, '0');
    assert.deepEqual(server.invoice(), before);
  });

  it('without its key goes back into its own ledger only', async () => {
    const archive = join(arena.folder(), 'archive');
    await ledger.export(workspace, archive, { withKey: false, keyOnly: false });
    assert.doesNotMatch(gunzipSync(readFileSync(archive)).toString(), /hashKey/);
    assert.equal((await ledger.import(workspace, archive)).calls, 0);
    const { code, stderr } = await mab(
      ['ledger', 'import', archive, '--workspace', arena.folder()],
      {
        ledger: commands.ledger,
      },
    );
    assert.equal(code, 2);
    assert.match(stderr, /LEDGER_KEY_DIFFERS: .* is of another ledger, without its key/);
  });

  it('of another ledger is refused by one that has calls of its own', async () => {
    const other = arena.folder();
    await run(other, ['no-memory']);
    const before = await ledger.stat(other);
    await assert.rejects(ledger.import(other, file), {
      code: 'LEDGER_KEY_DIFFERS',
      hint: /--key-only/,
    });
    assert.deepEqual(await ledger.stat(other), before);
  });

  const text = () => gunzipSync(readFileSync(file)).toString();
  const lines = () => text().trimEnd().split('\n');
  const damages: readonly [what: string, bytes: () => Uint8Array, code: string, says: RegExp][] = [
    [
      'was cut',
      () => readFileSync(file).subarray(0, 3_000),
      'LEDGER_FILE_DAMAGED',
      /unexpected end/,
    ],
    [
      'lost its last line',
      () => gzipSync(`${lines().slice(0, -1).join('\n')}\n`),
      'LEDGER_FILE_DAMAGED',
      /the file ends before its end/,
    ],
    [
      'lost a line in the middle',
      () => gzipSync(`${lines().toSpliced(5, 1).join('\n')}\n`),
      'LEDGER_FILE_DAMAGED',
      /lines before it are missing or were moved/,
    ],
    [
      'was changed by a character',
      () => gzipSync(text().replace('"outcome":"reply"', '"outcome":"error"')),
      'LEDGER_FILE_DAMAGED',
      /line \d+: it is not what was exported/,
    ],
    [
      'has flipped bits',
      () => {
        const bytes = Buffer.from(readFileSync(file));
        const middle = Math.floor(bytes.length / 2);
        bytes.writeUInt8(bytes.readUInt8(middle) ^ 0xff, middle);
        return bytes;
      },
      'LEDGER_FILE_DAMAGED',
      /damaged|line \d+/,
    ],
    ['is something else', () => Buffer.from('no gzip'), 'LEDGER_FILE_FOREIGN', /no export/],
    ['is empty', () => Buffer.alloc(0), 'LEDGER_FILE_FOREIGN', /no export/],
    [
      'is another gzip',
      () => gzipSync('{"a":1}\n'),
      'LEDGER_FILE_DAMAGED',
      /line 1: it is no line of an export/,
    ],
  ];
  for (const [what, bytes, code, says] of damages) {
    it(`that ${what} imports nothing`, async () => {
      const damaged = join(arena.folder(), 'damaged');
      writeFileSync(damaged, bytes());
      const other = arena.folder();
      await ledger.use(other, { ledger: 'sqlite' });
      await assert.rejects(ledger.import(other, damaged), { code, message: says });
      const { calls, attempts, uses } = await ledger.stat(other);
      assert.deepEqual([calls.done, attempts.length, uses], [0, 0, 0]);
    });
  }

  it('that is not there, or cannot be written, is said to be so', async () => {
    const nowhere = join(arena.folder(), 'no', 'file');
    await assert.rejects(ledger.import(arena.folder(), nowhere), { code: 'FILE_MISSING' });
    await assert.rejects(ledger.export(workspace, nowhere, WHOLE), { code: 'OUTPUT_NOT_WRITTEN' });
  });

  it('takes the place of a file, and of nothing else: a device stays what it is', async () => {
    const socket = join(arena.folder(), 'socket');
    const listening = createServer().listen(socket);
    await once(listening, 'listening');
    await assert.rejects(ledger.export(workspace, socket, WHOLE), {
      code: 'OUTPUT_NOT_WRITTEN',
      message: `${socket} cannot be written: it is there, and no file.`,
    });
    assert.ok(statSync(socket).isSocket());
    listening.close();
  });
});

describe('pruning a workspace', () => {
  it('makes it smaller, and changes no report and no sum', async () => {
    const workspace = arena.folder();
    const report = await run(workspace);
    const stat = await ledger.stat(workspace);
    const options = { olderThanMs: 0, dryRun: true };
    const planned = await ledger.prune(workspace, options);
    assert.deepEqual(await ledger.stat(workspace), stat, 'a dry run deletes nothing');
    const done = await ledger.prune(workspace, { ...options, dryRun: false });
    assert.equal(done.calls, planned.calls);
    assert.equal(done.calls, stat.calls.done);
    assert.ok(done.bytesAfter < done.bytesBefore);
    assert.equal(statSync(join(workspace, 'ledger.sqlite')).size, done.bytesAfter);
    const after = await ledger.stat(workspace);
    assert.deepEqual(after.attempts, stat.attempts);
    assert.deepEqual(after.accounts, stat.accounts);
    const again = await commands.readReport(workspace, 'latest');
    assert.deepEqual(withoutTimes(again), withoutTimes(report));
    const before = server.invoice();
    assert.deepEqual(cellResults(await run(workspace)), cellResults(report));
    assert.deepEqual(server.invoice(), before, 'a finished run needs none of it');
    assert.deepEqual((await ledger.verify(workspace, { repair: false })).problems, []);
  });

  it('to a size deletes no more than it has to, the oldest first', async () => {
    const workspace = arena.folder();
    await run(workspace);
    const { bytes, calls } = await ledger.stat(workspace);
    const done = await ledger.prune(workspace, { bytesMax: bytes - 10_000, dryRun: false });
    assert.ok(done.bytesAfter <= bytes - 10_000);
    assert.ok(done.calls < calls.done);
    const none = await ledger.prune(workspace, { bytesMax: bytes, dryRun: false });
    assert.equal(none.calls, 0);
  });

  it('keeps what is younger, and says what it may not delete', async () => {
    const workspace = arena.folder();
    await run(workspace);
    const io = { ledger: commands.ledger };
    const args = ['ledger', 'prune', '--workspace', workspace];
    const young = await mab([...args, '--older-than', '1d'], io);
    assert.match(young.stdout, /^Deleted 0 stored calls of 0 B/);
    const small = await mab([...args, '--max-size', '1kB', '--dry-run'], io);
    assert.match(small.stdout, /^Would delete \d+ stored calls/);
    assert.equal((await mab(args, io)).code, 2);
    const wrong = await mab([...args, '--older-than', 'soon'], io);
    assert.match(wrong.stderr, /90d, 12h/);
  });
});

describe('verifying a workspace', () => {
  it('finds a sealed unit that was changed, a reply that differs, an account that is wrong', async () => {
    const workspace = arena.folder();
    await run(workspace, ['no-memory']);
    const io = { ledger: commands.ledger };
    const args = ['ledger', 'verify', '--workspace', workspace];
    const sound = await mab(args, io);
    assert.deepEqual([sound.code, sound.stderr], [0, '']);
    assert.match(
      sound.stdout,
      /^Checked: \d+ calls, \d+ attempts, 2 finished contexts\.\nNothing is/,
    );

    const store = createLocalStore(join(workspace, 'store'));
    const keys = await store.list('units/');
    const records = keys.find((key) => key.includes('/records-')) ?? '';
    await store.put(records, '{}\n');
    using database = new DatabaseSync(join(workspace, 'ledger.sqlite'));
    database.exec('UPDATE accounts SET spent_pico = spent_pico + 1');
    database.exec(`UPDATE calls SET reply = '{"text":"forged","finish":"stop"}'
      WHERE key = (SELECT min(key) FROM uses WHERE unit_id <> '${records.split('/')[1]}')`);
    const damaged = await mab(args, io);
    assert.equal(damaged.code, 4);
    assert.match(damaged.stdout, /wrong: account run:.*its attempts come to/);
    assert.match(damaged.stdout, /wrong: unit [0-9a-f]{16}….*records-.*not what was committed/);
    assert.match(damaged.stdout, /wrong: unit [0-9a-f]{16}…: the ledger has another reply for q/);
    const repaired = await mab([...args, '--repair'], io);
    assert.equal(repaired.code, 4, 'what is lost stays lost');
    assert.match(repaired.stdout, /repaired: account run:/);
    assert.doesNotMatch((await mab(args, io)).stdout, /account/);
  });
});
