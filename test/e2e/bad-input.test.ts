import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createArena } from '../chaos/support/arena.ts';
import { writePricedConfig } from '../chaos/support/priced-config.ts';
import {
  DATASET,
  factRow,
  type ParquetRow,
  writeDataFolder,
} from '../chaos/support/small-dataset.ts';
import { failingRun } from './bad-input-world.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

/** Nobody listens there: what is wrong must show before the first call. */
const url = 'http://127.0.0.1:9/v1';
const FILE = 'Conflict_Resolution-00000-of-00001.parquet';

function configWith(changes: Readonly<Record<string, unknown>> = {}): string {
  return writePricedConfig(arena.folder(), { url, data: arena.data, ...changes });
}

function fileWith(content: string | Uint8Array, name = 'run.yaml'): string {
  const path = join(arena.folder(), name);
  writeFileSync(path, content);
  return path;
}

/** Fails with this code and exit code, says these words, and leaves no workspace behind. */
async function refuses(config: string, code: string, says: RegExp, exitCode = 2): Promise<void> {
  const workspace = join(arena.folder(), 'workspace');
  const failed = await failingRun(config, workspace);
  assert.deepEqual({ code: failed.code, exitCode: failed.exitCode }, { code, exitCode });
  assert.match(failed.message, says);
  assert.equal(existsSync(workspace), false);
}

describe('a configuration that', () => {
  it('is not there', () =>
    refuses(join(arena.folder(), 'nowhere.yaml'), 'FILE_MISSING', /nowhere\.yaml does not exist/));

  it('is a folder', () => refuses(arena.folder(), 'FILE_KIND', /kind of file/));

  it('is empty', () => refuses(fileWith('# only\n'), 'CONFIG_EMPTY', /empty/));

  it('is no YAML', () =>
    refuses(
      fileWith('name: a\ndata: { folder: x\nmethods: [bm25]\n'),
      'CONFIG_SYNTAX',
      /run\.yaml:\d+:\d+ is not valid/,
    ));

  it('is not UTF-8', () =>
    refuses(fileWith(Buffer.from('name: caf\xe9\n', 'latin1')), 'CONFIG_NOT_UTF8', /byte 9/));

  it('names a method that nobody knows', () =>
    refuses(configWith({ methods: ['bm26'] }), 'CONFIG_INVALID', /methods\[0\].*"bm26".*bm25/s));

  it('has several problems tells of all of them at once', async () => {
    const config = configWith({ methods: ['bm26'], concurency: 3, trials: 0 });
    await refuses(config, 'CONFIG_INVALID', /3 problems/);
    await refuses(config, 'CONFIG_INVALID', /(?=.*bm26)(?=.*concurency)(?=.*trials)/s);
  });

  it('names a model whose price nobody knows', () =>
    refuses(configWith({ reader: { price: undefined } }), 'PRICE_UNKNOWN', /"counting-1"/));

  it('names a key variable that is not set', () => {
    const apiKeyEnv = 'MAB_TEST_KEY_THAT_IS_NOT_SET';
    return refuses(configWith({ reader: { apiKeyEnv } }), 'KEY_MISSING', /KEY_THAT_IS_NOT_SET/, 4);
  });
});

describe('data that', () => {
  const withData = (data: string): string => configWith({ data });
  const withFile = (bytes: string | Uint8Array): string => {
    const folder = arena.folder();
    writeFileSync(join(folder, FILE), bytes);
    return withData(folder);
  };
  const goodFile = (): Buffer =>
    readFileSync(join(writeDataFolder(arena.folder(), [factRow(0, 2)]), FILE));

  it('is not there', () =>
    refuses(withData(join(arena.folder(), 'nowhere')), 'FILE_MISSING', /nowhere does not exist/));

  it('is a file instead of a folder', () =>
    refuses(withData(fileWith('x', 'data')), 'FILE_KIND', /data/));

  it('is an empty folder', () =>
    refuses(withData(arena.folder()), 'DATA_MISSING', /holds no file of the published dataset/));

  it('is no parquet', () =>
    refuses(withFile('nothing '.repeat(99)), 'DATA_UNREADABLE', /parquet/i));

  it('is cut off', () =>
    refuses(withFile(goodFile().subarray(0, -100)), 'DATA_UNREADABLE', /parquet/i));

  it('has no row of the dataset', () => {
    const row = { ...factRow(0, 2), metadata: { source: 'factconsolidation_mh_6k' } };
    const config = withData(writeDataFolder(arena.folder(), [row]));
    return refuses(config, 'DATASET_UNKNOWN', new RegExp(DATASET));
  });

  const badRows: readonly (readonly [string, Partial<ParquetRow>, RegExp])[] = [
    ['has an empty context', { context: '' }, /context/],
    ['has no context', { context: null }, /context/],
    ['has a row without answers', { answers: null }, /answers/],
    ['has a question without answers', { answers: [['x'], []] }, /answer/],
    ['has fewer answers than questions', { answers: [['x']] }, /answers/],
    ['has an empty question', { questions: ['What?', ''] }, /question/],
    ['has a row without questions', { questions: [], answers: [] }, /question/],
  ];
  for (const [problem, changes, says] of badRows) {
    it(`${problem}, in whichever row`, () => {
      const rows = [factRow(0, 2), { ...factRow(1, 2), ...changes }];
      return refuses(withData(writeDataFolder(arena.folder(), rows)), 'ROW_INVALID', says);
    });
  }

  it('is not UTF-8', () => {
    const bytes = goodFile();
    bytes.set([0xff, 0xfe], bytes.indexOf('Here is a list'));
    return refuses(withFile(bytes), 'ROW_INVALID', /UTF-8/);
  });
});

describe('a workspace that', () => {
  const refusesWorkspace = async (workspace: string, code: string): Promise<void> => {
    const failed = await failingRun(configWith(), workspace);
    assert.deepEqual([failed.code, failed.exitCode], [code, 4]);
    assert.match(failed.hint, /--workspace/);
  };

  it('is a file', () => refusesWorkspace(fileWith('x', 'file'), 'NOT_A_FOLDER'));

  it('lies below a file', () =>
    refusesWorkspace(join(fileWith('x', 'file'), 'a', 'b'), 'NOT_A_FOLDER'));

  it('has a file where the store should be', async () => {
    const workspace = arena.folder();
    writeFileSync(join(workspace, 'store'), 'x');
    await refusesWorkspace(workspace, 'NOT_A_FOLDER');
  });

  it('has a folder where the ledger should be', async () => {
    const workspace = arena.folder();
    mkdirSync(join(workspace, 'ledger.sqlite'));
    await refusesWorkspace(workspace, 'NO_PERMISSION');
  });

  it('has a ledger that is none', async () => {
    const workspace = arena.folder();
    writeFileSync(join(workspace, 'ledger.sqlite'), 'not a database '.repeat(99));
    await refusesWorkspace(workspace, 'LEDGER_DAMAGED');
  });
});
