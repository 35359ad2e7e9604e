// The same requests as in scenarios.ts, written by hand for the vendors' own clients as their
// documentation shows it. Plain JavaScript, because their types are not installed here.
import { pathToFileURL } from 'node:url';

const parameters = {
  type: 'object',
  properties: { question: { type: 'string' }, at: { type: 'integer' } },
  required: ['question', 'at'],
  additionalProperties: false,
};
const SYSTEM = 'Be brief. 🐋';
const USER = 'Where does «Rome» lie?\nSay it.';

/** Loads a client from the folder that it was installed into. */
export async function load(folder, path) {
  return import(pathToFileURL(`${folder}/node_modules/${path}`).href);
}

const chatMessages = [
  { role: 'system', content: SYSTEM },
  { role: 'user', content: USER },
];
const chatTool = {
  type: 'function',
  function: { name: 'search', description: 'Searches.', parameters },
};
const chatCall = (id, question, at) => ({
  id,
  type: 'function',
  function: { name: 'search', arguments: JSON.stringify({ question, at }) },
});
const chatPlain = {
  model: 'model-x',
  messages: chatMessages,
  max_completion_tokens: 64,
  temperature: 0,
};
export const CHAT = {
  plain: chatPlain,
  schema: {
    ...chatPlain,
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'verdict', strict: true, schema: parameters },
    },
  },
  tools: { ...chatPlain, tools: [chatTool], tool_choice: 'required' },
  cached: { ...chatPlain, prompt_cache_key: 'k-1' },
  results: {
    ...chatPlain,
    tools: [chatTool],
    messages: [
      ...chatMessages,
      {
        role: 'assistant',
        content: 'I look.',
        tool_calls: [chatCall('call_1', 'Rome', 1), chatCall('call_2', 'Ghent', 2)],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'In Italy.' },
      { role: 'tool', tool_call_id: 'call_2', content: 'In Belgium.' },
    ],
  },
};

const responsesTool = {
  type: 'function',
  name: 'search',
  description: 'Searches.',
  parameters,
  strict: false,
};
const responsesCall = (call_id, question, at) => ({
  type: 'function_call',
  call_id,
  name: 'search',
  arguments: JSON.stringify({ question, at }),
});
const responsesPlain = {
  model: 'model-x',
  input: chatMessages,
  max_output_tokens: 64,
  temperature: 0,
  store: false,
};
export const RESPONSES = {
  plain: responsesPlain,
  schema: {
    ...responsesPlain,
    text: { format: { type: 'json_schema', name: 'verdict', strict: true, schema: parameters } },
  },
  tools: { ...responsesPlain, tools: [responsesTool], tool_choice: 'required' },
  cached: { ...responsesPlain, prompt_cache_key: 'k-1' },
  results: {
    ...responsesPlain,
    tools: [responsesTool],
    input: [
      ...chatMessages,
      { role: 'assistant', content: 'I look.' },
      responsesCall('call_1', 'Rome', 1),
      responsesCall('call_2', 'Ghent', 2),
      { type: 'function_call_output', call_id: 'call_1', output: 'In Italy.' },
      { type: 'function_call_output', call_id: 'call_2', output: 'In Belgium.' },
    ],
  },
};

const claudeTool = { name: 'search', description: 'Searches.', input_schema: parameters };
const claudePlain = {
  model: 'model-x',
  max_tokens: 64,
  system: [{ type: 'text', text: SYSTEM }],
  messages: [{ role: 'user', content: USER }],
  temperature: 0,
};
export const MESSAGES = {
  plain: claudePlain,
  schema: {
    ...claudePlain,
    output_config: { format: { type: 'json_schema', schema: parameters } },
  },
  tools: { ...claudePlain, tools: [claudeTool], tool_choice: { type: 'any' } },
  cached: {
    ...claudePlain,
    messages: [
      {
        role: 'user',
        content: [
          {
            type: 'text',
            text: 'Where does «Rome» lie?',
            cache_control: { type: 'ephemeral' },
          },
          { type: 'text', text: '\nSay it.' },
        ],
      },
    ],
  },
  results: {
    ...claudePlain,
    tools: [claudeTool],
    messages: [
      { role: 'user', content: USER },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'I look.' },
          { type: 'tool_use', id: 'call_1', name: 'search', input: { question: 'Rome', at: 1 } },
          { type: 'tool_use', id: 'call_2', name: 'search', input: { question: 'Ghent', at: 2 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'call_1', content: 'In Italy.' },
          { type: 'tool_result', tool_use_id: 'call_2', content: 'In Belgium.' },
        ],
      },
    ],
  },
};

