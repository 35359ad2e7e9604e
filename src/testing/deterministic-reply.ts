import { sha256 } from '../core/hashing.ts';

/** The part of a chat completion request that a reply is made from. */
export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** Most tokens of the reply, under whichever name it was sent; absent: no limit. */
  readonly maxOutputTokens: number | undefined;
}

/** Tokens as OpenAI counts them: cached ones inside the prompt, reasoning inside the completion. */
export interface WireUsage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** A reply without any model behind it: the same request always gets the same one. */
export interface DeterministicReply {
  readonly text: string;
  readonly usage: WireUsage;
}

/** Characters that pass for one token. Any number does: what counts is that it never changes. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * A reply that is a pure function of the request: the line of the prompt that shares most words with its
 * last paragraph, so that scores differ between questions and between methods. Never empty.
 */
export function deterministicReply(request: CompletionRequest): DeterministicReply {
  const prompt = request.messages.map(({ content }) => content).join('\n');
  const text = likeliestLine(prompt) || sha256(prompt).slice(0, 8);
  const promptTokens = Math.ceil(prompt.length / CHARACTERS_PER_TOKEN);
  const wanted = Math.ceil(text.length / CHARACTERS_PER_TOKEN);
  const isCached = Number.parseInt(sha256(prompt).slice(0, 2), 16) % 2 === 0;
  return {
    text,
    usage: {
      promptTokens,
      cachedTokens: isCached ? Math.floor(promptTokens / 3) : 0,
      completionTokens: Math.min(wanted, request.maxOutputTokens ?? wanted),
    },
  };
}

function likeliestLine(prompt: string): string {
  const lines = prompt.split('\n').filter((line) => line.trim() !== '');
  const wanted = wordsOf(lines.slice(-2).join(' '));
  let best = { line: '', shared: 0 };
  for (const line of lines.slice(0, -2)) {
    const shared = [...wordsOf(line)].filter((word) => wanted.has(word)).length;
    if (shared > best.shared) best = { line, shared };
  }
  return best.line.slice(0, 200);
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
}
