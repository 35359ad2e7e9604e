import { z } from 'zod';
import { badRequest } from './proxy-error.ts';

/** Parts of a content; all are texts. */
const part = z.strictObject({
  type: z.enum(['text', 'input_text', 'output_text']),
  text: z.string(),
});

/**
 * A text, whole or in parts, which are joined by line breaks: the ledger and all vendors but one
 * have one text per turn.
 */
export const textContent = z
  .union([z.string(), z.array(z.union([part, partOfReply()])).min(1)], {
    error: 'must be a text, or parts of type text',
  })
  .transform((content) =>
    typeof content === 'string' ? content : content.map(({ text }) => text).join('\n'),
  );

/** As clients send a reply back. */
function partOfReply() {
  return z.strictObject({
    type: z.literal('output_text'),
    text: z.string(),
    annotations: z.array(z.never()).optional(),
    logprobs: z.array(z.never()).optional(),
  });
}

/**
 * @throws {MabError} PROXY_REQUEST_INVALID, which names the first field that is wrong.
 */
export function parseWire<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues.flatMap(innermost);
  const path = issue?.path ?? [];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const name = [...path, ...unknown.slice(0, 1)].reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
    '',
  );
  const problem =
    unknown.length > 0 ? 'is not served by the metering proxy' : problemText(issue?.message ?? '');
  throw badRequest(name.replace(/^\./, '') || 'body', problem);
}

/** Of the alternatives of a union the one that came furthest says most. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const within = issue.errors
    .flatMap((issues) => issues.flatMap(innermost))
    .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  const deepest = within.sort((a, b) => b.path.length - a.path.length)[0];
  if (!deepest || deepest.path.length === issue.path.length) return [issue];
  return [deepest];
}

function problemText(message: string): string {
  const text = message.replace(/\.$/, '');
  return /^(must|is|has|needs) /.test(text) ? text : `is not valid: ${text}`;
}