const geminiTools = [
  {
    functionDeclarations: [
      { name: 'search', description: 'Searches.', parametersJsonSchema: parameters },
    ],
  },
];
const geminiConfig = { systemInstruction: SYSTEM, maxOutputTokens: 64, temperature: 0 };
const geminiUser = { role: 'user', parts: [{ text: USER }] };
const geminiCall = (id, question, at) => ({
  functionCall: { id, name: 'search', args: { question, at } },
});
const geminiResult = (id, output) => ({
  functionResponse: { id, name: 'search', response: { output } },
});
const GEMINI = {
  plain: { model: 'model-x', contents: [geminiUser], config: geminiConfig },
  cached: { model: 'model-x', contents: [geminiUser], config: geminiConfig },
  schema: {
    model: 'model-x',
    contents: [geminiUser],
    config: {
      ...geminiConfig,
      responseMimeType: 'application/json',
      responseJsonSchema: parameters,
    },
  },
  tools: {
    model: 'model-x',
    contents: [geminiUser],
    config: {
      ...geminiConfig,
      tools: geminiTools,
      toolConfig: { functionCallingConfig: { mode: 'ANY' } },
    },
  },
  results: {
    model: 'model-x',
    contents: [
      geminiUser,
      {
        role: 'model',
        parts: [
          { text: 'I look.' },
          geminiCall('call_1', 'Rome', 1),
          geminiCall('call_2', 'Ghent', 2),
        ],
      },
      {
        role: 'user',
        parts: [geminiResult('call_1', 'In Italy.'), geminiResult('call_2', 'In Belgium.')],
      },
    ],
    config: { ...geminiConfig, tools: geminiTools },
  },
};

/** Asks by OpenAI's client. @returns what it read. */
export async function askOpenAiChat(folder, origin, apiKey, scenario) {
  const { default: OpenAI } = await load(folder, 'openai/index.mjs');
  const client = new OpenAI({ apiKey, baseURL: `${origin}/v1`, maxRetries: 0 });
  return readChat(await client.chat.completions.create(CHAT[scenario]));
}

export async function askAzureChat(folder, origin, apiKey, scenario) {
  const { AzureOpenAI } = await load(folder, 'openai/index.mjs');
  const client = new AzureOpenAI({
    ...{ apiKey, endpoint: origin, apiVersion: '2024-10-21', maxRetries: 0 },
  });
  return readChat(await client.chat.completions.create(CHAT[scenario]));
}

function readChat({ choices, usage }) {
  const { content, tool_calls = [] } = choices[0].message;
  return {
    text: content ?? '',
    calls: tool_calls.map((call) => [call.id, call.function.name, call.function.arguments]),
    input: usage.prompt_tokens,
    cached: usage.prompt_tokens_details.cached_tokens,
    total: usage.total_tokens,
    reasoning: usage.completion_tokens_details.reasoning_tokens,
  };
}

export async function askOpenAiResponses(folder, origin, apiKey, scenario) {
  const { default: OpenAI } = await load(folder, 'openai/index.mjs');
  const client = new OpenAI({ apiKey, baseURL: `${origin}/v1`, maxRetries: 0 });
  const { output, output_text, usage } = await client.responses.create(RESPONSES[scenario]);
  return {
    text: output_text,
    calls: output
      .filter(({ type }) => type === 'function_call')
      .map((call) => [call.call_id, call.name, call.arguments]),
    input: usage.input_tokens,
    cached: usage.input_tokens_details.cached_tokens,
    total: usage.total_tokens,
    reasoning: usage.output_tokens_details.reasoning_tokens,
  };
}

/** The last client that speaks the version of the API that we speak. */
export async function askAnthropic2023(folder, origin, apiKey, scenario) {
  const { default: Anthropic } = await load(folder, 'anthropic-sdk-2023-06-01/index.mjs');
  const client = new Anthropic({ apiKey, baseURL: origin, maxRetries: 0 });
  return readMessage(await client.messages.create(MESSAGES[scenario]));
}

/** Of the version of 2026-10-21, which knows no temperature. */
export async function askAnthropic(folder, origin, apiKey, scenario) {
  const { default: Anthropic } = await load(folder, '@anthropic-ai/sdk/index.mjs');
  const client = new Anthropic({ apiKey, baseURL: origin, maxRetries: 0 });
  const { temperature: _, ...request } = MESSAGES[scenario];
  return readMessage(await client.messages.create(request));
}

