import type { ChatRequest } from '../contracts/model.ts';

/**
 * Everything in a request that becomes tokens of the input: contents, calls and results of tools,
 * what the model is told of tools and schema, and further fields, which may hold either.
 */
export function requestTexts({ messages, schema, tools, extra }: ChatRequest): string[] {
  const calls = messages.flatMap((turn) =>
    turn.role === 'assistant' && turn.toolCalls ? [JSON.stringify(turn.toolCalls)] : [],
  );
  const told = [schema, ...(tools ?? []), extra].filter((part) => part !== undefined);
  return [
    ...messages.map(({ content }) => content),
    ...calls,
    ...told.map((part) => JSON.stringify(part)),
  ];
}
