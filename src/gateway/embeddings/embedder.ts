import type { Embedder, EmbeddingRole } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import type { EmbedderModel } from './embedder-model.ts';

type EmbedTexts = (
  texts: readonly string[],
  role: EmbeddingRole,
  step: string,
) => Promise<readonly Float32Array[]>;

/**
 * An embedder as methods see it: texts get the model's prefixes, and none is sent that is too long
 * or empty.
 *
 * @param embedTexts  The way through the ledger.
 */
export function embedder(model: EmbedderModel, embedTexts: EmbedTexts): Embedder {
  const { logicalModel, maxTokens, countTokens, prefixes } = model;
  const prefixTokens = Object.values(prefixes).map(countTokens);
  return {
    ...{ id: logicalModel, countTokens },
    // Texts of either role are split to this length.
    maxTokens: maxTokens - Math.max(...prefixTokens),
    async embed(texts, role, step) {
      const sent = texts.map((text) => `${prefixes[role]}${text}`);
      for (const text of sent) checkTokens(model, text);
      return await embedTexts(sent, role, step);
    },
  };
}

function checkTokens({ logicalModel, maxTokens, countTokens }: EmbedderModel, text: string): void {
  const tokens = countTokens(text);
  if (tokens > 0 && tokens <= maxTokens) return;
  throw new MabError(
    'EMBEDDING_TOO_LONG',
    `A text of ${tokens} tokens was to be embedded; ${logicalModel} takes 1 to ${maxTokens}.`,
    { blame: 'bug', hint: 'The memory method has to split its texts.' },
  );
}
