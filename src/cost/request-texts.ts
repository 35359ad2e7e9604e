import type { ChatRequest } from '../contracts/model.ts';

/**
 * Everything in a request that becomes tokens of the input: contents, calls and results of tools,
 * and what the model is told of tools and schema.
 */
export function requestTexts({ messages, schema, tools }: ChatRequest): string[] {
  const calls = messages.flatMap((turn) =>
    turn.role === 'assistant' && turn.toolCalls ? [JSON.stringify(turn.toolCalls)] : [],
  );
  const told = [schema, ...(tools ?? [])].filter((part) => part !== undefined);
  return [
    ...messages.map(({ content }) => content),
    ...calls,
    ...told.map((part) => JSON.stringify(part)),
  ];
}
