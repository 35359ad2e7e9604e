import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { createArena } from '../chaos/support/arena.ts';
import { PRICES } from '../chaos/support/priced-config.ts';
import { type ParquetRow, writeDataFolder } from '../chaos/support/small-dataset.ts';
import { endingRun, failingRun } from './bad-input-world.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

const RECSYS = 'recsys_redial_full';
const ICL = 'icl_banking77_5900shot_balance';

const TABLE = JSON.stringify({
  '<http://dbpedia.org/resource/Jaws_(film)>': 7,
  '<http://dbpedia.org/resource/Alien_(film)>': 9,
});

function writeData(row: ParquetRow, table?: { readonly name: string; readonly text: string }) {
  const folder = writeDataFolder(join(arena.folder(), 'data'), [row]);
  if (table) {
    const path = join(folder, table.name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, table.text);
  }
  return folder;
}

const SCRIPTED = { provider: 'scripted', price: 'free' };

function writeConfig(
  dataset: string,
  data: Readonly<Record<string, unknown>>,
  reader: Readonly<Record<string, unknown>> = SCRIPTED,
): string {
  const path = join(arena.folder(), 'run.yaml');
  const config = {
    ...{ name: 'answers', data, datasets: [dataset], methods: ['no-memory'], controls: false },
    reader,
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const recommendation = (...accepted: readonly string[]): ParquetRow => ({
  context: 'User: I like sharks.\nSystem: Try Jaws.',
  questions: ['User: What now?\nSystem: '],
  answers: [accepted],
  metadata: { source: RECSYS },
});

describe('recommendations', () => {
  const refuses = async (data: Readonly<Record<string, unknown>>, code: string, says: RegExp) => {
    const workspace = join(arena.folder(), 'workspace');
    const failed = await failingRun(writeConfig(RECSYS, data), workspace);
    assert.deepEqual([failed.code, failed.exitCode], [code, 2]);
    assert.match(failed.message, says);
    assert.equal(existsSync(workspace), false, 'nothing was begun');
  };

  it('are refused without the table of items', () =>
    refuses({ folder: writeData(recommendation('7')) }, 'ITEM_TABLE_MISSING', /entity2id\.json/));

  it('are refused when the named table is not there', () =>
    refuses(
      { folder: writeData(recommendation('7')), itemTable: 'nowhere.json' },
      'FILE_MISSING',
      /nowhere\.json does not exist/,
    ));

  it('are refused with a table that is none', () =>
    refuses(
      { folder: writeData(recommendation('7'), { name: 'entity2id.json', text: '{"a": "x"}' }) },
      'ITEM_TABLE_INVALID',
      /entity2id\.json is no table of items/,
    ));

  it('are refused when the table lacks an accepted answer', () =>
    refuses(
      { folder: writeData(recommendation('8'), { name: 'entity2id.json', text: TABLE }) },
      'ITEM_UNKNOWN',
      /recsys_redial_full#0\/q0 accepts 8/,
    ));

  it('are scored with the table beside the data, or with the one that is named', async () => {
    // Whatever the reader names is nearest to one of two items, both of which are accepted.
    const row = recommendation('7', '9');
    const named = join(arena.folder(), 'table.json');
    writeFileSync(named, TABLE);
    for (const data of [
      { folder: writeData(row, { name: 'redial/entity2id.json', text: TABLE }) },
      { folder: writeData(row), itemTable: named },
    ]) {
      const config = writeConfig(RECSYS, data);
      const { report } = await endingRun(config, join(arena.folder(), 'workspace'));
      assert.equal(report.cells[0]?.score?.mean, 0.5);
    }
  });
});

describe('a label', () => {
  const warningsFor = async (reply: string): Promise<readonly string[]> => {
    await using server = await startCountingServer({ prices: PRICES });
    const row: ParquetRow = {
      context: 'I lost my card.\nlabel: 3\nIt was stolen.\nlabel: 28',
      // The server answers with the line that shares most words with the last one.
      questions: [`Hm.\n${reply} zorp blip flap gnarl\nzorp blip flap gnarl?`],
      answers: [['28']],
      metadata: { source: ICL },
    };
    const reader = {
      ...{ provider: 'openai-compatible', baseUrl: server.url, model: 'counting' },
      ...{ contextTokens: 16_000, price: 'free' },
    };
    const config = writeConfig(ICL, { folder: writeData(row) }, reader);
    const { report } = await endingRun(config, join(arena.folder(), 'workspace'));
    assert.equal(report.cells[0]?.score?.mean, 0);
    return report.warnings;
  };

  it('that is not in the set scores 0, and the report says so', async () => {
    const warnings = await warningsFor('label: 99');
    const warning = '1 of 1 answers name a label that no example has; they score as wrong: 1 of ';
    assert.ok(
      warnings.some((text) => text.startsWith(warning)),
      warnings.join('\n'),
    );
  });

  it('that is missing is told from one that does not exist', async () => {
    const warnings = await warningsFor('stolen');
    const warning = '1 of 1 answers name no label; they score as wrong: 1 of ';
    assert.ok(
      warnings.some((text) => text.startsWith(warning)),
      warnings.join('\n'),
    );
  });
});
