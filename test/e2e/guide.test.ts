import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { createReader } from '../../src/app/reader-model.ts';
import { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../src/cost/catalogue/shipped.ts';
import { readerSchema } from '../../src/run/config/reader-schema.ts';
import { freePort } from '../free-port.ts';
import { type Ended, runProgram } from '../package/npm.ts';
import { missingLines, readBlocks } from './guide-blocks.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDE = join(ROOT, 'docs', 'guide');
const PROGRAMS = {
  mab: join(ROOT, 'src', 'cli', 'main.ts'),
  'mab-lab': join(ROOT, 'src', 'testing', 'lab', 'main.ts'),
};

const skip =
  process.platform === 'win32' ? 'the commands of the guide are for a POSIX shell' : false;

/**
 * Follows a page as a new user would, in an empty folder: `yaml name` and `ts name` blocks are
 * files, `sh` blocks commands (`exit-2`: that end so; any other note that is not in `able`: not run
 * here), `text` blocks what the commands before them print. A server that a page starts writes its
 * process number to `*.pid`.
 *
 * @returns How many blocks of commands were run.
 */
async function follow(page: string, able: readonly string[] = []): Promise<number> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-guide-'));
  using _ = { [Symbol.dispose]: () => stopServers(folder.path) };
  for (const [name, main] of Object.entries(PROGRAMS)) {
    const path = join(folder.path, name);
    await writeFile(path, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
    await chmod(path, 0o755);
  }
  const PATH = `${folder.path}${delimiter}${process.env.PATH}`;
  let output: string | undefined;
  let commands = 0;
  for (const { language, note, text, line } of readBlocks(page)) {
    if (language === 'text') {
      if (output !== undefined) assert.deepEqual(missingLines(text, output), [], `line ${line}`);
    } else if (language !== 'sh') {
      await writeFile(join(folder.path, note), text);
    } else if (note === '' || note.startsWith('exit-') || able.includes(note)) {
      const ended = runProgram(folder.path, 'sh', ['-ec', text], { ...process.env, PATH });
      checkEnd(ended, note, `line ${line}: ${text}`);
      output = ended.stdout + ended.stderr;
      commands++;
    } else {
      output = undefined;
    }
  }
  return commands;
}

/** Those that a page has left running, because it was not followed to its end. */
function stopServers(folder: string): void {
  runProgram(folder, 'sh', ['-c', 'cat *.pid | xargs -r kill'], process.env);
}

function checkEnd({ exitCode, stdout, stderr }: Ended, note: string, place: string): void {
  const wanted = note.startsWith('exit-') ? Number(note.replace('exit-', '')) : 0;
  assert.equal(exitCode, wanted, `${place}\n${stdout}\n${stderr}`);
}

for (const name of await readdir(GUIDE)) {
  if (name === 'README.md') continue;
  test(`a new user can follow docs/guide/${name}`, { skip }, async () => {
    const page = await readFile(join(GUIDE, name), 'utf8');
    // Another port than in the page: the pages of several checkouts can be followed at once.
    assert.ok((await follow(page.replaceAll('18765', String(await freePort())))) > 0);
  });
}

const python = runProgram(ROOT, 'python3', ['-c', 'import pyarrow'], process.env);

test('a new user can make rows with Python', {
  skip: skip || (python.exitCode === 0 ? false : 'needs python3 with pyarrow'),
}, async () => {
  const page = await readFile(join(GUIDE, 'own-data.md'), 'utf8');
  const plain = await follow(page);
  assert.equal(await follow(page, ['needs-python']), plain + 2);
});

test('the method in the guide is the example, of 40 lines at most', async () => {
  const example = await readFile(join(ROOT, 'examples', 'plugin', 'recent-and-rare.ts'), 'utf8');
  const page = await readFile(join(GUIDE, 'own-method.md'), 'utf8');
  const shown = readBlocks(page).find(({ language }) => language === 'ts');
  assert.equal(shown?.text, example);
  assert.ok(example.trimEnd().split('\n').length <= 40);
});

test('the readers in the guide are valid, and their prices known', async () => {
  const page = await readFile(join(GUIDE, 'own-model.md'), 'utf8');
  const block = readBlocks(page).find(({ note }) => note === 'readers.yaml');
  const readers = parse(block?.text ?? '') as unknown[];
  const parsed = readers.map((reader) => readerSchema.parse(reader));
  const prices = new Catalogue(shippedPrices(), '2026-11-24');
  for (const reader of parsed) {
    assert.ok(createReader(reader, ANY_KEY, prices).model.routes[0].price);
  }
  assert.deepEqual(
    parsed.map(({ provider }) => provider),
    ['openai', 'azure', 'anthropic', 'gemini', 'openai-compatible'],
  );
});

/** An environment that has every key. */
const ANY_KEY = new Proxy({}, { get: () => 'a-key' });

test('the guide links to pages that there are', async () => {
  for (const name of await readdir(GUIDE)) {
    const page = await readFile(join(GUIDE, name), 'utf8');
    for (const [, target = ''] of page.matchAll(/\]\(((?!https?:)[^)#]+)/g)) {
      assert.ok(existsSync(join(GUIDE, target)), `${name}: ${target}`);
    }
  }
});

test('a block that is missing a line of an output is told', () => {
  assert.deepEqual(missingLines('a  b\nx', 'one a b two\nlast'), ['x']);
  assert.deepEqual(missingLines('b\na', 'a\nb'), ['a']);
});
