import { z } from 'zod';
import type { ChatMessage } from '../../contracts/model.ts';
import { unsupported } from './unsupported.ts';

/** The result of one tool call. */
export type ToolResult = Extract<ChatMessage, { role: 'tool' }>;

/** A message, or all results of one turn: some vendors want those together. */
export type Turn =
  | Exclude<ChatMessage, ToolResult>
  | { readonly role: 'tool'; readonly results: readonly ToolResult[] };

/** Messages as vendors want them that keep instructions apart from the conversation. */
export function splitTurns(messages: readonly ChatMessage[]): {
  /** The system messages that come first. */
  readonly system: readonly string[];
  readonly turns: readonly Turn[];
} {
  const at = messages.findIndex(({ role }) => role !== 'system');
  const first = at < 0 ? messages.length : at;
  return {
    system: messages.slice(0, first).map(({ content }) => content),
    turns: groupResults(messages.slice(first)),
  };
}

function groupResults(messages: readonly ChatMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role !== 'tool') turns.push(message);
    else if (last?.role !== 'tool') turns.push({ role: 'tool', results: [message] });
    else turns[turns.length - 1] = { role: 'tool', results: [...last.results, message] };
  }
  return turns;
}

/**
 * A call's arguments for vendors that take them as an object only.
 *
 * @throws {MabError} PROVIDER_PARAMETER_UNSUPPORTED for anything else.
 */
export function argumentsObject(json: string, vendor: string): object {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch {
    throw unsupported(
      vendor,
      'a tool call whose arguments are no JSON object',
      'Leave that turn out, or give the call valid arguments.',
    );
  }
}
