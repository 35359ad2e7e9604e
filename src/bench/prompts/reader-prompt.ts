import type { Query } from '../../contracts/memory-method.ts';
import type { ChatMessage } from '../../contracts/model.ts';
import { stripWhitespace } from '../../retrieval/python-whitespace.ts';

const QUESTION_HEADING = '[Question]\n';
const MEMORY_HEADING = /^\[Memory \d+\]\n/m;

/** What a reader is given: texts from memory, best first, and the question. */
export interface ReaderPrompt {
  readonly memories: readonly string[];
  readonly query: Pick<Query, 'system' | 'message' | 'layout'>;
  /** The memories are one text, the context itself, and not what was found in it. */
  readonly isContext?: boolean;
}

/**
 * The one prompt of all methods that retrieve and then read, so that they differ in retrieval
 * alone. Memories come first and the question last: with the same memories the prefix stays the
 * same, which is what vendors' prompt caches need. Without memories only the question is left.
 */
export function renderReaderPrompt(prompt: ReaderPrompt): ChatMessage[] {
  const { query } = prompt;
  const before = renderBefore(prompt);
  const heading = query.layout === 'published' ? '' : QUESTION_HEADING;
  return [
    { role: 'system', content: query.system },
    { role: 'user', content: `${before}${heading}${query.message}` },
  ];
}

/** What stands before the question, or before its heading: the same for the same memories. */
export function renderBefore({ memories, query, isContext }: ReaderPrompt): string {
  if (query.layout !== 'published') return renderMemories(memories);
  if (isContext) return memories.map((memory) => `${stripWhitespace(memory)}\n`).join('');
  return memories.map((memory, at) => `Memory ${at + 1}:\n${memory}\n`).join('');
}

/** The part of the user message before the question: numbered blocks, or nothing. */
export function renderMemories(memories: readonly string[]): string {
  return memories.map((memory, at) => `[Memory ${at + 1}]\n${memory}\n\n`).join('');
}

/**
 * Cuts a user message into what stands before the question and the question part.
 * Text of any other layout: the last paragraph is the question, all before it is memory.
 */
export function splitReaderPrompt(content: string): { memories: string; question: string } {
  const heading = content.startsWith(QUESTION_HEADING)
    ? 0
    : content.lastIndexOf(`\n${QUESTION_HEADING}`);
  if (heading === -1) return splitLastParagraph(content);
  const start = content.indexOf(QUESTION_HEADING, heading);
  return {
    memories: content.slice(0, start),
    question: content.slice(start + QUESTION_HEADING.length),
  };
}

function splitLastParagraph(content: string): { memories: string; question: string } {
  const text = content.trimEnd();
  const at = text.lastIndexOf('\n\n');
  return at === -1
    ? { memories: '', question: text }
    : { memories: text.slice(0, at), question: text.slice(at + 2) };
}

/**
 * The texts of the memory blocks; one block when there are no headings, none when there is no text.
 */
export function splitMemories(memories: string): string[] {
  return memories
    .split(MEMORY_HEADING)
    .map((block) => block.trim())
    .filter((block) => block !== '');
}
