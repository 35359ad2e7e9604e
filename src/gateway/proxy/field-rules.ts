import { badRequest } from './proxy-error.ts';

/** What becomes of a field of a request. Fields without a rule go to the reader as they are. */
export type FieldRule =
  /** It is part of what is asked. */
  | { readonly kind: 'read' }
  /** It changes no reply, so it is not passed on. */
  | { readonly kind: 'idle'; readonly why: string }
  /** The proxy could not keep its promise, but for the values that ask for nothing. */
  | { readonly kind: 'refused'; readonly why: string; readonly idle?: readonly unknown[] };

export type FieldRules = Readonly<Record<string, FieldRule>>;

export const READ = { kind: 'read' } as const;

export function idle(why: string): FieldRule {
  return { kind: 'idle', why };
}

export function refused(why: string, ...values: readonly unknown[]): FieldRule {
  return { kind: 'refused', why, idle: values };
}

/**
 * The fields of a body that have a rule `read`, and those without any rule. What is `null` is not
 * there, as the vendor has it.
 *
 * @throws {MabError} PROXY_REQUEST_INVALID for what is refused.
 */
export function sortFields(
  body: Readonly<Record<string, unknown>>,
  rules: FieldRules,
): { readonly read: Record<string, unknown>; readonly others: Record<string, unknown> } {
  const read: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === null) continue;
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) others[name] = value;
    else if (rule.kind === 'read') read[name] = value;
    else if (rule.kind === 'refused' && !asksForNothing(value, rule.idle ?? [])) {
      throw badRequest(name, `is not served by the metering proxy: ${rule.why}`);
    }
  }
  return { read, others };
}

function asksForNothing(value: unknown, idleValues: readonly unknown[]): boolean {
  const text = JSON.stringify(value);
  return idleValues.some((idleValue) => JSON.stringify(idleValue) === text);
}
