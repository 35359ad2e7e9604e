import type { ConfigPath } from './config-document.ts';
import { hideSecrets } from './hide-secrets.ts';

/** One thing that is wrong in a configuration. Holds no secret. */
export interface ConfigProblem {
  /** `datasets[1].id`; empty for the whole file. */
  readonly path: string;
  /** From 1; absent when unknown. */
  readonly line?: number;
  /** What is wrong, without the path: `is required`. */
  readonly problem: string;
  /** The value as it was written, shortened. */
  readonly received?: string;
  /** What to do, when that can be said. */
  readonly suggestion?: string;
}

/** `datasets[1].id (line 7): must be … (received "x"); did you mean "y"?` */
export function formatProblem(entry: ConfigProblem): string {
  const line = entry.line === undefined ? '' : ` (line ${entry.line})`;
  const received = entry.received === undefined ? '' : ` (received ${entry.received})`;
  const suggestion = entry.suggestion === undefined ? '' : `; ${entry.suggestion}`;
  return `${entry.path || 'the file'}${line}: ${entry.problem}${received}${suggestion}`;
}

/** `['datasets', 1, 'id']` is written `datasets[1].id`. */
export function formatPath(path: ConfigPath): string {
  const text = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  return hideSecrets(text.replace(/^\./, ''));
}

const RECEIVED_CHARACTERS_MAX = 48;

/** A value as an error message may show it: short, and without anything that looks like a key. */
export function formatReceived(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value !== 'string') return String(value);
  const shown = hideSecrets(value);
  const cut = shown.length > RECEIVED_CHARACTERS_MAX;
  return JSON.stringify(cut ? `${shown.slice(0, RECEIVED_CHARACTERS_MAX)}…` : shown);
}

/** `did you mean "a" or "b"?`, or all that is known when nothing is near and the list is short. */
export function suggestNames(near: readonly string[], known: readonly string[]): string {
  if (near.length > 0) return `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
  const shown = known.slice(0, 12).join(', ');
  return `known here: ${shown}${known.length > 12 ? ', …' : known.length === 0 ? 'nothing' : ''}`;
}
