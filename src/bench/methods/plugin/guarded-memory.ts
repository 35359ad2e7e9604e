import { z } from 'zod';
import type { Answer, Memory } from '../../../contracts/memory-method.ts';
import { errorMessage, MabError } from '../../../core/errors.ts';

const answerSchema = z.object({
  text: z.string(),
  finish: z.enum(['stop', 'length', 'filter', 'tool', 'other']),
  trace: z.object({
    items: z.array(
      z.object({
        kind: z.enum(['chunk', 'passage', 'fact', 'summary']),
        text: z.string(),
        rank: z.int().min(1),
        score: z.number().optional(),
        sources: z.array(z.string()),
      }),
    ),
    provenance: z.enum(['exact', 'derived', 'unknown']),
  }),
  truncated: z.object({ what: z.literal('context'), droppedTokens: z.number().min(0) }).optional(),
});

/**
 * A plug-in's memory, whose mistakes are told apart from ours: what it throws becomes
 * PLUGIN_FAILED, and what it returns is checked. Errors of models pass through as they are.
 */
export function guardedMemory(methodId: string, create: () => Memory): Memory {
  const guard = async <T>(step: string, work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw pluginError(methodId, step, error);
    }
  };
  const memory = createdMemory(methodId, create);
  return {
    memorize: (chunk) => guard('memorize', () => memory.memorize(chunk)),
    finalize: () => guard('finalize', () => memory.finalize()),
    answer: async (query) =>
      checkedAnswer(methodId, await guard('answer', () => memory.answer(query))),
  };
}

function createdMemory(methodId: string, create: () => Memory): Memory {
  let memory: Memory;
  try {
    memory = create();
  } catch (error) {
    throw pluginError(methodId, 'create', error);
  }
  const missing = (['memorize', 'finalize', 'answer'] as const).filter(
    (name) => typeof memory?.[name] !== 'function',
  );
  if (missing.length === 0) return memory;
  throw new MabError(
    'PLUGIN_MEMORY_INVALID',
    `The memory that the plug-in ${methodId} creates has no ${missing.join(', ')}.`,
    { hint: 'Let create return an object with memorize, finalize and answer.' },
  );
}

function checkedAnswer(methodId: string, answer: unknown): Answer {
  const parsed = answerSchema.safeParse(answer);
  if (parsed.success) return parsed.data as Answer;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new MabError(
    'PLUGIN_ANSWER_INVALID',
    `An answer of the plug-in ${methodId} is not valid: ${place}${issue?.message}.`,
    { hint: 'Return what readAnswer returns, or an Answer as docs/guide/own-method.md has it.' },
  );
}

/** Aborts are how a run is stopped, and have their own end. */
function pluginError(methodId: string, step: string, error: unknown): unknown {
  if (error instanceof MabError) return error;
  if (error instanceof Error && error.name === 'AbortError') return error;
  const where = firstFrame(error);
  return new MabError(
    'PLUGIN_FAILED',
    `The plug-in ${methodId} failed in ${step}: ${errorMessage(error)}${where}`,
    { hint: 'Mend the plug-in and run the same command again.', cause: error },
  );
}

/** Where the author has to look: the innermost line of the stack. */
function firstFrame(error: unknown): string {
  const line = error instanceof Error ? error.stack?.split('\n').find(isFrame) : undefined;
  const place = line === undefined ? undefined : /([^/\\(]+:\d+:\d+)\)?$/.exec(line)?.[1];
  return place === undefined ? '' : ` (${place})`;
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}
