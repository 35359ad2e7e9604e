import { chooseLabel } from './choose-label.ts';
import { chooseBlindly, chooseOption } from './choose-option.ts';
import { eventAfter } from './event-after.ts';
import { findSpan } from './find-span.ts';
import { readTally } from './log-tally.ts';
import type { MemoryView } from './memory-view.ts';
import type { ReadQuestion } from './read-question.ts';
import { recommendItems } from './recommend-items.ts';
import { resolveFacts } from './resolve-facts.ts';

/** What the reader says when memory does not tell; never a guess. */
export const UNKNOWN = 'unknown';

/**
 * The answer that memory supports best. A choice is always made, blindly when there is no memory.
 */
export async function answerFromMemory(
  question: ReadQuestion,
  memory: MemoryView,
): Promise<string> {
  const { text } = question;
  if (question.kind === 'choice') {
    if (memory.isEmpty) return chooseBlindly(question.options, text);
    const sentences = await memory.sentences();
    return (
      eventAfter(text, question.options, sentences) ?? chooseOption(question.options, sentences)
    );
  }
  if (memory.isEmpty) return UNKNOWN;
  if (question.kind === 'label') {
    return chooseLabel(text, await memory.demonstrations()) ?? UNKNOWN;
  }
  if (question.kind === 'recommendation') {
    return recommendItems(text, await memory.itemGroups()) ?? UNKNOWN;
  }
  const tally = readTally(text);
  if (tally) return tally(await memory.entries()) ?? UNKNOWN;
  const facts = await memory.facts();
  const resolved = resolveFacts(text, facts);
  if (resolved !== undefined) return resolved;
  if (await memory.isList()) return UNKNOWN;
  return findSpan(text, await memory.sentences()) ?? UNKNOWN;
}
