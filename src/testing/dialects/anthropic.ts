import type { ChatMessage } from '../../contracts/model.ts';
import { deterministicReply } from '../deterministic-reply.ts';
import {
  anthropicContent,
  anthropicEvents,
  anthropicUsage,
  stopReason,
} from './anthropic-events.ts';
import { anthropicPrompt } from './anthropic-prompt.ts';
import {
  type CountBody,
  countSchema,
  type MessagesBody,
  messagesSchema,
  type SentMessage,
} from './anthropic-schema.ts';
import { type AskedChat, type Dialect, promptTokens, type WireReply } from './dialect.ts';

const choices = { auto: 'auto', any: 'required', none: 'none' } as const;

/** Anthropic's messages; the format has no name for a schema. */
export const anthropic: Dialect = {
  vendor: 'anthropic',
  path: /\/messages$/,
  exchange(body) {
    const sent = messagesSchema.parse(body);
    const asked = readMessages(sent);
    const { model } = asked;
    return {
      ...{ asked, model, maxOutputTokens: sent.max_tokens, prompt: anthropicPrompt(sent) },
      texts: asked.messages.map(({ content }) => content),
      streams: sent.stream ?? false,
      reply: (occurrence) => deterministicReply(asked, occurrence),
      body: (reply) => wireMessage(model, reply),
      events: (reply) => anthropicEvents(model, reply),
    };
  },
};

/** Anthropic's count of the tokens that a message would have. */
export const anthropicCount: Dialect = {
  vendor: 'anthropic',
  path: /\/messages\/count_tokens$/,
  countsOnly: true,
  exchange(body) {
    const sent = countSchema.parse(body);
    const asked = readAsked(sent, undefined);
    const prompt = anthropicPrompt(sent);
    return {
      ...{ asked, model: asked.model, prompt, maxOutputTokens: 0 },
      texts: asked.messages.map(({ content }) => content),
      reply: () => ({ text: '' }),
      body: () => ({ input_tokens: promptTokens(prompt) }),
    };
  },
};

function wireMessage(model: string, reply: WireReply): object {
  return {
    ...{ id: `msg_${reply.id}`, type: 'message', role: 'assistant', model },
    content: anthropicContent(reply),
    ...{ stop_reason: stopReason(reply), stop_sequence: null },
    usage: reply.usage && anthropicUsage(reply.usage),
  };
}

function readMessages(body: MessagesBody): AskedChat {
  const { temperature } = body;
  const asked = readAsked(body, body.max_tokens);
  return { ...asked, ...(temperature !== undefined && { temperature }) };
}

function readAsked(body: CountBody, maxOutputTokens: number | undefined): AskedChat {
  const { model, system = [], messages, output_config, tools, tool_choice } = body;
  const first = typeof system === 'string' ? [{ text: system }] : system;
  const schema = output_config?.format?.schema;
  return {
    model,
    messages: [
      ...first.map(({ text }) => ({ role: 'system' as const, content: text })),
      ...messages.flatMap(readMessage),
    ],
    maxOutputTokens,
    ...(schema && { schema: { name: '', schema } }),
    ...(tools && {
      tools: tools.map(({ name, description, input_schema: parameters }) => ({
        ...{ name, description, parameters },
      })),
    }),
    ...(tool_choice && { toolChoice: choices[tool_choice.type] }),
  };
}

function readMessage(sent: SentMessage): ChatMessage[] {
  if (typeof sent.content === 'string') return [{ role: sent.role, content: sent.content }];
  const content = sent.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  if (sent.role === 'user') {
    const results = sent.content.flatMap((part) => (part.type === 'tool_result' ? [part] : []));
    if (results.length === 0) return [{ role: 'user', content }];
    return results.map((result) => ({
      ...{ role: 'tool' as const, toolCallId: result.tool_use_id, content: result.content },
    }));
  }
  const thoughts = sent.content.filter(({ type }) => type === 'thinking');
  const uses = sent.content.flatMap((part) => (part.type === 'tool_use' ? [part] : []));
  if (uses.length === 0) return [{ role: 'assistant', content }];
  const toolCalls = uses.map(({ id, name, input }, at) => ({
    ...{ id, name, argumentsJson: JSON.stringify(input) },
    ...(at === 0 && thoughts.length > 0 && { vendorState: JSON.stringify(thoughts) }),
  }));
  return [{ role: 'assistant', content, toolCalls }];
}
