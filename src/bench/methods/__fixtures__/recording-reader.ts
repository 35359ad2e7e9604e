import type { Chunk, MethodContext, Query } from '../../../contracts/memory-method.ts';
import type { ChatRequest } from '../../../contracts/model.ts';

/** A context for methods under test: its reader answers `ok` and writes down what it was asked. */
export function recordingContext(settings: Partial<MethodContext> & { window?: number } = {}) {
  const { window = 1_000_000, ...rest } = settings;
  const requests: { request: ChatRequest; step: string }[] = [];
  let counted = 0;
  const context: MethodContext = {
    contextId: 'ctx#0',
    profile: 'current',
    reader: {
      id: 'recorder',
      contextWindow: window,
      chat: async (request, step) => {
        requests.push({ request, step });
        return { text: 'ok', finish: 'stop' };
      },
    },
    /** One token per word, so that expectations can be counted by hand. */
    countTokens: (text) => {
      counted += text.length;
      return text.split(/\s+/).filter((word) => word !== '').length;
    },
    ...rest,
  };
  return {
    context,
    requests,
    /** The user message of the n-th request. */
    userMessage: (at: number): string => requests[at]?.request.messages.at(-1)?.content ?? '',
    /** Characters given to `countTokens` so far. */
    countedCharacters: (): number => counted,
  };
}

export function chunkOf(index: number, text: string): Chunk {
  return { id: `ctx#0#c${index}`, index, text, message: `Remember: ${text}` };
}

export function queryOf(text: string, settings: Partial<Query> = {}): Query {
  return {
    id: `ctx#0/q-${text}`,
    text,
    publishedText: text,
    message: `Say it.\n\nQuestion: ${text}\nAnswer:`,
    system: 'Be brief.',
    maxOutputTokens: 10,
    ...settings,
  };
}
