// What a program does with OpenAI's own client, unchanged: the same work at a server and at the
// metering proxy in front of it. Plain JavaScript: the client's types are not installed here.
import { pathToFileURL } from 'node:url';

const QUESTION = 'Rome lies in Italy. Ghent lies in Belgium.\nWhere does Rome lie?';
const messages = [{ role: 'user', content: QUESTION }];
const base = { model: 'chat-x', messages, max_tokens: 40, temperature: 0 };
const parameters = {
  type: 'object',
  properties: { question: { type: 'string' } },
  required: ['question'],
  additionalProperties: false,
};
const tools = [
  { type: 'function', function: { name: 'search', description: 'Searches.', parameters } },
];

export async function openClient(folder, baseURL, apiKey) {
  const { default: OpenAI } = await import(
    pathToFileURL(`${folder}/node_modules/openai/index.mjs`).href
  );
  return new OpenAI({ apiKey, baseURL });
}

/** @returns what can be compared of every reply; ids and stamps are each server's own. */
export async function work(client) {
  const plain = await client.chat.completions.create(base);
  const schema = await client.chat.completions.create({
    ...base,
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'verdict', strict: true, schema: parameters },
    },
  });
  const called = await client.chat.completions.create({ ...base, tools, tool_choice: 'required' });
  const { message } = called.choices[0];
  const results = message.tool_calls.map(({ id }) => ({
    ...{ role: 'tool', tool_call_id: id, content: 'In Italy.' },
  }));
  // The client hands the model's turn back as it came, but for a content that is absent.
  const turn = {
    role: 'assistant',
    content: message.content ?? '',
    tool_calls: message.tool_calls,
  };
  const answered = await client.chat.completions.create({
    ...{ ...base, tools },
    messages: [...messages, turn, ...results],
  });
  const response = await client.responses.create({
    ...{ model: 'chat-x', input: messages, max_output_tokens: 40, temperature: 0, store: false },
  });
  const { input_tokens, output_tokens } = response.usage;
  const { data, usage } = await client.embeddings.create({
    ...{ model: 'embed-x', input: ['Rome 🐋', 'Ghent'], encoding_format: 'float' },
  });
  return {
    chats: [plain, schema, called, answered].map(chatOf),
    response: { text: response.output_text, input_tokens, output_tokens },
    embeddings: { vectors: data.map(({ embedding }) => Float32Array.from(embedding)), usage },
  };
}

function chatOf({ choices, usage, model }) {
  const [{ message, finish_reason }] = choices;
  const { prompt_tokens, completion_tokens } = usage;
  const calls = message.tool_calls ?? [];
  return {
    model,
    finish_reason,
    calls,
    content: message.content,
    prompt_tokens,
    completion_tokens,
  };
}

/** The same as streams, which the client puts together again. */
export async function streamed(client) {
  const stream_options = { include_usage: true };
  const plain = await client.chat.completions
    .stream({ ...base, stream_options })
    .finalChatCompletion();
  const called = await client.chat.completions
    .stream({ ...base, tools, tool_choice: 'required', stream_options })
    .finalChatCompletion();
  // Beside a call the lab has a text in a whole reply, and none in a stream.
  return [chatOf(plain), { ...chatOf(called), content: undefined }];
}

/** @returns the text of a response that came as events, and what it has cost in tokens. */
export async function streamedResponse(client) {
  const { output_text, usage } = await client.responses
    .stream({ model: 'chat-x', instructions: 'Be brief.', input: QUESTION, max_output_tokens: 40 })
    .finalResponse();
  return [output_text, usage.total_tokens];
}

/** Without a format the client asks for base64 and reads it. */
export async function embedBase64(client) {
  const { data } = await client.embeddings.create({
    model: 'embed-x',
    input: ['Rome 🐋', 'Ghent'],
  });
  return data.map(({ embedding }) => Float32Array.from(embedding));
}

export async function models(client) {
  const ids = [];
  for await (const { id } of client.models.list()) ids.push(id);
  return ids;
}

/** @returns what the client throws, which has sent its request as often as it sees fit. */
export async function failureOf(client, change = {}) {
  try {
    await client.chat.completions.create({ ...base, ...change });
  } catch (error) {
    return { name: error.constructor.name, status: error.status, code: error.code };
  }
  throw new Error('It was served.');
}
