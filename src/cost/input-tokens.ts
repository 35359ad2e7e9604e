import type { ChatRequest } from '../contracts/model.ts';
import { requestTexts } from './request-texts.ts';

/** Tokens of a request's input, and how far they can be trusted. */
export interface InputTokens {
  /** Of all texts, without what the vendor's format puts around them. */
  readonly texts: number;
  /** The most that the format can add. */
  readonly frames: number;
}

/**
 * Models of OpenAI that use o200k_base, by the start of their name. Source: openai/tiktoken 0.12,
 * `tiktoken/model.py` (MODEL_PREFIX_TO_ENCODING and MODEL_TO_ENCODING).
 */
const O200K = /^(?:chatgpt-4o|gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|o1|o3|o4-mini)(?:$|[-.])/;

/** Whether counting with o200k_base counts this model's own tokens. */
export function usesO200k(logicalModel: string): boolean {
  return O200K.test(logicalModel);
}

/** OpenAI's format needs 3 tokens a message, 1 more for a name, and 3 for the whole reply. */
const FRAME_TOKENS = 8;

/**
 * Counts the input of a request.
 *
 * @param countTokens  The model's own tokenizer, or the nearest one.
 */
export function countInput(
  request: ChatRequest,
  countTokens: (text: string) => number,
): InputTokens {
  const texts = requestTexts(request);
  return {
    texts: texts.reduce((sum, text) => sum + countTokens(text), 0),
    frames: (texts.length + 1) * FRAME_TOKENS,
  };
}
