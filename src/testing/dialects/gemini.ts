import { z } from 'zod';
import type { ChatMessage } from '../../contracts/model.ts';
import { deterministicReply } from '../deterministic-reply.ts';
import {
  type AskedChat,
  type Dialect,
  type Exchange,
  plainPrompt,
  promptTokens,
  type WireReply,
} from './dialect.ts';
import { chunksOf } from './openai-chat-events.ts';
import { ignored } from './sent-fields.ts';

const text = z.strictObject({ text: z.string() });
const functionCall = z.strictObject({
  functionCall: z.strictObject({
    id: z.string(),
    name: z.string(),
    args: z.record(z.string(), z.unknown()),
  }),
  thoughtSignature: z.string().optional(),
});
const functionResponse = z.strictObject({
  functionResponse: z.strictObject({
    id: z.string(),
    name: z.string(),
    response: z.strictObject({ output: z.string() }),
  }),
});

const content = z.union([
  z.strictObject({
    role: z.literal('user'),
    parts: z.union([z.array(text).min(1), z.array(functionResponse).min(1)]),
  }),
  z.strictObject({
    role: z.literal('model'),
    parts: z.array(z.union([text, functionCall])).min(1),
  }),
]);

const jsonSchema = z.record(z.string(), z.unknown());
const modes = { AUTO: 'auto', ANY: 'required', NONE: 'none' } as const;

const requestSchema = z.strictObject({
  systemInstruction: z.strictObject({ parts: z.array(text).min(1), ...ignored('role') }).optional(),
  contents: z.array(content).min(1),
  generationConfig: z
    .strictObject({
      maxOutputTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(2).optional(),
      seed: z.int().optional(),
      responseMimeType: z.enum(['text/plain', 'application/json']).optional(),
      responseJsonSchema: jsonSchema.optional(),
      ...ignored('topP', 'topK', 'stopSequences', 'candidateCount', 'thinkingConfig'),
    })
    .default({}),
  tools: z
    .tuple([
      z.strictObject({
        functionDeclarations: z.array(
          z.strictObject({
            name: z.string(),
            description: z.string(),
            parametersJsonSchema: jsonSchema,
          }),
        ),
      }),
    ])
    .optional(),
  toolConfig: z
    .strictObject({
      functionCallingConfig: z.strictObject({ mode: z.enum(['AUTO', 'ANY', 'NONE']) }),
    })
    .optional(),
});

/** Signs the first call; it has to come back unchanged. */
const SIGNATURE = 'c2lnbmVk';

/** The Gemini API's generated content, also as a stream; it has no name for a schema. */
export const gemini: Dialect = {
  vendor: 'gemini',
  path: /\/models\/[^/]+:(?:generateContent|streamGenerateContent)$/,
  exchange: (body, path) => contentExchange(requestSchema.parse(body), path),
};

const countSchema = z.union([
  z.strictObject({ contents: requestSchema.shape.contents }),
  z.strictObject({ generateContentRequest: requestSchema.extend({ model: z.string() }) }),
]);

/** The Gemini API's count of tokens. */
export const geminiCount: Dialect = {
  vendor: 'gemini',
  path: /\/models\/[^/]+:countTokens$/,
  countsOnly: true,
  exchange(body, path) {
    const sent = countSchema.parse(body);
    const asked =
      'contents' in sent ? { ...sent, generationConfig: {} } : sent.generateContentRequest;
    const exchange = contentExchange(asked, path);
    const totalTokens = promptTokens(exchange.prompt);
    return { ...exchange, body: () => ({ totalTokens }) };
  },
};

function contentExchange(body: z.infer<typeof requestSchema>, path: string): Exchange {
  const model = decodeURIComponent(/models\/([^/]+):/.exec(path)?.[1] ?? '');
  const asked = read(body, model);
  return {
    ...{ asked, model, maxOutputTokens: asked.maxOutputTokens, prompt: plainPrompt(asked) },
    texts: asked.messages.map((turn) => turn.content),
    reply: (occurrence) => deterministicReply(asked, occurrence),
    streams: path.endsWith(':streamGenerateContent'),
    body: (reply) => generated(model, reply),
    events: (reply) => generatedPieces(model, reply),
  };
}

function generated(model: string, { text: words, toolCalls, finish, usage, id }: WireReply) {
  const calls = toolCalls?.map((call, at) => ({
    functionCall: { id: call.id, name: call.name, args: JSON.parse(call.argumentsJson) as unknown },
    thoughtSignature: at === 0 ? SIGNATURE : undefined,
  }));
  const parts = calls ?? [{ text: words }];
  const finishReason = finish === 'length' ? 'MAX_TOKENS' : 'STOP';
  return {
    candidates: [{ content: { role: 'model', parts }, finishReason, index: 0 }] as const,
    usageMetadata: usage && {
      promptTokenCount: usage.promptTokens,
      cachedContentTokenCount: usage.cachedTokens,
      candidatesTokenCount: usage.completionTokens - usage.reasoningTokens,
      thoughtsTokenCount: usage.reasoningTokens,
      totalTokenCount: usage.promptTokens + usage.completionTokens,
    },
    modelVersion: model,
    responseId: id,
  };
}

/** The text in pieces; how it ended and the tokens are in the last one. */
function generatedPieces(model: string, reply: WireReply): string[] {
  const pieces = reply.toolCalls ? [''] : chunksOf(reply.text || ' ');
  return pieces.map((text, at) => {
    const whole = generated(model, { ...reply, text });
    const [{ finishReason: _, ...candidate }] = whole.candidates;
    const { usageMetadata: __, ...begun } = whole;
    const chunk = at === pieces.length - 1 ? whole : { ...begun, candidates: [candidate] };
    return `data: ${JSON.stringify(chunk)}\n\n`;
  });
}

function read(body: z.infer<typeof requestSchema>, model: string): AskedChat {
  const { systemInstruction, contents, generationConfig, tools, toolConfig } = body;
  const { maxOutputTokens, temperature, seed, responseJsonSchema } = generationConfig;
  const system = systemInstruction?.parts ?? [];
  return {
    model,
    messages: [
      ...system.map((part) => ({ role: 'system' as const, content: part.text })),
      ...contents.flatMap(readContent),
    ],
    maxOutputTokens,
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
    ...(responseJsonSchema && { schema: { name: '', schema: responseJsonSchema } }),
    ...(tools && {
      tools: tools[0].functionDeclarations.map(({ parametersJsonSchema, ...tool }) => ({
        ...{ ...tool, parameters: parametersJsonSchema },
      })),
    }),
    ...(toolConfig && { toolChoice: modes[toolConfig.functionCallingConfig.mode] }),
  };
}

function readContent({ role, parts }: z.infer<typeof content>): ChatMessage[] {
  const words = parts.map((part) => ('text' in part ? part.text : '')).join('');
  if (role === 'user') {
    const results = parts.flatMap((part) =>
      'functionResponse' in part ? [part.functionResponse] : [],
    );
    if (results.length === 0) return [{ role, content: words }];
    return results.map(({ id, response }) => ({
      ...{ role: 'tool' as const, toolCallId: id, content: response.output },
    }));
  }
  const toolCalls = parts.flatMap((part) =>
    'functionCall' in part
      ? [
          {
            ...{ id: part.functionCall.id, name: part.functionCall.name },
            argumentsJson: JSON.stringify(part.functionCall.args),
            ...(part.thoughtSignature && { vendorState: part.thoughtSignature }),
          },
        ]
      : [],
  );
  return [{ role: 'assistant', content: words, ...(toolCalls.length > 0 && { toolCalls }) }];
}
