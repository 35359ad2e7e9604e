import type { WireReply } from './dialect.ts';
import { chunksOf } from './openai-chat-events.ts';

type Item = { readonly type: string; readonly id: string };

/**
 * OpenAI's response as a stream of events.
 *
 * @param response  What would have been sent at once, with its items in `output`.
 */
export function openAiResponsesEvents(
  response: { readonly output: readonly Item[]; readonly status: string },
  reply: WireReply,
): string[] {
  const begun = { ...response, status: 'in_progress', output: [], usage: null };
  const events: readonly { readonly type: string }[] = [
    ...[event('response.created', { response: begun })],
    ...[event('response.in_progress', { response: begun })],
    ...response.output.flatMap((item, at) => itemEvents(item, at, reply)),
    event(`response.${response.status}`, { response }),
  ];
  return events.map(
    (one, sequence_number) =>
      `event: ${one.type}\ndata: ${JSON.stringify({ ...one, sequence_number })}\n\n`,
  );
}

function event(type: string, facts: object) {
  return { type, ...facts };
}

function itemEvents(item: Item, output_index: number, reply: WireReply) {
  const isCall = item.type === 'function_call';
  const begun = {
    ...item,
    status: 'in_progress',
    ...(isCall ? { arguments: '' } : { content: [] }),
  };
  const at = { item_id: item.id, output_index };
  return [
    event('response.output_item.added', { output_index, item: begun }),
    ...(isCall ? callEvents(reply, output_index, at) : textEvents(reply.text, at)),
    event('response.output_item.done', { output_index, item }),
  ];
}

function textEvents(text: string, at: object) {
  const part = { ...at, content_index: 0 };
  const whole = { type: 'output_text', text, annotations: [] };
  return [
    event('response.content_part.added', { ...part, part: { ...whole, text: '' } }),
    ...chunksOf(text).map((delta) =>
      event('response.output_text.delta', { ...part, delta, logprobs: [] }),
    ),
    event('response.output_text.done', { ...part, text, logprobs: [] }),
    event('response.content_part.done', { ...part, part: whole }),
  ];
}

function callEvents({ toolCalls = [] }: WireReply, index: number, at: object) {
  const { name = '', argumentsJson = '' } = toolCalls[index] ?? {};
  return [
    ...chunksOf(argumentsJson).map((delta) =>
      event('response.function_call_arguments.delta', { ...at, delta }),
    ),
    event('response.function_call_arguments.done', { ...at, name, arguments: argumentsJson }),
  ];
}
