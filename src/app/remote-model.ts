import { MabError } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';
import type { Catalogue } from '../cost/catalogue/catalogue.ts';
import { findModelPrice } from '../cost/model-prices.ts';
import { FREE, type PricePerMillion, type TokenPrice, tokenPrice } from '../cost/token-price.ts';
import { isPinnedName } from '../gateway/chat/call-key.ts';
import type { OpenAiOptions } from '../gateway/providers/openai/openai-endpoint.ts';
import type { OpenAiBatchOptions } from '../gateway/providers/openai-batches/provider.ts';
import { logicalName } from '../run/config/logical-name.ts';

/** Where keys are looked up by the names in the configuration. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What readers and embedders that are reached over HTTP have in common. */
export interface RemoteConfig {
  readonly provider: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKeyEnv?: string | undefined;
  readonly azure?: { readonly apiVersion: string };
  readonly logicalModel?: string | undefined;
  readonly pinned?: boolean | undefined;
}

/** Enough to tell a hand of keys apart, too few to guess one by. */
const KEY_DIGITS = 8;

/** What a model is called in keys, and whether that name can move. */
export function modelNames(config: RemoteConfig): { logicalModel: string; pinned: boolean } {
  const { model, logicalModel, pinned } = config;
  return {
    logicalModel: logicalName(config),
    pinned: pinned ?? isPinnedName(logicalModel ?? model),
  };
}

/** Azure has the deployment in the path, its version in the query, its key under another name. */
export function openAiOptions(config: RemoteConfig, environment: Environment): OpenAiOptions {
  const { baseUrl, model, azure } = config;
  const apiKey = readKey(config.apiKeyEnv, environment);
  if (!azure) return { baseUrl, apiKey };
  const base = baseUrl.replace(/\/+$/, '');
  return {
    baseUrl: `${base}/openai/deployments/${encodeURIComponent(model)}`,
    query: { 'api-version': azure.apiVersion },
    keyHeader: 'api-key',
    apiKey,
  };
}

/** Azure's batches are below the resource, and name no version in their lines. */
export function openAiBatchOptions(
  config: RemoteConfig,
  environment: Environment,
): OpenAiBatchOptions {
  const options = openAiOptions(config, environment);
  if (!config.azure) return { ...options, version: '/v1' };
  const baseUrl = `${config.baseUrl.replace(/\/+$/, '')}/openai`;
  return { ...options, baseUrl, version: '' };
}

/** Names a key at a server for a model, without telling the key. @throws {MabError} KEY_MISSING. */
export function routeId(config: RemoteConfig, environment: Environment): string {
  const { baseUrl, model } = config;
  return `${new URL(baseUrl).origin} ${fingerprint(config, environment)} ${model}`;
}

/** Tells the key of a server from its other keys. @throws {MabError} KEY_MISSING. */
export function fingerprint({ apiKeyEnv }: RemoteConfig, environment: Environment): string {
  return sha256(readKey(apiKeyEnv, environment) ?? '').slice(0, KEY_DIGITS);
}

/** @throws {MabError} KEY_MISSING, KEY_UNSENDABLE. */
export function readKey(name: string | undefined, environment: Environment): string | undefined {
  if (name === undefined) return undefined;
  return sendable(readVariable(name, environment, { what: 'the key', option: 'apiKeyEnv' }), name);
}

/**
 * @param what    What the variable holds, for the hint.
 * @param option  The option that names the variable, for the hint.
 * @throws {MabError} KEY_MISSING.
 */
export function readVariable(
  name: string,
  environment: Environment,
  { what, option }: { readonly what: string; readonly option: string },
): string {
  const value = environment[name]?.trim();
  if (value) return value;
  throw new MabError('KEY_MISSING', `The environment variable ${name} is not set.`, {
    blame: 'environment',
    hint: `Set it to ${what} (export ${name}=…), or name another one with \`${option}\`.`,
  });
}

/** A header takes no other characters, and `fetch` would quote the whole key in its complaint. */
function sendable(key: string, name: string): string {
  if (/^[\x20-\x7e]*$/.test(key)) return key;
  throw new MabError('KEY_UNSENDABLE', `The key in ${name} holds a character that no key has.`, {
    blame: 'environment',
    hint: 'Set it again, in one line, without quotes, line breaks and letters with accents.',
  });
}

/**
 * @param price  As it was given; absent: that of the catalogue.
 * @param where  Whose price it is, for the hint: `reader`.
 * @param need   The prices that have to be given, for the hint.
 * @throws {MabError} PRICE_UNKNOWN.
 */
export function priceOf(
  model: string,
  price: 'free' | PricePerMillion | undefined,
  {
    catalogue,
    where,
    need,
  }: { readonly catalogue: Catalogue; readonly where: string; readonly need: string },
): TokenPrice {
  if (price === 'free') return FREE;
  if (price !== undefined) return tokenPrice(price);
  const known = findModelPrice(model, catalogue);
  if (known) return tokenPrice(known);
  throw new MabError(
    'PRICE_UNKNOWN',
    `The price of "${model}" is not known, so no budget could hold.`,
    {
      hint: `Add \`price: { ${need} }\` to the ${where}, or \`price: free\` for a model of your own.`,
    },
  );
}
