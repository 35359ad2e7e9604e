import assert from 'node:assert/strict';
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { sha256 } from '../core/hashing.ts';
import { openPlugins } from './plugins.ts';

/** A plug-in without any import: it needs none. */
const plain = (id: string): string => `
  export const method = { id: '${id}', version: 1, summary: 'x', create: () => ({}) };
`;

async function loadPlugins(names: readonly string[], folder: string) {
  using plugins = await openPlugins(names, folder);
  return plugins.methods;
}

async function folderWith(files: Readonly<Record<string, string>>) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'mab-plugins-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return folder;
}

test('a file brings its method and the hash of its bytes', async () => {
  const text = plain('mine');
  await using folder = await folderWith({ 'sub/mine.mjs': text });
  const [method, ...others] = await loadPlugins(['./sub/mine.mjs'], folder.path);
  assert.deepEqual(others, []);
  assert.equal(method?.id, 'mine');
  assert.deepEqual(method?.plugin, { source: './sub/mine.mjs', sha256: sha256(text) });
});

test('a file that is edited is another plug-in, also within one process', async () => {
  await using folder = await folderWith({ 'mine.mjs': plain('before') });
  const [before] = await loadPlugins(['./mine.mjs'], folder.path);
  await writeFile(join(folder.path, 'mine.mjs'), plain('after'));
  const [after] = await loadPlugins(['./mine.mjs'], folder.path);
  assert.deepEqual([before?.id, after?.id], ['before', 'after']);
  assert.notEqual(before?.plugin?.sha256, after?.plugin?.sha256);
});

test('TypeScript that imports mab by its name gets this mab, from anywhere', async () => {
  await using folder = await folderWith({
    'mine.mts': `
      import { defineMethod, MabError, z } from 'memoryagentbench-cloud/plugin';
      export const method = defineMethod({
        id: 'typed', version: 1, summary: 'x',
        options: z.strictObject({ topK: z.int().default(3) }),
        create(): never { throw new MabError('OWN_CODE', 'Own.'); },
      });
    `,
  });
  const [method] = await loadPlugins(['./mine.mts'], folder.path);
  assert.deepEqual(method?.options.parse({}), { topK: 3 });
  const implementation = await method?.load();
  assert.throws(() => implementation?.create({} as never, {}), { code: 'OWN_CODE' });
});

test('a plug-in may import its parts when it needs them, until it is closed', async () => {
  await using folder = await folderWith({
    'mine.mjs': `
      const load = async (part) => (await import(part)).part;
      export const method = { id: 'lazy', version: 1, summary: 'x', create: () => ({ load }) };
      export const part = load;
    `,
    'early.mjs': "export { z as part } from 'memoryagentbench-cloud/plugin';",
    'late.mjs': "export { z as part } from 'memoryagentbench-cloud/plugin';",
  });
  const own = await import(pathToFileURL(join(folder.path, 'mine.mjs')).href);
  const plugins = await openPlugins(['./mine.mjs'], folder.path);
  assert.equal(await own.part('./early.mjs'), z);
  plugins[Symbol.dispose]();
  await assert.rejects(own.part('./late.mjs'), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('a package is found from the folder of the configuration', async () => {
  const manifest = { name: 'a-memory', version: '1.2.3', type: 'module' };
  await using folder = await folderWith({
    'node_modules/a-memory/package.json': JSON.stringify({
      ...manifest,
      exports: { import: './main.js' },
    }),
    'node_modules/a-memory/main.js': plain('packaged'),
  });
  const [method] = await loadPlugins(['a-memory'], folder.path);
  assert.equal(method?.id, 'packaged');
  assert.deepEqual(method?.plugin, {
    source: 'a-memory@1.2.3',
    sha256: sha256(plain('packaged')),
  });
});

test('whatever is wrong with a plug-in is one sentence, and the user’s to mend', async () => {
  await using folder = await folderWith({
    'twice.mjs': plain('twice'),
    'taken.mjs': plain('bm25'),
    'throws.mjs': 'throw new Error("no luck.\\nsecond line")',
    'syntax.mjs': 'export const = 1',
    'enum.mts': 'export enum Kind { A }',
    'empty.mjs': '',
    'default.mjs': 'export default {}',
    'node_modules/typed/package.json': '{ "name": "typed", "exports": "./main.ts" }',
    'node_modules/typed/main.ts': plain('typed'),
  });
  const cases: [names: string[], code: string, message: RegExp | string, hint: RegExp][] = [
    [
      ['./gone.mjs'],
      'PLUGIN_MISSING',
      /^The plug-in \.\/gone\.mjs cannot be read: .*gone\.mjs \(ENOENT\)\.$/,
      /^A plug-in is a file/,
    ],
    [
      ['.'],
      'PLUGIN_MISSING',
      /^The plug-in \. cannot be read: .*\(EISDIR\)\.$/,
      /^A plug-in is a file/,
    ],
    [['fs'], 'PLUGIN_MISSING', 'The plug-in fs is not an installed package.', /write \.\/fs if/],
    [['no-such'], 'PLUGIN_MISSING', 'The plug-in no-such is not an installed package.', /^Install/],
    [
      ['./throws.mjs'],
      'PLUGIN_NOT_LOADED',
      'The plug-in ./throws.mjs cannot be loaded: no luck.',
      /^Mend the file/,
    ],
    [['./syntax.mjs'], 'PLUGIN_NOT_LOADED', /Unexpected token '='\.$/, /^Mend the file/],
    [['./enum.mts'], 'PLUGIN_NOT_LOADED', /enum is not supported/, /erasable/],
    [['typed'], 'PLUGIN_NOT_LOADED', /node_modules/, /^A package has to bring JavaScript/],
    [['./empty.mjs'], 'PLUGIN_INVALID', /it exports nothing of that name\.$/, /^Export/],
    [['./default.mjs'], 'PLUGIN_INVALID', /it exports nothing of that name\.$/, /^Export/],
    [
      ['./taken.mjs'],
      'PLUGIN_METHOD_TAKEN',
      'The plug-in ./taken.mjs brings a method "bm25", which mab itself has already.',
      /another id/,
    ],
    [
      ['./twice.mjs', './twice.mjs'],
      'PLUGIN_METHOD_TAKEN',
      'The plug-in ./twice.mjs brings a method "twice", which the plug-in ./twice.mjs has already.',
      /another id/,
    ],
  ];
  for (const [names, code, message, hint] of cases) {
    await assert.rejects(
      loadPlugins(names, folder.path),
      { code, message, hint, blame: 'input' },
      String(names),
    );
  }
});
