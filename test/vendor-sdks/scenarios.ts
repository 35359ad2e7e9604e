import type { ChatMessage, EmbeddingRequest, ProviderRequest } from '../../src/contracts/model.ts';

/** What is asked of every vendor, by us and by the vendor's own client. */

export const PARAMETERS = {
  type: 'object',
  properties: { question: { type: 'string' }, at: { type: 'integer' } },
  required: ['question', 'at'],
  additionalProperties: false,
};

export const TOOL = { name: 'search', description: 'Searches.', parameters: PARAMETERS };

const SYSTEM_AND_USER: readonly ChatMessage[] = [
  { role: 'system', content: 'Be brief. 🐋' },
  { role: 'user', content: 'Where does «Rome» lie?\nSay it.' },
];

const CALLS = [
  { id: 'call_1', name: 'search', argumentsJson: '{"question":"Rome","at":1}' },
  { id: 'call_2', name: 'search', argumentsJson: '{"question":"Ghent","at":2}' },
];

const PLAIN: ProviderRequest = {
  model: 'model-x',
  messages: SYSTEM_AND_USER,
  maxOutputTokens: 64,
  temperature: 0,
};

export const SCENARIOS = {
  plain: PLAIN,
  schema: { ...PLAIN, schema: { name: 'verdict', schema: PARAMETERS } },
  tools: { ...PLAIN, tools: [TOOL], toolChoice: 'required' },
  /** "Where does «Rome» lie?" is the shared prefix. */
  cached: { ...PLAIN, cachePrefix: 22, promptCacheKey: 'k-1' },
  results: {
    ...PLAIN,
    tools: [TOOL],
    messages: [
      ...SYSTEM_AND_USER,
      { role: 'assistant', content: 'I look.', toolCalls: CALLS },
      { role: 'tool', toolCallId: 'call_1', content: 'In Italy.' },
      { role: 'tool', toolCallId: 'call_2', content: 'In Belgium.' },
    ],
  },
} as const satisfies Record<string, ProviderRequest>;

export type Scenario = keyof typeof SCENARIOS;

export const EMBEDDING: EmbeddingRequest = {
  ...{ model: 'model-x', texts: ['Rome 🐋', 'Ghent'], dimensions: 3 },
  role: 'query',
};

export const API_KEY = 'a-key';
