import { MabError } from '../../core/errors.ts';
import type { UpstreamAgent } from './upstream-files.ts';

/** What an agent of the Python project is here. */
export interface MappedAgent {
  readonly method: 'long-context' | 'bm25' | 'dense';
  /** A part of `embedders` of a configuration; only of `dense`. */
  readonly embedder?: { readonly name: string; readonly config: object };
  readonly notes: readonly string[];
}

const openai = (model: string): NonNullable<MappedAgent['embedder']> => ({
  name: model,
  config: { provider: 'openai', model },
});

const LOCAL = 'http://127.0.0.1:8080/v1';

const served = (name: string, model: string, inputTokensMax: number): MappedAgent => ({
  method: 'dense',
  embedder: {
    name,
    config: {
      ...{ provider: 'openai-compatible', baseUrl: LOCAL, model, inputTokensMax },
      price: 'free',
    },
  },
  notes: [
    `${model} is not run in this process: serve it with an OpenAI-compatible /embeddings at ` +
      `${LOCAL}, or print the configuration and change the address. Longer chunks are split, ` +
      'where the Python project cuts them off.',
  ],
});

/** By what the agent's name holds, in the order in which the Python project looks. */
const AGENTS: readonly (readonly [part: string, agent: MappedAgent])[] = [
  ['Long_context_agent', { method: 'long-context', notes: [] }],
  ['rag_bm25', { method: 'bm25', notes: [] }],
  ['rag_contriever', served('contriever', 'facebook/contriever', 512)],
  [
    'rag_text_embedding_3_large',
    { method: 'dense', embedder: openai('text-embedding-3-large'), notes: [] },
  ],
  [
    'rag_text_embedding_3_small',
    { method: 'dense', embedder: openai('text-embedding-3-small'), notes: [] },
  ],
  ['rag_qwen3_embedding_4b', served('qwen3-embedding-4b', 'Qwen/Qwen3-Embedding-4B', 32_000)],
];

/** Agents of the Python project that are no method here, by a part of their name. */
const UNAVAILABLE: Readonly<Record<string, string>> = {
  letta: 'Letta',
  mem0: 'Mem0',
  cognee: 'Cognee',
  zep: 'Zep',
  graph_rag: 'GraphRAG',
  hippo_rag: 'HippoRAG 2',
  raptor: 'RAPTOR',
  self_rag: 'Self-RAG',
  memo_rag: 'MemoRAG',
};

/** @throws {MabError} METHOD_UNAVAILABLE, UPSTREAM_CONFIG_INVALID. */
export function mapAgent(agent: UpstreamAgent, fileName: string): MappedAgent {
  const name = agent.agent_name;
  const found = AGENTS.find(([part]) => name.includes(part));
  if (found) return found[1];
  const other = Object.entries(UNAVAILABLE).find(([part]) => name.includes(part));
  if (other) {
    throw new MabError(
      'METHOD_UNAVAILABLE',
      `${fileName} asks for ${other[1]} (agent_name ${name}), which mab does not have yet.`,
      {
        hint: 'Agents that it has: Long_context_agent…, Simple_rag_bm25 and the Embedding_rag_… ones.',
      },
    );
  }
  throw new MabError(
    'UPSTREAM_CONFIG_INVALID',
    `${fileName} names an agent that the Python project does not know: ${name}.`,
    { hint: 'Take a file of its folder configs/agent_conf.' },
  );
}

/** The windows of the models that the Python project's files name. Source: the vendors' pages. */
const WINDOWS: Readonly<Record<string, number>> = {
  'gpt-4o': 128_000,
  'gpt-4o-mini': 128_000,
  'gpt-4.1-mini': 1_047_576,
  'o4-mini': 200_000,
  'claude-3-7-sonnet-20250219': 200_000,
  'gemini-2.0-flash': 1_048_576,
};

/** The reader of an agent, as it stands in a configuration. */
export function mapReader(
  agent: UpstreamAgent,
  method: MappedAgent['method'],
  fileName: string,
): { readonly reader: object; readonly notes: readonly string[] } {
  const { model, temperature = 0 } = agent;
  const limit = Math.max(256, agent.input_length_limit - agent.buffer_length);
  const window = WINDOWS[model] ?? limit;
  const isWithout = model.includes('o4');
  return {
    reader: {
      provider: providerOf(model, fileName),
      model,
      // For a long context the limit is how much of it is shown; else it is about chunks.
      contextTokens: method === 'long-context' ? Math.min(limit, window) : window,
      temperature: isWithout ? 'none' : temperature,
    },
    notes: [
      ...(method === 'long-context' && limit > window
        ? [`input_length_limit is above the ${window} tokens that ${model} takes; these hold.`]
        : []),
      ...(isWithout
        ? [
            `The Python project sends ${model} no limit of the answer; here generation_max_length ` +
              'holds, reasoning included. Print the configuration and raise outputTokens.',
          ]
        : []),
    ],
  };
}

function providerOf(model: string, fileName: string): string {
  if (model.includes('gpt') || model.includes('o4')) return 'openai';
  if (model.includes('claude')) return 'anthropic';
  if (model.includes('gemini')) return 'gemini';
  throw new MabError(
    'UPSTREAM_CONFIG_INVALID',
    `${fileName} names the model ${model}, of which nobody knows who serves it.`,
    { hint: 'The Python project knows models with gpt, o4, claude or gemini in their name.' },
  );
}
