import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { MabError } from '../../../core/errors.ts';
import { openMiniLm } from './minilm.ts';
import { type ModelFile, modelFolder, readModelFile } from './model-files.ts';

const installed = await modelFolder();

/** A copy of the installed model with one bit of one file turned over. */
async function tamperedCopy(name: ModelFile): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'mab-model-'));
  for (const file of ['model.fp16.safetensors', 'tokenizer.json', 'config.json'] as const) {
    const bytes = Buffer.from(await readFile(join(installed, file)));
    if (file === name) bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    await writeFile(join(path, file), bytes);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

const isDamaged = (name: string) => (error: unknown) =>
  error instanceof MabError &&
  error.code === 'MODEL_DAMAGED' &&
  error.blame === 'environment' &&
  error.message.includes(name) &&
  error.hint?.startsWith('Install the packages again') === true;

test('a changed tokenizer is refused when the embedder is opened', async () => {
  await using folder = await tamperedCopy('tokenizer.json');
  await assert.rejects(openMiniLm('auto', { folder: folder.path }), isDamaged('tokenizer.json'));
});

for (const [engine, name] of [
  ['native', 'model.fp16.safetensors'],
  ['wasm', 'model.fp16.safetensors'],
  ['wasm', 'config.json'],
] as const) {
  test(`a changed ${name} is refused before anything is computed: ${engine}`, async () => {
    await using folder = await tamperedCopy(name);
    const miniLm = await openMiniLm(engine, { folder: folder.path });
    const request = { model: 'm', texts: ['a'], role: 'query' } as const;
    await assert.rejects(miniLm.embed(request, new AbortController().signal), isDamaged(name));
  });
}

test('a file that is not there is named', async () => {
  await assert.rejects(readModelFile('/nowhere', 'config.json'), isDamaged('/nowhere/config.json'));
});
