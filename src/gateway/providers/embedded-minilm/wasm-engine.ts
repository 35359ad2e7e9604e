import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MabError } from '../../../core/errors.ts';
import { checkStopped, type Engine } from './engine.ts';
import { MINILM_DIMENSIONS, MINILM_MAX_TOKENS } from './model-facts.ts';
import { readModelFile } from './model-files.ts';
import type { WasmAnswer, WasmModel } from './wasm-worker.ts';

/** Each worker holds a copy of the model, about 250 MB. */
const WORKERS_MAX = 4;

/**
 * The model in WebAssembly, in worker threads: no native code, and about a tenth of its speed.
 *
 * @param folder  Holds the package's model files.
 * @throws {MabError} MODEL_DAMAGED.
 */
export async function startWasmEngine(folder: string): Promise<Engine> {
  await readModelFile(folder, 'model.fp16.safetensors');
  await readModelFile(folder, 'config.json');
  const model: WasmModel = {
    ...{ id: 'minilm', dimensions: MINILM_DIMENSIONS, maxTokens: MINILM_MAX_TOKENS },
    ...{ pooling: 'mean', normalize: true },
    weightsPath: join(folder, 'model.fp16.safetensors'),
    tokenizerPath: join(folder, 'tokenizer.json'),
    configPath: join(folder, 'config.json'),
  };
  const count = Math.min(availableParallelism(), WORKERS_MAX);
  const workers = Array.from({ length: count }, () => startWorker(model));
  return {
    async embed(texts, signal) {
      const vectors = new Array<Float32Array>(texts.length);
      // Texts of similar length run side by side, so that no worker waits long for another.
      const byLength = [...texts.entries()].sort(([, a], [, b]) => b.ids.length - a.ids.length);
      for (let from = 0; from < byLength.length; from += count) {
        checkStopped(signal);
        const asked = byLength.slice(from, from + count).map(async ([position, { text }], at) => {
          vectors[position] = await (workers[at] as (text: string) => Promise<Float32Array>)(text);
        });
        await Promise.all(asked);
      }
      return vectors;
    },
  };
}

/** A thread that embeds one text after the other; it keeps the process alive only meanwhile. */
function startWorker(model: WasmModel): (text: string) => Promise<Float32Array> {
  const worker = new Worker(workerUrl(), { workerData: model });
  worker.unref();
  const waiting: PromiseWithResolvers<Float32Array>[] = [];
  let ended: MabError | undefined;
  worker.on('message', ({ vector }: WasmAnswer) => {
    waiting.shift()?.resolve(vector);
    if (waiting.length === 0) worker.unref();
  });
  const failAll = (cause: unknown): void => {
    ended ??= new MabError('EMBEDDER_STOPPED', 'The embedder in WebAssembly has stopped.', {
      hint: 'See whether memory ran out; each of its threads needs about 300 MB.',
      blame: 'environment',
      cause,
    });
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('error', failAll).on('exit', failAll);
  return (text) => {
    if (ended) return Promise.reject(ended);
    const answer = Promise.withResolvers<Float32Array>();
    waiting.push(answer);
    worker.ref();
    worker.postMessage(text);
    return answer.promise;
  };
}

function workerUrl(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./wasm-worker.${extension}`, import.meta.url);
}
