import type { ChatMessage, ChatReply, ToolCall } from '../../contracts/model.ts';
import { canonicalJson } from '../../core/canonical-json.ts';

/**
 * What a vendor wants to see again with a call of a tool (thoughts, their signature), for which the
 * caller's format has no place. It is kept for as long as the token lives.
 */
export class CallMemory {
  readonly #states = new Map<string, string>();

  keep({ toolCalls = [] }: ChatReply): void {
    for (const call of toolCalls) {
      if (call.vendorState !== undefined) this.#states.set(nameOf(call), call.vendorState);
    }
  }

  /** The same turns, with what was kept of their calls. */
  recall(messages: readonly ChatMessage[]): readonly ChatMessage[] {
    if (this.#states.size === 0) return messages;
    return messages.map((message) => {
      if (message.role !== 'assistant' || !message.toolCalls) return message;
      return { ...message, toolCalls: message.toolCalls.map((call) => this.#withState(call)) };
    });
  }

  #withState(call: ToolCall): ToolCall {
    const vendorState = this.#states.get(nameOf(call));
    return vendorState === undefined ? call : { ...call, vendorState };
  }
}

/** Some vendors number their calls anew in every reply. */
function nameOf({ id, name, argumentsJson }: ToolCall): string {
  return canonicalJson([id, name, argumentsJson]);
}
