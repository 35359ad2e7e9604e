import { Tokenizer } from '@huggingface/tokenizers';

/** Turns texts into the model's word pieces. */
export interface WordPieces {
  /** Ids of the pieces of a text, `[CLS]` before and `[SEP]` behind them. */
  encode(text: string): readonly number[];
  /** How many that are: at least 2. A word of more than 100 characters is one unknown piece. */
  count(text: string): number;
}

/**
 * The tokenizer of a BERT model, without its limit of length: nothing is cut here.
 *
 * @param json  The contents of `tokenizer.json`.
 * Source: Hugging Face's tokenizers (Rust). Deviation: about 660 rare characters that Unicode added
 * or reclassified after that one's tables were made; none is in the model's vocabulary.
 */
export function createWordPieces(json: string): WordPieces {
  const tokenizer = new Tokenizer(JSON.parse(json), {});
  const encode = (text: string): readonly number[] => tokenizer.encode(asOriginal(text)).ids;
  return { encode, count: (text) => encode(text).length };
}

/** The ranges of Chinese characters beyond 16 bits that BERT takes for words. */
const RARE_CHINESE =
  /[\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

/** Makes up for where the package differs from the original, which tests compare it with. */
function asOriginal(text: string): string {
  // It looks at 16 bits at a time, and lower-cases words where the original does characters.
  return text.replace(RARE_CHINESE, ' $& ').replaceAll('Σ', 'σ');
}
