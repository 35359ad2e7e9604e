import type { ChatReply, ChatRequest, JsonSchema } from '../../../contracts/model.ts';
import { textHash } from './prompt-tokens.ts';

/** Numbers of a stand-in vector where nobody says how many its model gives. */
export const STAND_IN_LENGTH = 64;

const WORD = /\p{L}+|\p{N}+/gu;

/**
 * A vector from the words of a text alone, so that texts with the same words are near each other:
 * each word adds 1 or −1 in one place.
 */
export function standInVector(text: string, length: number): Float32Array {
  const vector = new Float32Array(length);
  for (const [word] of text.toLowerCase().matchAll(WORD)) {
    const hash = textHash(word, 0, word.length);
    const at = hash % length;
    vector[at] = (vector[at] as number) + (Math.floor(hash / length) % 2 === 0 ? 1 : -1);
  }
  if (vector.every((number) => number === 0)) vector[0] = 1;
  return vector;
}

/** A reply of about so many tokens, in words of the request; JSON where that is asked for. */
export function standInReply({ messages, schema }: ChatRequest, tokens: number): ChatReply {
  if (schema) return { text: JSON.stringify(fits(schema.schema)), finish: 'stop' };
  const said = (messages.at(-1)?.content ?? '').slice(-8 * tokens).trim();
  const words = said === '' ? ['nothing'] : said.split(/\s+/);
  const text = Array.from({ length: Math.max(1, tokens) }, (_, at) => words[at % words.length]);
  return { text: text.join(' '), finish: 'stop' };
}

/** The smallest value that such a schema allows, as far as its common words go. */
function fits(schema: JsonSchema): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(
          ([name, member]) => [name, fits(member)],
        ),
      );
    case 'array':
      return schema.items ? [fits(schema.items as JsonSchema)] : [];
    case 'number':
    case 'integer':
      return 0;
    case 'boolean':
      return false;
    default:
      return 'nothing';
  }
}
