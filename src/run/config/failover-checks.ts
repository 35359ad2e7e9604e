import type { z } from 'zod';
import { isVendorHost, logicalName, type NamedModel } from './logical-name.ts';

/** An entry of a failover list: only a key, or a whole server. */
type Entry =
  | { readonly provider?: undefined; readonly apiKeyEnv: string }
  | (NamedModel & { readonly provider: string; readonly apiKeyEnv?: string | undefined });

interface Routed extends NamedModel {
  readonly apiKeyEnv?: string | undefined;
  readonly failover: readonly Entry[];
}

/** A model with its failover list: no way stands there twice, and none leads to another model. */
export function checkFailover(model: Routed, check: z.RefinementCtx): void {
  const ways = [model, ...model.failover].map((entry) => wayOf(model, entry));
  for (const [at, entry] of model.failover.entries()) {
    const first = ways.indexOf(ways[at + 1] as string);
    if (first <= at) {
      const same = first === 0 ? 'the entry that it is to stand in for' : `failover[${first - 1}]`;
      report(check, [at], `is the same server, model and key as ${same}; remove it`);
    }
    if (entry.provider === undefined || !isVendorHost(entry.baseUrl)) continue;
    const name = logicalName(model);
    if (entry.model === name) continue;
    report(
      check,
      [at, 'model'],
      `is another model than ${name}, and would give other answers; ` +
        'a model under a name of your own says with logicalModel what it is',
    );
  }
}

/** Besides, a seed cannot be sent to all. */
export function checkReaderFailover(
  model: Routed & { readonly seed?: number | undefined },
  check: z.RefinementCtx,
): void {
  checkFailover(model, check);
  if (model.seed === undefined) return;
  for (const [at, entry] of model.failover.entries()) {
    const api = 'api' in entry ? entry.api : undefined;
    if (entry.provider !== 'anthropic' && api !== 'responses') continue;
    report(check, [at], 'has no field for the seed, and would give other answers');
  }
}

function wayOf(model: Routed, entry: Entry | Routed): string {
  const { baseUrl, model: name } = 'baseUrl' in entry ? entry : model;
  return JSON.stringify([baseUrl.replace(/\/+$/, ''), name, entry.apiKeyEnv]);
}

function report(check: z.RefinementCtx, path: readonly PropertyKey[], message: string): void {
  check.addIssue({ code: 'custom', path: ['failover', ...path], message });
}