function readMessage({ content, usage }) {
  const input =
    usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens;
  return {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    calls: content
      .filter(({ type }) => type === 'tool_use')
      .map((block) => [block.id, block.name, JSON.stringify(block.input)]),
    input,
    cached: usage.cache_read_input_tokens,
    total: input + usage.output_tokens,
    reasoning: usage.output_tokens_details.thinking_tokens,
  };
}

export async function askGemini(folder, origin, apiKey, scenario) {
  const { GoogleGenAI } = await load(folder, '@google/genai/dist/node/index.mjs');
  const client = new GoogleGenAI({
    apiKey,
    httpOptions: { baseUrl: origin, apiVersion: 'v1beta' },
  });
  const reply = await client.models.generateContent(GEMINI[scenario]);
  const usage = reply.usageMetadata;
  return {
    text: reply.text ?? '',
    calls: (reply.functionCalls ?? []).map(({ id, name, args }) => [
      ...[id, name, JSON.stringify(args)],
    ]),
    input: usage.promptTokenCount + usage.toolUsePromptTokenCount,
    cached: usage.cachedContentTokenCount,
    total: usage.totalTokenCount,
    reasoning: usage.thoughtsTokenCount,
  };
}

export async function embedOpenAi(folder, origin, apiKey) {
  const { default: OpenAI } = await load(folder, 'openai/index.mjs');
  const client = new OpenAI({ apiKey, baseURL: `${origin}/v1`, maxRetries: 0 });
  const { data } = await client.embeddings.create({
    ...{ model: 'model-x', input: ['Rome 🐋', 'Ghent'], dimensions: 3 },
    // Without this the client asks for base64 and decodes it.
    encoding_format: 'float',
  });
  return data.map(({ embedding }) => embedding);
}

export async function embedGemini(folder, origin, apiKey) {
  const { GoogleGenAI } = await load(folder, '@google/genai/dist/node/index.mjs');
  const client = new GoogleGenAI({
    apiKey,
    httpOptions: { baseUrl: origin, apiVersion: 'v1beta' },
  });
  const { embeddings } = await client.models.embedContent({
    model: 'model-x',
    contents: ['Rome 🐋', 'Ghent'],
    config: { taskType: 'RETRIEVAL_QUERY', outputDimensionality: 3 },
  });
  return embeddings.map(({ values }) => values);
}

/** Uploads a file of requests, makes a batch of it, and looks at it in every way. */
export async function batchOpenAi(folder, origin, apiKey, lines, tag, azure) {
  const { default: OpenAI, AzureOpenAI, toFile } = await load(folder, 'openai/index.mjs');
  const client = azure
    ? new AzureOpenAI({ apiKey, endpoint: origin, apiVersion: '2024-10-21', maxRetries: 0 })
    : new OpenAI({ apiKey, baseURL: `${origin}/v1`, maxRetries: 0 });
  const file = await toFile(Buffer.from(lines), `${tag}.jsonl`, { type: 'application/jsonl' });
  const { id } = await client.files.create({ file, purpose: 'batch' });
  const batch = await client.batches.create({
    ...{ input_file_id: id, completion_window: '24h', metadata: { 'mab-batch': tag } },
    endpoint: azure ? '/chat/completions' : '/v1/chat/completions',
  });
  const listed = await client.batches.list({ limit: 100 });
  const { output_file_id, status } = await client.batches.retrieve(batch.id);
  const output = await (await client.files.content(output_file_id)).text();
  await client.batches.cancel(batch.id);
  const [first] = listed.data;
  return { id: batch.id, status, listed: [first.id, first.metadata['mab-batch']], output };
}

/** @param version  Of the API; the client of one speaks no other. */
export async function batchAnthropic(folder, origin, apiKey, requests, version) {
  const name = version === '2023-06-01' ? 'anthropic-sdk-2023-06-01' : '@anthropic-ai/sdk';
  const { default: Anthropic } = await load(folder, `${name}/index.mjs`);
  const client = new Anthropic({ apiKey, baseURL: origin, maxRetries: 0 });
  const { batches } = client.messages;
  const batch = await batches.create({ requests });
  const listed = await batches.list({ limit: 100 });
  const { processing_status } = await batches.retrieve(batch.id);
  const results = [];
  for await (const result of await batches.results(batch.id)) results.push(result);
  await batches.cancel(batch.id);
  return { id: batch.id, status: processing_status, listed: listed.data[0].id, results };
}
