import { z } from 'zod';
import { isPrivate } from '../../core/private-url.ts';
import { looksLikeKey } from './hide-secrets.ts';

/** The name of the variable, never the key. */
export const apiKeyEnv = z
  .string()
  .superRefine((name, check) => {
    const problem = apiKeyEnvProblem(name);
    if (problem) check.addIssue({ code: 'custom', message: problem, params: { secret: true } });
  })
  .describe('NAME of the environment variable that holds the API key; never the key itself.');

function apiKeyEnvProblem(name: string): string | undefined {
  if (looksLikeKey(name)) {
    return (
      'looks like a key, not like the name of an environment variable; ' +
      'keys never stand in a configuration'
    );
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return 'must be the name of an environment variable: letters, digits and _';
  }
  return undefined;
}

/** An address where nobody can listen in, without user, password and query. */
export const baseUrl = z
  .string()
  .superRefine((text, check) => {
    const problem = baseUrlProblem(text);
    if (problem) check.addIssue({ code: 'custom', message: problem });
  })
  .describe(
    'Where the API is, up to and including /v1: http://127.0.0.1:8080/v1. Elsewhere https only.',
  );

function baseUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an http:// or https:// address';
  if (!isPrivate(url)) {
    return 'must be https, or a server of this machine (a tunnel makes it one: ssh -L)';
  }
  if (url.username || url.password) return 'must not hold a user or a password; use apiKeyEnv';
  if (url.search || url.hash) return 'must not have a query (?…) or a fragment (#…)';
  return undefined;
}

/** Whole pico-dollars a token. */
export const usdPerMillion = z
  .number()
  .min(0)
  .max(100_000)
  .refine(hasSixDigitsAtMost, 'must have at most six digits after the point')
  .describe('US dollars for a million tokens, at most six digits after the point.');

/** Six digits a million tokens are whole pico-dollars a token. */
function hasSixDigitsAtMost(usd: number): boolean {
  return Number(usd.toFixed(6)) === usd;
}

/** Bounds of one call. */
export const calls = {
  timeoutMs: z
    .int()
    .min(1)
    .max(300_000)
    .default(120_000)
    .describe('Longest time that one attempt may take, in milliseconds.'),
  attemptsMax: z
    .int()
    .min(1)
    .max(20)
    .default(4)
    .describe('Most attempts for one call with one key, the first one included.'),
};

/** What a model's name means. */
export const naming = {
  pinned: z
    .boolean()
    .optional()
    .describe('Whether the name means one snapshot for ever. Absent: decided from the name.'),
  logicalModel: z
    .string()
    .min(1)
    .optional()
    .describe('The snapshot behind a name of your own, such as an Azure deployment.'),
};

/** What Azure needs besides. */
export const azureOptions = z.strictObject({
  apiVersion: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(-preview)?$/, 'must be like 2024-10-21')
    .describe('Version of the Azure API, such as 2024-10-21.'),
});
