import type {
  Chunk,
  Memory,
  MemoryMethod,
  MethodContext,
  Query,
} from '../../../contracts/memory-method.ts';
import { MabError } from '../../../core/errors.ts';
import { renderReaderPrompt } from '../../prompts/reader-prompt.ts';
import { type Findings, readAnswer } from '../read-answer.ts';
import { cutIntoPieces, type Fit, fitPieces, type Piece } from './fit-window.ts';
import { type LongContextOptions, longContextFacts } from './options.ts';

/** Chat formats put a few tokens around each message that no text shows. */
const FRAME_TOKENS = 32;
/**
 * Budgets are rounded down to this, so that short and long questions leave the same text, cached
 * once.
 */
const BUDGET_STEP_TOKENS = 256;
const GAP = '\n[…]\n';
const CHUNK_SEPARATOR = '\n';

/**
 * The whole context, chunk after chunk, and the question behind it. What does not fit the reader's
 * window is left out in pieces of about a thousand characters and reported. Tokens are counted once
 * per context with o200k_base, not with the reader's own tokenizer.
 *
 * `reference`: chunks inside their template, as the published code keeps them.
 */
export const longContext: MemoryMethod<LongContextOptions> = {
  ...longContextFacts,
  create: (context, options) => createMemory(context, options),
};

function createMemory(context: MethodContext, { truncate }: LongContextOptions): Memory {
  const chunks: Chunk[] = [];
  let pieces: readonly Piece[] = [];
  /** By budget: most questions of a context leave the same room. */
  const findingsByBudget = new Map<number, Findings>();
  return {
    memorize: async (chunk) => {
      chunks.push(chunk);
    },
    finalize: async () => {
      chunks.sort((a, b) => a.index - b.index);
      pieces = chunks.flatMap(({ text, message }, at) => {
        const told = context.profile === 'reference' ? message : text;
        return cutIntoPieces(told, at, context.countTokens);
      });
    },
    answer: (query) => {
      const budget = budgetTokens(context, query, chunks.length);
      let findings = findingsByBudget.get(budget);
      if (!findings) {
        findings = findingsOf(chunks, fitPieces(pieces, budget, truncate));
        findingsByBudget.set(budget, findings);
      }
      return readAnswer(context, query, findings);
    },
  };
}

/**
 * @throws {MabError} CONTEXT_WINDOW_TOO_SMALL when the question alone fills the reader's window.
 */
function budgetTokens(
  { reader, countTokens }: MethodContext,
  query: Query,
  chunks: number,
): number {
  const frame = renderReaderPrompt({ memories: [''], query, isContext: true });
  const overhead = frame.reduce((sum, { content }) => sum + countTokens(content), FRAME_TOKENS);
  // Chunk separators and the gap are a token each at most.
  const budget = reader.contextWindow - query.maxOutputTokens - overhead - chunks - 1;
  if (budget >= 1) return Math.floor(budget / BUDGET_STEP_TOKENS) * BUDGET_STEP_TOKENS || budget;
  throw new MabError(
    'CONTEXT_WINDOW_TOO_SMALL',
    `The window of ${reader.id} (${reader.contextWindow} tokens) has no room for the question ` +
      `${query.id} (${overhead} tokens) and its answer (${query.maxOutputTokens}).`,
    { hint: 'Choose a reader with a larger window, or correct its contextTokens.' },
  );
}

/** One block of text for the reader; the trace lists the kept part of each chunk. */
function findingsOf(chunks: readonly Chunk[], { before, after, droppedTokens }: Fit): Findings {
  const texts = [textsByChunk(before), textsByChunk(after)];
  const items = texts.flatMap((byChunk) =>
    [...byChunk].map(([chunk, text]) => {
      const source = chunks[chunk]?.id;
      return { kind: 'chunk' as const, text, sources: source === undefined ? [] : [source] };
    }),
  );
  const memory = texts
    .map((byChunk) => [...byChunk.values()].join(CHUNK_SEPARATOR))
    .filter((text) => text !== '')
    .join(GAP);
  return {
    items,
    provenance: 'exact',
    memories: memory === '' ? [] : [memory],
    isShared: true,
    isContext: true,
    ...(droppedTokens > 0 ? { truncated: { what: 'context', droppedTokens } } : {}),
  };
}

function textsByChunk(pieces: readonly Piece[]): Map<number, string> {
  const texts = new Map<number, string>();
  for (const { chunk, text } of pieces) texts.set(chunk, (texts.get(chunk) ?? '') + text);
  return texts;
}
