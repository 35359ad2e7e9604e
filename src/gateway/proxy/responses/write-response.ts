import type { ChatReply, ToolCall, Usage } from '../../../contracts/model.ts';
import type { Answered } from '../chat/write-chat.ts';

type Asked = Readonly<Record<string, unknown>>;

/** One event of a stream. */
export interface ResponseEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A reply as OpenAI's response. @param asked  The request, parts of which are said again. */
export function responseObject(answered: Answered, asked: Asked): object {
  const { reply, usage, id, model, createdSeconds } = answered;
  const reason = incompleteReason(reply);
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: createdSeconds,
    status: reason === undefined ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    model,
    output: outputItems(answered),
    ...saidAgain(asked),
    usage: wireUsage(usage),
  };
}

/** The same reply as the events of a stream. */
export function responseEvents(answered: Answered, asked: Asked): readonly ResponseEvent[] {
  const whole = responseObject(answered, asked);
  const begun = { ...whole, status: 'in_progress', output: [], usage: null };
  const done = incompleteReason(answered.reply) === undefined ? 'completed' : 'incomplete';
  const events: readonly ResponseEvent[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...outputItems(answered).flatMap(itemEvents),
    { type: `response.${done}`, response: whole },
  ];
  return events.map((event, sequence_number) => ({ ...event, sequence_number }));
}

function incompleteReason({ finish }: ChatReply): string | undefined {
  if (finish === 'length') return 'max_output_tokens';
  return finish === 'filter' ? 'content_filter' : undefined;
}

/** What the reply says of its request; the vendor's defaults where nothing was asked. */
function saidAgain(asked: Asked): object {
  return {
    instructions: asked.instructions ?? null,
    max_output_tokens: asked.max_output_tokens ?? null,
    metadata: asked.metadata ?? {},
    parallel_tool_calls: asked.parallel_tool_calls ?? true,
    previous_response_id: null,
    store: false,
    temperature: asked.temperature ?? 1,
    text: asked.text ?? { format: { type: 'text' } },
    tool_choice: asked.tool_choice ?? 'auto',
    tools: asked.tools ?? [],
    top_p: asked.top_p ?? 1,
    truncation: 'disabled',
  };
}

type Item = ReturnType<typeof messageItem> | ReturnType<typeof callItem>;

function outputItems({ reply, id }: Answered): Item[] {
  const calls = (reply.toolCalls ?? []).map((call, at) => callItem(call, `fc_${id}_${at}`));
  if (reply.text === '' && calls.length > 0) return calls;
  return [messageItem(reply, `msg_${id}`), ...calls];
}

function messageItem(reply: ChatReply, id: string) {
  return {
    ...{ id, type: 'message' as const, role: 'assistant' },
    status: incompleteReason(reply) === undefined ? 'completed' : 'incomplete',
    content: [{ type: 'output_text', text: reply.text, annotations: [], logprobs: [] }],
  };
}

function callItem({ id: call_id, name, argumentsJson }: ToolCall, id: string) {
  return {
    ...{ id, type: 'function_call' as const, status: 'completed' },
    ...{ call_id, name, arguments: argumentsJson },
  };
}

function itemEvents(item: Item, output_index: number): ResponseEvent[] {
  const begun = { ...item, status: 'in_progress' };
  return [
    {
      type: 'response.output_item.added',
      output_index,
      item: item.type === 'message' ? { ...begun, content: [] } : { ...begun, arguments: '' },
    },
    ...(item.type === 'message' ? textEvents(item, output_index) : callEvents(item, output_index)),
    { type: 'response.output_item.done', output_index, item },
  ];
}

function textEvents(item: ReturnType<typeof messageItem>, output_index: number): ResponseEvent[] {
  const place = { item_id: item.id, output_index, content_index: 0 };
  const [part = { text: '' }] = item.content;
  const { text } = part;
  return [
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    { type: 'response.output_text.delta', ...place, delta: text, logprobs: [] },
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
  ];
}

function callEvents(item: ReturnType<typeof callItem>, output_index: number): ResponseEvent[] {
  const place = { item_id: item.id, output_index };
  const { arguments: text, name } = item;
  return [
    { type: 'response.function_call_arguments.delta', ...place, delta: text },
    { type: 'response.function_call_arguments.done', ...place, name, arguments: text },
  ];
}

function wireUsage(usage: Usage): object {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = usage;
  const input_tokens = inputTokens + cachedInputTokens + cacheWriteTokens;
  return {
    input_tokens,
    input_tokens_details: { cached_tokens: cachedInputTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: input_tokens + outputTokens,
  };
}
