import { countTokens as countO200kTokens } from '../../../bench/chunking/token-count.ts';
import { splitReaderPrompt } from '../../../bench/prompts/reader-prompt.ts';
import type {
  ChatMessage,
  ModelProvider,
  ProviderReply,
  ProviderRequest,
} from '../../../contracts/model.ts';
import { refuseExtra } from '../unsupported.ts';
import { answerFromMemory } from './answer-from-memory.ts';
import { createMemoryViewer, type MemoryViewer } from './memory-view.ts';
import { readQuestion } from './read-question.ts';
import { cutToTokens } from './token-count.ts';

export interface ExtractiveOptions {
  /** For the usage that is reported; default: o200k_base. */
  readonly countTokens?: (text: string) => number;
}

/**
 * The embedded offline reader: quotes an option, a label, a fact or a short span from the memories
 * that stand in the prompt. No language model, no network, no chance: the same request, the same
 * reply. It is there so that everything runs without a key; its scores say nothing about a language
 * model.
 *
 * It knows the layout of `renderReaderPrompt`; in any other prompt the last paragraph is the
 * question. With no memories it answers `unknown` (a question with options: a choice that is blind,
 * but fixed).
 */
export function createExtractiveProvider(options: ExtractiveOptions = {}): ModelProvider {
  const countTokens = options.countTokens ?? countO200kTokens;
  const viewMemory = createMemoryViewer(countTokens);
  return {
    servedBy: 'extractive (embedded, no language model)',
    complete: async (request, signal) => {
      signal.throwIfAborted();
      const reply = await complete(request, { countTokens, viewMemory });
      signal.throwIfAborted();
      return reply;
    },
  };
}

interface Parts {
  readonly countTokens: (text: string) => number;
  readonly viewMemory: MemoryViewer;
}

async function complete(
  request: ProviderRequest,
  { countTokens, viewMemory }: Parts,
): Promise<ProviderReply> {
  refuseExtra('The extractive reader', request.extra);
  const { before, question, memories } = splitRequest(request.messages);
  const memory = await viewMemory(memories);
  const answer = await answerFromMemory(readQuestion(question), memory);
  const text = cutToTokens(answer, request.maxOutputTokens, countTokens);
  return {
    text,
    finish: text === answer ? 'stop' : 'length',
    usage: {
      inputTokens: countTokens(before) + (await memory.tokens()) + countTokens(question),
      cachedInputTokens: 0,
      outputTokens: countTokens(text),
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      source: 'estimated',
    },
  };
}

/** The last message holds memories and question; what comes before it is only counted. */
function splitRequest(messages: readonly ChatMessage[]) {
  const before = messages.slice(0, -1).map(({ content }) => content);
  return { before: before.join('\n'), ...splitReaderPrompt(messages.at(-1)?.content ?? '') };
}
