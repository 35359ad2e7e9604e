import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import {
  always,
  type Fault,
  type FaultPlan,
  firstAttempts,
} from '../../src/testing/server-faults.ts';
import { createArena } from '../chaos/support/arena.ts';
import { type Ended, reportOf, startMab } from '../chaos/support/mab-process.ts';
import { type ConfigChanges, PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { factRow, type ParquetRow, writeDataFolder } from '../chaos/support/small-dataset.ts';

const arena = createArena(2);
after(() => arena[Symbol.dispose]());

/** What a user is told: the exit code, the error's code, and whether there is a next step. */
function told({ code, stderr }: Ended) {
  const errors = [...stderr.matchAll(/^error ([A-Z_0-9]+): /gm)].map(([, name]) => name);
  return { code, errors, next: /^ {2}next: \S/m.test(stderr) };
}

async function runFile(config: string, workspace = arena.folder()): Promise<Ended> {
  return startMab(config, { workspace, compileCache: arena.compileCache }).ended;
}

async function runText(text: string | Uint8Array): Promise<Ended> {
  const path = join(arena.folder(), 'run.yaml');
  writeFileSync(path, text);
  return runFile(path);
}

const OPEN = 'data: { openCorpus: {} }\ndatasets: [open_fact_sh_6k]\n';

describe('a bad configuration ends with code 2, one error and a next step', () => {
  const cases: readonly [what: string, text: string | Uint8Array, error: string][] = [
    ['that is empty', '', 'CONFIG_EMPTY'],
    ['that is not YAML', 'data: {', 'CONFIG_SYNTAX'],
    ['that is not UTF-8', Uint8Array.of(0x6e, 0xff, 0xfe), 'CONFIG_NOT_UTF8'],
    [
      'with an unknown method',
      `${OPEN}methods: [bm52]\nreader: { provider: extractive }`,
      'CONFIG_INVALID',
    ],
  ];
  for (const [what, text, error] of cases) {
    it(what, async () => {
      assert.deepEqual(told(await runText(text)), { code: 2, errors: [error], next: true });
    });
  }

  it('that is not there', async () => {
    const ended = await runFile(join(arena.folder(), 'no-such-file.yaml'));
    assert.deepEqual(told(ended), { code: 2, errors: ['FILE_MISSING'], next: true });
  });

  it('whose model has no known price', async () => {
    const reader =
      '{ provider: openai-compatible, baseUrl: http://127.0.0.1:9/v1, model: x, contextTokens: 9000 }';
    const ended = await runText(`${OPEN}methods: [bm25]\nreader: ${reader}`);
    assert.deepEqual(told(ended), { code: 2, errors: ['PRICE_UNKNOWN'], next: true });
  });

  it('whose key is not set ends with code 4, for that is the environment’s', async () => {
    const reader =
      '{ provider: openai, model: gpt-4o-mini, contextTokens: 9000, apiKeyEnv: NO_SUCH_KEY_HERE }';
    const ended = await runText(`${OPEN}methods: [bm25]\nreader: ${reader}`);
    assert.deepEqual(told(ended), { code: 4, errors: ['KEY_MISSING'], next: true });
  });
});

describe('bad data ends with code 2 before anything is bought', () => {
  const runRow = async (row: Partial<ParquetRow>) => {
    await using server = await startCountingServer({ prices: PRICES });
    const data = writeDataFolder(join(arena.folder(), 'data'), [{ ...factRow(0, 2), ...row }]);
    const ended = await runFile(writePricedConfig(arena.folder(), { url: server.url, data }));
    assert.equal(server.invoice().totalPicoUsd, 0n);
    return told(ended);
  };
  const refused = { code: 2, errors: ['ROW_INVALID'], next: true };

  it('with an empty context', async () => {
    assert.deepEqual(await runRow({ context: '' }), refused);
    assert.deepEqual(await runRow({ context: null }), refused);
  });

  it('with a question without answers', async () => {
    assert.deepEqual(await runRow({ answers: [[], ['x']] }), refused);
    assert.deepEqual(await runRow({ answers: null }), refused);
  });

  it('with a folder that is missing, or empty', async () => {
    const url = 'http://127.0.0.1:9/v1';
    const missing = writePricedConfig(arena.folder(), { url, data: '/no/such/folder' });
    assert.deepEqual(told(await runFile(missing)).errors, ['FILE_MISSING']);
    const empty = writePricedConfig(arena.folder(), { url, data: arena.folder() });
    assert.deepEqual(told(await runFile(empty)), { code: 2, errors: ['DATA_MISSING'], next: true });
  });

  it('with a file that is no parquet file', async () => {
    const data = arena.folder();
    writeFileSync(join(data, 'Conflict_Resolution-00000-of-00001.parquet'), 'not parquet at all');
    const config = writePricedConfig(arena.folder(), { url: 'http://127.0.0.1:9/v1', data });
    assert.deepEqual(told(await runFile(config)), {
      code: 2,
      errors: ['DATA_UNREADABLE'],
      next: true,
    });
  });
});

describe('a bad place for the workspace ends with code 4', () => {
  const config = join(fileURLToPath(new URL('../..', import.meta.url)), 'examples/first-look.yaml');

  it('when it is a file', async () => {
    const file = join(arena.folder(), 'file');
    writeFileSync(file, '');
    const ended = await runFile(config, file);
    assert.deepEqual(told(ended), { code: 4, errors: ['NOT_A_FOLDER'], next: true });
  });

  it('when its ledger is something else', async () => {
    const workspace = arena.folder();
    writeFileSync(
      join(workspace, 'ledger.sqlite'),
      'this is no database, but it is long enough'.repeat(99),
    );
    const ended = await runFile(config, workspace);
    assert.deepEqual(told(ended), { code: 4, errors: ['LEDGER_DAMAGED'], next: true });
  });
});

/** One run against a server with faults, then, with the same command, one against a good server. */
async function runWithFaults(faults: FaultPlan, changes: ConfigChanges = {}) {
  const workspace = arena.folder();
  const data = arena.data;
  const first = await (async () => {
    await using server = await startCountingServer({ prices: PRICES, faults, lateMs: 3_000 });
    const reader = { attemptsMax: 1, ...changes.reader };
    const config = writePricedConfig(workspace, { url: server.url, data, ...changes, reader });
    return await runFile(config, workspace);
  })();
  await using server = await startCountingServer({ prices: PRICES });
  const config = writePricedConfig(workspace, { url: server.url, data });
  const second = await startMab(
    config,
    { workspace, compileCache: arena.compileCache },
    '--retry-failed',
  ).ended;
  return { first, second };
}

describe('a model that misbehaves', () => {
  const blanks: readonly [fault: Fault, reader: object, reason: RegExp][] = [
    ['invalid-json', {}, /answers are errors \(PROVIDER_REPLY_UNREADABLE/],
    ['html', {}, /PROVIDER_REPLY_UNREADABLE/],
    ['server-error', {}, /PROVIDER_OVERLOADED.*500/],
    ['rate-limit', {}, /PROVIDER_OVERLOADED.*429/],
    ['bad-request', {}, /PROVIDER_REFUSED.*400/],
    ['cut-body', {}, /PROVIDER_UNREACHABLE/],
    ['hang-up', {}, /PROVIDER_UNREACHABLE/],
    ['late', { timeoutMs: 300 }, /PROVIDER_TIMEOUT/],
  ];
  for (const [fault, reader, reason] of blanks) {
    it(`with ${fault} leaves blank cells with the reason, and nothing lost`, async () => {
      const faults: FaultPlan = ({ number }) => (number > 2 ? fault : undefined);
      const { first, second } = await runWithFaults(faults, { reader: { ...reader } });
      assert.equal(first.code, 3, first.stderr);
      const blank = reportOf(first).cells.filter(({ outcome }) => outcome === 'blank');
      assert.ok(blank.length > 0);
      for (const cell of blank) {
        assert.equal(cell.score, undefined);
        assert.match(cell.reason ?? '', reason);
      }
      assert.equal(second.code, 0, second.stderr);
    });
  }

  it('with a limit at first is waited for, and every cell has a score', async () => {
    const faults = firstAttempts('rate-limit');
    const { first } = await runWithFaults(faults, { reader: { attemptsMax: 3 } });
    assert.equal(first.code, 0, first.stderr);
  });

  it('with empty answers is scored, and the report says how many there were', async () => {
    const { first } = await runWithFaults(always('empty'));
    assert.equal(first.code, 0, first.stderr);
    assert.ok(reportOf(first).warnings.some((text) => /^8 of 8 answers are empty/.test(text)));
  });

  const stops: readonly [fault: Fault, error: string][] = [
    ['key-refused', 'PROVIDER_KEY_REFUSED'],
    ['quota-empty', 'PROVIDER_ACCOUNT_EMPTY'],
    ['payment-required', 'PROVIDER_ACCOUNT_EMPTY'],
  ];
  for (const [fault, error] of stops) {
    it(`with ${fault} stops the run with code 4, and it can go on`, async () => {
      const { first, second } = await runWithFaults(always(fault));
      assert.deepEqual(told(first), { code: 4, errors: [error], next: true });
      assert.equal(second.code, 0, second.stderr);
    });
  }

  it('that is not there leaves blank cells or stops, never a zero', async () => {
    const workspace = arena.folder();
    const reader = { attemptsMax: 1 };
    const changes = { url: 'http://127.0.0.1:9/v1', data: arena.data, reader };
    const ended = await runFile(writePricedConfig(workspace, changes), workspace);
    assert.equal(ended.code, 3, ended.stderr);
    for (const cell of reportOf(ended).cells) {
      assert.equal(cell.score, undefined);
      assert.match(cell.reason ?? '', /PROVIDER_UNREACHABLE/);
    }
  });
});

describe('a full disk', () => {
  const folder = join(arena.folder(), 'tiny');
  mkdirSync(folder);
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'none', folder]);
  const skip = mount.status === 0 ? false : 'this machine lets nobody mount a small disk';
  after(() => spawnSync('umount', [folder]));

  it('ends with code 4 and one error; with room again the run goes on', { skip }, async () => {
    await using server = await startCountingServer({ prices: PRICES });
    const config = writePricedConfig(arena.folder(), { url: server.url, data: arena.data });
    const ended = await runFile(config, join(folder, 'workspace'));
    assert.deepEqual(told(ended), { code: 4, errors: ['DISK_FULL'], next: true });
    spawnSync('mount', ['-o', 'remount,size=20m', folder]);
    const again = await runFile(config, join(folder, 'workspace'));
    assert.equal(again.code, 0, again.stderr);
  });
});
