import type { ChatRequest, Tool, ToolCall } from '../contracts/model.ts';
import { sha256 } from '../core/hashing.ts';
import { createRandom } from '../core/random.ts';
import { schemaInstance } from '../core/schema-instance.ts';

/** The part of a chat completion request that a reply is made from. */
export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** Above 0 the reply is sampled: it may differ when the same is asked again. */
  readonly temperature?: number;
  readonly tools?: readonly Tool[];
  readonly toolChoice?: 'auto' | 'required' | 'none';
  readonly schema?: ChatRequest['schema'];
}

/** A reply without any model behind it: the same request always gets the same one. */
export interface DeterministicReply {
  readonly text: string;
  /** The text is JSON, as the request wants it: a part of it would be none. */
  readonly isJson?: boolean;
  /** Instead of a text, where tools were offered and no result of one comes last. */
  readonly toolCalls?: readonly ToolCall[];
}

/** Characters that pass for one token. Any number does: what counts is that it never changes. */
export const CHARACTERS_PER_TOKEN = 4;

/**
 * A reply that is a pure function of the request: the sentence of the prompt that shares most words
 * with its question, the first or the last of equals by the hash of the prompt, so that scores
 * differ between questions and between methods. Never empty. Where a schema is given: a value of
 * it, drawn by the hash of model and prompt, so that two models that judge do not always agree.
 *
 * @param occurrence  How often the same was asked, from 1. A sampled request (a temperature above
 *   0) may be answered otherwise from the second time on.
 */
export function deterministicReply(request: CompletionRequest, occurrence = 1): DeterministicReply {
  const prompt = request.messages.map(({ content }) => content).join('\n');
  const isDrawn = occurrence > 1 && (request.temperature ?? 0) > 0;
  const digest = sha256(isDrawn ? `${prompt} ${occurrence}` : prompt);
  const text = likeliestSentence(prompt, digest < '8') || digest.slice(0, 8);
  const { model, schema } = request;
  if (!schema) return { text, ...callsOf(request) };
  const value = schemaInstance(schema.schema, createRandom(`${model} ${digest}`), text);
  return { text: JSON.stringify(value), isJson: true, ...callsOf(request) };
}

/** One call of every tool. */
function callsOf({ messages, tools, toolChoice }: CompletionRequest): {
  toolCalls?: readonly ToolCall[];
} {
  const last = messages.at(-1);
  if (!tools || toolChoice === 'none' || last?.role === 'tool') return {};
  const argumentsJson = JSON.stringify({ question: last?.content ?? '' });
  return { toolCalls: tools.map(({ name }, at) => ({ id: `call_${at}`, name, argumentsJson })) };
}

/** The last sentence with a question mark is the question; the answer stands in one before it. */
function likeliestSentence(prompt: string, first: boolean): string {
  const sentences = prompt.split(/\n|(?<=[.?])\s/);
  const at = sentences.findLastIndex((sentence) => sentence.includes('?'));
  const wanted = wordsOf(sentences[at] ?? '');
  let best = { sentence: '', shared: 0 };
  for (const sentence of sentences.slice(0, at)) {
    const shared = [...wordsOf(sentence)].filter((word) => wanted.has(word)).length;
    if (shared > best.shared || (shared === best.shared && !first)) best = { sentence, shared };
  }
  return best.shared === 0 ? '' : best.sentence.slice(0, 200);
}

const SENTENCES_KEPT_MAX = 50_000;

/** Many questions are asked about one long text. */
const wordsOfSentences = new Map<string, Set<string>>();

function wordsOf(sentence: string): Set<string> {
  const known = wordsOfSentences.get(sentence);
  if (known) return known;
  const words = new Set(sentence.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
  if (wordsOfSentences.size >= SENTENCES_KEPT_MAX) wordsOfSentences.clear();
  wordsOfSentences.set(sentence, words);
  return words;
}
