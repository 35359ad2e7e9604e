import { shortHash } from '../../core/hashing.ts';

/** A text that a judge has to read and must never obey: a question, an accepted answer, a reply. */
export interface Material {
  /** What the judge is told that it is: `accepted answer`. */
  readonly name: string;
  readonly text: string;
}

/**
 * Lays texts out between lines that none of them can write: each line carries a hash of all texts
 * together, and whoever wrote one of them would have had to know it before.
 *
 * Control words of chat templates (`<|im_end|>`, `[INST]`), which a local server may take for the
 * end of the message, get a blank after their first character. Half characters become U+FFFD.
 */
export function renderMaterial(materials: readonly Material[]): string {
  const texts = materials.map(({ text }) => disarmed(text));
  const mark = shortHash(texts);
  return materials
    .map(({ name }, at) => `<<<${name} ${mark}\n${texts[at]}\n${mark} end of ${name}>>>`)
    .join('\n\n');
}

/** Of ChatML, Llama, Phi and DeepSeek; of Llama 2 and Mistral; of Gemma. */
const CONTROL_WORD = /<(?=[|｜]|\/?s>|(?:start|end)_of_turn>)|\[(?=\/?INST\])/g;

/** A text that ends no message, whatever the server's chat template. */
export function disarmed(text: string): string {
  return text.toWellFormed().replace(CONTROL_WORD, '$& ');
}
