import { z } from 'zod';
import { badRequest } from './proxy-error.ts';

/** A part of a content; what clients send back beside a text of a reply says nothing. */
const part = z.strictObject({
  type: z.enum(['text', 'input_text', 'output_text']),
  text: z.string(),
  annotations: z.array(z.never()).optional(),
  logprobs: z.array(z.never()).optional(),
});

/**
 * A text, whole or in parts, which are joined by line breaks: the ledger and all vendors but one
 * have one text per turn.
 */
export const textContent = z
  .union([z.string(), z.array(part).min(1, 'must not be empty')], {
    error: 'must be a text, or parts of type text',
  })
  .transform((content) =>
    typeof content === 'string' ? content : content.map(({ text }) => text).join('\n'),
  );

/** @throws {MabError} PROXY_REQUEST_INVALID, which names the first field that is wrong. */
export function parseWire<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues.map(innermost);
  throw badRequest(pathText(issue), problemText(issue));
}

type Issue = z.core.$ZodIssue | undefined;

/** Of the alternatives of a union those that came furthest say most. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const within = issue.errors
    .flatMap((issues) => issues.map(innermost))
    .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  const [deepest, ...others] = within.sort((a, b) => b.path.length - a.path.length);
  if (!deepest || deepest.path.length === issue.path.length) return issue;
  // Each alternative has a name of its own here: all of them are right.
  const alike = others.filter(({ path }) => path.join() === deepest.path.join());
  if (deepest.code !== 'invalid_value') return deepest;
  const values = alike.flatMap((other) => (other.code === 'invalid_value' ? other.values : []));
  return { ...deepest, values: [...deepest.values, ...values] };
}

/** `messages[0].content`; with the name of the first field that nobody knows. */
function pathText(issue: Issue): string {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknown].map((step) =>
    typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
  );
  return path.join('').replace(/^\./, '') || 'body';
}

/** Messages that begin with `must` are our own. */
function problemText(issue: Issue): string {
  if (issue?.message.startsWith('must ')) return issue.message;
  switch (issue?.code) {
    case 'unrecognized_keys':
      return 'is not served by the metering proxy';
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `has to be of type ${issue.expected}`;
    case 'invalid_value':
      return `has to be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_union':
      return 'is of a kind that the metering proxy does not serve';
    case 'too_small':
      return `has to be at least ${issue.minimum}`;
    case 'too_big':
      return `has to be at most ${issue.maximum}`;
    default:
      return 'is not valid';
  }
}
