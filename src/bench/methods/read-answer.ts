import type {
  Answer,
  MethodContext,
  Query,
  RetrievalTrace,
  RetrievedItem,
  Truncation,
} from '../../contracts/memory-method.ts';
import { renderBefore, renderReaderPrompt } from '../prompts/reader-prompt.ts';

/** What a method has found for a question, in the order in which the reader shall see it. */
export interface Findings {
  readonly items: readonly Omit<RetrievedItem, 'rank'>[];
  readonly provenance: RetrievalTrace['provenance'];
  /** The blocks that the reader sees, where they are not the items one by one. */
  readonly memories?: readonly string[];
  /** The blocks are the context itself. */
  readonly isContext?: boolean;
  /** Most questions of the context get the same memories: worth a vendor's prompt cache. */
  readonly isShared?: boolean;
  readonly truncated?: Truncation;
}

/**
 * Asks the reader, in the same words for every method: methods that retrieve and then read differ
 * in what they retrieve alone. One call, the step `answer`.
 */
export async function readAnswer(
  { reader }: Pick<MethodContext, 'reader'>,
  query: Query,
  findings: Findings,
): Promise<Answer> {
  const { items, provenance, memories = items.map(({ text }) => text) } = findings;
  const { truncated, isShared, isContext = false } = findings;
  const prompt = { memories, query, isContext };
  const reply = await reader.chat(
    {
      messages: renderReaderPrompt(prompt),
      maxOutputTokens: query.maxOutputTokens,
      ...(isShared ? { cachePrefix: renderBefore(prompt).length } : {}),
    },
    'answer',
  );
  return {
    text: reply.text,
    finish: reply.finish,
    trace: { items: items.map((item, at) => ({ ...item, rank: at + 1 })), provenance },
    ...(truncated ? { truncated } : {}),
  };
}
