import type { ProviderRequest, ToolCall } from '../../../contracts/model.ts';
import { argumentsObject, splitTurns, type ToolResult, type Turn } from '../turns.ts';
import { refuseExtra, unsupported } from '../unsupported.ts';
import { isOurCallId } from './call-ids.ts';

const MODES = { auto: 'AUTO', required: 'ANY', none: 'NONE' } as const;

/**
 * The body of a content request: everything that was asked, under Google's names, nothing else.
 * Schemas go as JSON Schema, not as Google's older subset, which knows fewer words.
 *
 * @throws {MabError} PROVIDER_PARAMETER_UNSUPPORTED for further fields, a system message that does
 *   not come first, a tool call whose arguments are no JSON object, and a result of a call that was
 *   never made.
 * Source: the Gemini API reference, "Generating content"; read on 2026-11-24.
 */
export function contentBody(request: ProviderRequest): object {
  const { maxOutputTokens, temperature, seed, schema, tools, toolChoice } = request;
  refuseExtra('Gemini', request.extra);
  const { system, turns } = splitTurns(request.messages);
  return {
    systemInstruction: system.length > 0 ? { parts: system.map(textPart) } : undefined,
    contents: turns.map((turn) => wireContent(turn, turns)),
    generationConfig: {
      ...{ maxOutputTokens, temperature, seed },
      ...(schema && { responseMimeType: 'application/json', responseJsonSchema: schema.schema }),
    },
    tools: tools && [{ functionDeclarations: tools.map(functionDeclaration) }],
    toolConfig: toolChoice && { functionCallingConfig: { mode: MODES[toolChoice] } },
  };
}

type RequestTool = NonNullable<ProviderRequest['tools']>[number];

function functionDeclaration({ name, description, parameters }: RequestTool): object {
  return { name, description, parametersJsonSchema: parameters };
}

function textPart(text: string): object {
  return { text };
}

function wireContent(turn: Turn, turns: readonly Turn[]): object {
  switch (turn.role) {
    case 'system':
      throw unsupported(
        'Gemini',
        'a system message that does not come first',
        'Put system messages before all others.',
      );
    case 'user':
      return { role: 'user', parts: [textPart(turn.content)] };
    case 'tool':
      return { role: 'user', parts: turn.results.map((result) => functionResponse(result, turns)) };
    case 'assistant': {
      const calls = turn.toolCalls ?? [];
      const words = turn.content === '' && calls.length > 0 ? [] : [textPart(turn.content)];
      return { role: 'model', parts: [...words, ...calls.map(functionCall)] };
    }
  }
}

function functionCall({ id, name, argumentsJson, vendorState }: ToolCall): object {
  return {
    functionCall: { ...wireId(id), name, args: argumentsObject(argumentsJson, 'Gemini') },
    thoughtSignature: vendorState,
  };
}

/** The vendor wants the name of the tool again, and the result as an object. */
function functionResponse({ toolCallId, content }: ToolResult, turns: readonly Turn[]): object {
  const calls = turns.flatMap((turn) => (turn.role === 'assistant' ? (turn.toolCalls ?? []) : []));
  const call = calls.find(({ id }) => id === toolCallId);
  if (!call) {
    throw unsupported(
      'Gemini',
      'the result of a call that was not made',
      'Send the assistant turn with the call before its result.',
    );
  }
  const response = { output: content };
  return { functionResponse: { ...wireId(toolCallId), name: call.name, response } };
}

/** Older models give calls no id; ours are for us only. */
function wireId(id: string): { id?: string } {
  return isOurCallId(id) ? {} : { id };
}
