import { parentPort, workerData } from 'node:worker_threads';
import { createEmbedder, type ModelManifest } from '@lat.md/embed';

/** A thread of the WebAssembly engine: gets a text, answers with its vector, in order. */

/** Where the model lies and what is done with it. */
export type WasmModel = ModelManifest;

export interface WasmAnswer {
  readonly vector: Float32Array;
}

const embedder = createEmbedder({ model: workerData as WasmModel });
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (text: string) => {
  last = last.then(async () => {
    const [vector] = await (await embedder).embed([text]);
    parentPort?.postMessage({ vector: Float32Array.from(vector ?? []) } satisfies WasmAnswer);
  });
});
