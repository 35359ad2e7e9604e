import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { batchesByLength } from './batches.ts';
import { checkStopped, type Encoded, type Engine } from './engine.ts';
import { MINILM_DIMENSIONS } from './model-facts.ts';
import { readModelFile } from './model-files.ts';

/** ONNX Runtime's package; loaded by whoever finds out whether it is there. */
export type OnnxRuntime = typeof import('onnxruntime-node');

/**
 * Tokens of one step. Larger steps are slower, because what is between the layers does not fit
 * the processor's cache any more; see docs/decisions.
 */
const STEP_TOKENS = 1_024;

/** Name under which the graph looks for its weights. */
const WEIGHTS = 'model.safetensors';

/**
 * The model in ONNX Runtime, on all cores, off the event loop.
 *
 * @param folder  Holds the package's model files.
 * @throws {MabError} MODEL_DAMAGED.
 */
export async function startNativeEngine(ort: OnnxRuntime, folder: string): Promise<Engine> {
  const graph = await readModelFile(import.meta.dirname, 'minilm.onnx');
  const data = await readModelFile(folder, 'model.fp16.safetensors');
  const session = await ort.InferenceSession.create(graph, {
    externalData: [{ path: WEIGHTS, data }],
    // Threads that wait would keep the processors busy, which the rest of the program needs.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return {
    async embed(texts, signal) {
      const vectors = new Array<Float32Array>(texts.length);
      const lengths = texts.map(({ ids }) => ids.length);
      for (const batch of batchesByLength(lengths, STEP_TOKENS)) {
        checkStopped(signal);
        const members = batch.map((position) => texts[position] as Encoded);
        const found = await runBatch(ort, session, members);
        for (const [row, position] of batch.entries()) {
          vectors[position] = found.slice(row * MINILM_DIMENSIONS, (row + 1) * MINILM_DIMENSIONS);
        }
      }
      return vectors;
    },
  };
}

/** The vectors of all texts, one after the other. */
async function runBatch(
  { Tensor }: OnnxRuntime,
  session: InferenceSession,
  texts: readonly Encoded[],
): Promise<Float32Array> {
  const width = Math.max(...texts.map(({ ids }) => ids.length));
  const ids = new BigInt64Array(texts.length * width);
  const mask = new BigInt64Array(texts.length * width);
  for (const [row, text] of texts.entries()) {
    for (const [column, id] of text.ids.entries()) {
      ids[row * width + column] = BigInt(id);
      mask[row * width + column] = 1n;
    }
  }
  const tensor = (values: BigInt64Array): Tensor =>
    new Tensor('int64', values, [texts.length, width]);
  const { embedding } = await session.run({
    input_ids: tensor(ids),
    attention_mask: tensor(mask),
  });
  return embedding?.data as Float32Array;
}
