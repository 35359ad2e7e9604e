import { z } from 'zod';

/** Text as OpenAI takes it: one, or in parts. */
export const textContent = z.union([
  z.string(),
  z.array(
    z.strictObject({
      type: z.enum(['text', 'input_text', 'output_text']),
      text: z.string(),
      ...ignored('annotations', 'prompt_cache_breakpoint'),
    }),
  ),
]);

/** @returns '' where there is none. */
export function joinText(content: z.infer<typeof textContent> | null | undefined): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text).join('');
}

/** A role that the newer models have for `system`. */
export const systemRole = z.enum(['system', 'developer']).transform(() => 'system' as const);

/** Documented fields that change nothing of what this server answers; any value passes. */
export function ignored<const Name extends string>(...names: readonly Name[]) {
  const entries = names.map((name) => [name, z.unknown().optional()]);
  return Object.fromEntries(entries) as Record<Name, z.ZodOptional<z.ZodUnknown>>;
}

/** Those of the ignored fields that were sent, for tests that nothing was lost on the way. */
export function extraOf<Name extends string>(
  body: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
): { extra?: Record<string, unknown> } {
  const sent = names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]);
  return sent.length > 0 ? { extra: Object.fromEntries(sent) as Record<string, unknown> } : {};
}
