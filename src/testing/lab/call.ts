import { z } from 'zod';
import { errorMessage } from '../../core/errors.ts';
import { anthropic, anthropicCount } from '../dialects/anthropic.ts';
import type { Dialect, Exchange } from '../dialects/dialect.ts';
import { geminiEmbeddings, openAiEmbeddings } from '../dialects/embeddings.ts';
import { gemini, geminiCount } from '../dialects/gemini.ts';
import { openAiChat } from '../dialects/openai-chat.ts';
import { openAiResponses } from '../dialects/openai-responses.ts';

/** A request to a model, as it was understood. */
export interface Call {
  readonly dialect: Dialect;
  readonly exchange: Exchange;
  readonly key: string;
}

const DIALECTS: readonly Dialect[] = [
  ...[openAiChat, openAiResponses, openAiEmbeddings, anthropic, anthropicCount],
  ...[gemini, geminiCount, geminiEmbeddings],
];

/** The format that is spoken at a path; undefined where none is. */
export function findDialect(path: string): Dialect | undefined {
  return DIALECTS.find((spoken) => spoken.path.test(path));
}

/** @returns what is wrong with a request that no vendor would take, or the request. */
export function understand(read: () => Exchange): Exchange | string {
  try {
    return read();
  } catch (error) {
    return error instanceof z.ZodError ? z.prettifyError(error) : errorMessage(error);
  }
}
