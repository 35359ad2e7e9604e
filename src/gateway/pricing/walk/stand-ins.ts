import type { ChatReply, ChatRequest } from '../../../contracts/model.ts';
import { createRandom } from '../../../core/random.ts';
import { schemaInstance } from '../../../core/schema-instance.ts';
import { textHash } from './prompt-tokens.ts';

/** Numbers of a stand-in vector where nobody says how many its model gives. */
export const STAND_IN_LENGTH = 64;

const WORD = /\p{L}+|\p{N}+/gu;

/** How far a vector is from what its words alone give: texts in other frames rank otherwise. */
const NOISE = 0.5;

/**
 * A vector from a text alone: texts with the same words are near each other, but not in the same
 * order for each question. Each word adds 1 or −1 in one place; the whole text adds some noise.
 */
export function standInVector(text: string, length: number): Float32Array {
  const vector = new Float32Array(length);
  for (const [word] of text.toLowerCase().matchAll(WORD)) {
    const hash = textHash(word, 0, word.length);
    const at = hash % length;
    vector[at] = (vector[at] as number) + (Math.floor(hash / length) % 2 === 0 ? 1 : -1);
  }
  const scale = NOISE * Math.max(1, Math.hypot(...vector) / Math.sqrt(length));
  const random = createRandom(String(textHash(text, 0, text.length)));
  return vector.map((number) => number + scale * (2 * random() - 1));
}

/** A reply of about so many tokens, in words of the request; JSON where that is asked for. */
export function standInReply({ messages, schema }: ChatRequest, tokens: number): ChatReply {
  if (schema) {
    return { text: JSON.stringify(schemaInstance(schema.schema, () => 0)), finish: 'stop' };
  }
  const said = (messages.at(-1)?.content ?? '').slice(-8 * tokens).trim();
  const words = said === '' ? ['nothing'] : said.split(/\s+/);
  const text = Array.from({ length: Math.max(1, tokens) }, (_, at) => words[at % words.length]);
  return { text: text.join(' '), finish: 'stop' };
}
