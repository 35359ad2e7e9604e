import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stringify } from 'yaml';
import { MabError } from '../../core/errors.ts';
import { parseConfig } from '../config/parse-config.ts';
import { type TranslatedRun, translateUpstream } from './translate-upstream.ts';

const file = (fileName: string, content: object) => ({
  fileName,
  bytes: Buffer.from(stringify(content)),
});

const AGENT = {
  agent_name: 'Embedding_rag_text_embedding_3_small',
  model: 'gpt-4o-mini',
  temperature: 0.7,
  input_length_limit: 300_000,
  buffer_length: 15_000,
  output_dir: './outputs/x',
  retrieve_num: 10,
};
const DATASET = {
  dataset: 'Accurate_Retrieval',
  chunk_size: 4096,
  seed: 42,
  context_max_length: 131_072,
  sub_dataset: 'eventqa_131072',
  generation_max_length: 40,
  max_test_samples: 3,
};

function translate(agent: object = {}, ...datasets: readonly object[]): TranslatedRun {
  return translateUpstream({
    agent: file('agent.yaml', { ...AGENT, ...agent }),
    datasets: (datasets.length === 0 ? [{}] : datasets).map((one, at) =>
      file(`data${at}.yaml`, { ...DATASET, ...one }),
    ),
    dataFolder: 'data',
  });
}

/** What mab makes of it, which is the point. */
function configOf(translated: TranslatedRun) {
  return parseConfig(Buffer.from(translated.yaml), { fileName: 'x.yaml' });
}

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof MabError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'nothing';
}

describe('files of the Python project', () => {
  it('become a configuration that says the same', () => {
    const { name, data, datasets, methods, embedders, reader } = configOf(translate());
    assert.deepEqual(
      [name, data],
      ['embedding-rag-text-embedding-3-small-gpt-4o-mini', { kind: 'folder', folder: 'data' }],
    );
    assert.deepEqual(datasets, [
      { id: 'eventqa_131072', chunkTokens: 4096, outputTokens: 40, contextsMax: 3 },
    ]);
    // (300,000 - 15,000 - 40) / 4,096 = 69.57: the Python project keeps 69 chunks.
    // With both control arms.
    assert.equal(methods.length, 3);
    assert.deepEqual(methods.slice(0, 1), [
      {
        id: 'dense',
        profile: 'reference',
        options: { topK: 10, chunksMax: 69 },
        optionsGiven: { topK: 10, chunksMax: 69 },
        embedder: 'text-embedding-3-small',
      },
    ]);
    assert.equal(embedders['text-embedding-3-small']?.provider, 'openai');
    const { provider, model, contextTokens, temperature } = reader as Record<string, unknown>;
    assert.deepEqual(
      { provider, model, contextTokens, temperature },
      { provider: 'openai', model: 'gpt-4o-mini', contextTokens: 128_000, temperature: 0.7 },
    );
  });

  it('cut a long context at the limit of the file, or of the model', () => {
    const window = (agent: object): unknown => {
      const { reader } = configOf(translate({ agent_name: 'Long_context_agent_x', ...agent }));
      return [reader.provider, 'contextTokens' in reader && reader.contextTokens];
    };
    const model = 'gemini-2.0-flash';
    const limits = { input_length_limit: 1_000_000, buffer_length: 150_000 };
    assert.deepEqual(window({ model, ...limits }), ['gemini', 850_000]);
    assert.deepEqual(window({ model: 'o4-mini', ...limits }), ['openai', 200_000]);
    assert.deepEqual(window({ model: 'claude-x', ...limits }), ['anthropic', 850_000]);
  });

  it('name what is ignored, each with a reason', () => {
    assert.deepEqual(translate({ letta_mode: 'chat' }).notes, [
      'output_dir is ignored: results go to the workspace; `mab export` writes this layout.',
      'letta_mode is ignored: it is unknown for this kind of agent.',
      'context_max_length is ignored: only what does not fit the reader is left out, and it is ' +
        'reported.',
      'dataset is ignored: the name of the sub-dataset says it.',
      'seed is ignored: the Python project draws nothing with it.',
    ]);
  });

  it('are refused where mab cannot do what they say', () => {
    const mem0 = failure(() => translate({ agent_name: 'Structure_rag_mem0' }));
    assert.match(mem0, /^METHOD_UNAVAILABLE agent.yaml asks for Mem0/);
    assert.equal(
      failure(() => translate({ input_length_limit: undefined })),
      'UPSTREAM_CONFIG_INVALID agent.yaml is not an agent file of the Python project: ' +
        'input_length_limit: Invalid input: expected number, received undefined.',
    );
    assert.match(
      failure(() => translate({ model: 'llama-3' })),
      /^UPSTREAM_CONFIG_INVALID agent.yaml names the model llama-3/,
    );
    assert.match(
      failure(() => translate({}, { sub_dataset: 'longmemeval_s_-1_500' })),
      /^DATASET_UNKNOWN The published dataset has no rows of longmemeval_s_-1_500/,
    );
    assert.match(
      failure(() => translate({}, {}, { sub_dataset: 'eventqa_full', chunk_size: 512 })),
      /^UPSTREAM_CONFIG_INVALID The agent keeps 69 or 556 chunks/,
    );
  });
});
