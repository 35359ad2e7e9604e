import type { CountBody, SentMessage } from './anthropic-schema.ts';
import { type PromptPart, schemaPart, toolPart } from './dialect.ts';

const MARKS_MAX = 4;

type Mark = { readonly ttl?: '5m' | '1h' | undefined } | null | undefined;

/**
 * Tools and schema, then the system's words, then the messages: so Anthropic reads and keeps them.
 *
 * @throws {RangeError} for more marks than four, and for an hour after five minutes.
 */
export function anthropicPrompt(body: CountBody): PromptPart[] {
  const { tools = [], system = [], messages, cache_control, output_config } = body;
  const schema = output_config?.format?.schema;
  const first = typeof system === 'string' ? [{ text: system, cache_control: null }] : system;
  const parts = [
    ...tools.map(({ input_schema: parameters, name, description, ...tool }) =>
      part(toolPart({ name, description, parameters }), tool.cache_control),
    ),
    ...(schema ? [part(schemaPart({ name: '', schema }), null)] : []),
    ...first.map((block) => part(block.text, block.cache_control)),
    ...messages.flatMap(messageParts),
  ];
  const last = parts.pop();
  if (last) parts.push(last.keep ? last : part(last.text, cache_control));
  checkMarks(parts);
  return parts;
}

function messageParts({ content }: SentMessage): PromptPart[] {
  if (typeof content === 'string') return [part(content, null)];
  return content.map((block) => {
    if (block.type === 'text') return part(block.text, block.cache_control);
    if (block.type === 'thinking') return part(block.thinking, null);
    if (block.type === 'tool_result') return part(block.content, block.cache_control);
    return part(block.name + JSON.stringify(block.input), block.cache_control);
  });
}

function part(text: string, mark: Mark): PromptPart {
  return mark ? { text, keep: mark.ttl ?? '5m' } : { text };
}

function checkMarks(parts: readonly PromptPart[]): void {
  const marks = parts.flatMap(({ keep }) => keep ?? []);
  if (marks.length > MARKS_MAX) {
    throw new RangeError(
      `A maximum of ${MARKS_MAX} blocks with cache_control may be provided. Found ${marks.length}.`,
    );
  }
  if (marks.lastIndexOf('1h') > marks.indexOf('5m') && marks.includes('5m')) {
    throw new RangeError("A cache_control block with ttl='1h' must not come after one of '5m'.");
  }
}
