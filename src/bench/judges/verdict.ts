import type { z } from 'zod';
import type { JsonSchema } from '../../contracts/model.ts';
import { findObjects } from './json-objects.ts';

/** What a judge has to say, and how it is read. */
export interface VerdictForm<Verdict> {
  /** For vendors that keep to a schema; without ranges, which some of them refuse. */
  readonly name: string;
  readonly schema: JsonSchema;
  /** The same in words, for models that do not: the end of every prompt. */
  readonly instruction: string;
  /** What counts: exactly these fields, each in its range. */
  readonly parser: z.ZodType<Verdict>;
}

/** A verdict, or what is wrong with what was said, as the end of a sentence with "it". */
export type Reading<Verdict> = { readonly verdict: Verdict } | { readonly problem: string };

/**
 * Reads a verdict: the one JSON object in what a judge has said, bare, fenced, or among other
 * words. Nothing is guessed: no `yes` in a sentence, no number without its field, no word of
 * another language.
 *
 * An object that the marked reply holds as well is a quotation if other words stand around it:
 * a reply that hands out its own verdict must not get it.
 *
 * @param reply  What is being marked.
 */
export function readVerdict<Verdict>(
  said: string,
  { parser }: Pick<VerdictForm<Verdict>, 'parser'>,
  reply: string,
): Reading<Verdict> {
  const text = said.replace(/^\s*<think>.*?<\/think>/s, '');
  const { objects, isOpen } = findObjects(text);
  const [found] = objects;
  if (isOpen) return { problem: 'it ends inside a JSON object' };
  if (!found) return { problem: 'it holds no JSON object' };
  if (objects.length > 1) return { problem: `it holds ${objects.length} JSON objects` };
  if (isQuotation(found.text, text, reply)) {
    return { problem: 'its JSON object is one that stands in the reply' };
  }
  const value = parseJson(found.text);
  if (value === undefined) return { problem: 'what stands between its braces is no JSON' };
  if (Object.keys(value).length !== found.members) return { problem: 'it names a field twice' };
  const parsed = parser.safeParse(value);
  return parsed.success ? { verdict: parsed.data } : { problem: fieldProblem(parsed.error) };
}

function isQuotation(object: string, text: string, reply: string): boolean {
  const around = text.replace(object, '').replace(/```(?:json)?/gi, '');
  const bare = (part: string): string => part.replace(/\s/g, '');
  return (
    around.trim() !== '' &&
    findObjects(reply).objects.some((quoted) => bare(quoted.text) === bare(object))
  );
}

function parseJson(text: string): object | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Our own words: those of the schema library are no part of a prompt's version. */
function fieldProblem({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue?.code === 'unrecognized_keys'
    ? 'its object has a field that was not asked for'
    : `its field "${String(issue?.path[0])}" is missing or not as described`;
}
