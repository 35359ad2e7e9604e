// The vendors' own clients at work on the lab, as their documentation shows it. Plain JavaScript,
// because their types are not installed here.
import { load } from './official.mjs';

/** OpenAI's client. */
export async function openAi(folder, lab, options = {}) {
  const { default: OpenAI } = await load(folder, 'openai/index.mjs');
  return new OpenAI({ apiKey: 'sk-a', baseURL: lab.url, maxRetries: 0, ...options });
}

/** Anthropic's client: `@anthropic-ai/sdk` or the older one. */
export async function anthropic(folder, lab, name, options = {}) {
  const { default: Anthropic } = await load(folder, `${name}/index.mjs`);
  return new Anthropic({ apiKey: 'sk-a', baseURL: lab.origin, maxRetries: 0, ...options });
}

/** Google's client. */
export async function gemini(folder, lab) {
  const { GoogleGenAI } = await load(folder, '@google/genai/dist/node/index.mjs');
  return new GoogleGenAI({
    apiKey: 'sk-a',
    httpOptions: { baseUrl: lab.origin, apiVersion: 'v1beta' },
  });
}

/** A file for an upload. */
export async function fileOf(folder, text, name) {
  const { toFile } = await load(folder, 'openai/index.mjs');
  return toFile(Buffer.from(text), name);
}

/** All that an iterator of pages, events or results brings. */
export async function all(iterable) {
  const items = [];
  for await (const item of await iterable) items.push(item);
  return items;
}

/** Asks until it is over. */
export async function until(ask, isOver) {
  for (;;) {
    const found = await ask();
    if (isOver(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The name of the client's error, with its status and code. */
export async function errorOf(call) {
  try {
    await call;
    return [];
  } catch (error) {
    return [error.constructor.name, error.status, error.code ?? error.error?.error?.type];
  }
}
