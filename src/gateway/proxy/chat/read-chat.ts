import { z } from 'zod';
import type { ChatRequest, Sampling } from '../../../contracts/model.ts';
import { sortFields } from '../field-rules.ts';
import { badRequest } from '../proxy-error.ts';
import { parseWire } from '../wire-schema.ts';
import { CHAT_FIELDS } from './chat-fields.ts';
import { wireMessages } from './read-messages.ts';
import { formFields, readForm } from './read-tools.ts';

/** A request for a reply, in whichever format it came. */
export interface AskedChat {
  readonly model: string;
  /** All but the limit of the reply, which may be missing. */
  readonly request: Omit<ChatRequest, 'maxOutputTokens'>;
  readonly maxOutputTokens: number | undefined;
  readonly sampling: Sampling;
  readonly stream: boolean;
  /** Of a stream: whether its last chunk tells the usage. */
  readonly includeUsage: boolean;
}

const limit = z.int().min(1);
const requestSchema = z.strictObject({
  model: z.string(),
  messages: wireMessages,
  max_tokens: limit.optional(),
  max_completion_tokens: limit.optional(),
  temperature: z.number().min(0).max(2).optional(),
  seed: z.int().optional(),
  stream: z.boolean().optional(),
  stream_options: z
    .strictObject({
      include_usage: z.boolean().optional(),
      /** Padding against listeners on the way. */
      include_obfuscation: z.boolean().optional(),
    })
    .optional(),
  ...formFields,
});

/**
 * A chat completion request as ours. Fields that nobody knows can change the reply and go along as
 * they are; see `CHAT_FIELDS`.
 *
 * @throws {MabError} PROXY_REQUEST_INVALID, which names the field.
 */
export function readChat(body: Readonly<Record<string, unknown>>): AskedChat {
  const { read, others } = sortFields(body, CHAT_FIELDS);
  const asked = parseWire(requestSchema, read);
  const { model, messages, temperature, seed, stream = false } = asked;
  const { extra, ...form } = readForm(asked);
  const further = { ...extra, ...others };
  return {
    ...{ model, stream, includeUsage: asked.stream_options?.include_usage ?? false },
    maxOutputTokens: limitOf(asked),
    request: {
      ...{ messages, ...form },
      ...(Object.keys(further).length > 0 ? { extra: further } : {}),
    },
    sampling: {
      ...(temperature === undefined ? {} : { temperature }),
      ...(seed === undefined ? {} : { seed }),
    },
  };
}

function limitOf({
  max_tokens: older,
  max_completion_tokens: newer,
}: z.infer<typeof requestSchema>): number | undefined {
  if (older !== undefined && newer !== undefined && older !== newer) {
    throw badRequest('max_tokens', 'is not what max_completion_tokens says');
  }
  return newer ?? older;
}
