import type { z } from 'zod';
import { unreadable } from './price-web-errors.ts';

/** @throws {MabError} PRICES_UNREADABLE with the first thing that is not as documented. */
export function parseDocument<T>(schema: z.ZodType<T>, document: unknown, shown: string): T {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') || 'the document';
  throw unreadable(shown, `is not as documented: ${path}: ${issue?.message}`, parsed.error);
}
