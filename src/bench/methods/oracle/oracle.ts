import type {
  Chunk,
  Gold,
  Memory,
  MemoryMethod,
  MethodContext,
  Query,
} from '../../../contracts/memory-method.ts';
import { invariant } from '../../../core/errors.ts';
import { renderMemories } from '../../prompts/reader-prompt.ts';
import { type Findings, readAnswer } from '../read-answer.ts';
import { chooseEvidence } from './choose-evidence.ts';
import { type OracleOptions, oracleFacts } from './options.ts';
import { indexPassages, type PassageIndex, plainText } from './passage-index.ts';
import { type Passage, passagesOf } from './passages.ts';

/**
 * A ceiling of retrieval: the reader is given the dataset's own evidence, or where there is none
 * the passages that hold an accepted answer. What is shown always stands in the context; the answer
 * itself is never slipped in. It is not a guarantee: a passage can hold the answer by chance, an
 * answer that has to be put together from several passages stands in none, and the reader can
 * misread what it is given.
 */
export const oracle: MemoryMethod<OracleOptions> = {
  ...oracleFacts,
  create: (context, options) => createMemory(context, options),
};

function createMemory(context: MethodContext, { evidenceTokensMax }: OracleOptions): Memory {
  const chunks: Chunk[] = [];
  let index: PassageIndex | undefined;
  return {
    memorize: async (chunk) => {
      chunks.push(chunk);
    },
    finalize: async () => {
      chunks.sort((a, b) => a.index - b.index);
      index = indexPassages(chunks.flatMap(passagesOf));
    },
    answer: (query) => {
      invariant(index, 'the oracle was asked before finalize');
      invariant(context.gold, 'the oracle was created without gold');
      const evidence = evidenceFor(query, context.gold(query.id), index);
      const shown = withinTokens(evidence, evidenceTokensMax, context.countTokens);
      return readAnswer(context, query, findingsOf(shown));
    },
  };
}

function evidenceFor(query: Query, gold: Gold, index: PassageIndex): readonly Passage[] {
  const { evidence = [] } = gold;
  if (evidence.length === 0) return chooseEvidence(query, gold, index);
  return evidence.map((text) => ({ text, source: sourceOf(text, index) }));
}

/** The chunk that holds a piece of evidence; empty where a chunk border cuts it. */
function sourceOf(evidence: string, { passages, plainTexts }: PassageIndex): string {
  const wanted = plainText(evidence);
  return passages[plainTexts.findIndex((text) => text.includes(wanted))]?.source ?? '';
}

/** The first passages that fit, the very best one even when it does not; none twice. */
function withinTokens(
  passages: readonly Passage[],
  tokensMax: number,
  countTokens: (text: string) => number,
): Passage[] {
  const shown: Passage[] = [];
  let tokens = 0;
  for (const passage of passages) {
    if (shown.some(({ text }) => text === passage.text)) continue;
    tokens += countTokens(renderMemories([passage.text]));
    if (tokens > tokensMax && shown.length > 0) break;
    shown.push(passage);
  }
  return shown;
}

function findingsOf(passages: readonly Passage[]): Findings {
  return {
    items: passages.map(({ text, source }) => ({
      kind: 'passage' as const,
      text,
      sources: source === '' ? [] : [source],
    })),
    provenance: 'derived',
  };
}
