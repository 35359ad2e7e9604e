import { MabError } from './errors.ts';

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Names one run: `<name>-<16 hexadecimal digits>`. */
export type RunId = Branded<string, 'RunId'>;
/** Names one cell on one context by the hash of all that can change its answers. */
export type UnitId = Branded<string, 'UnitId'>;
/** Names one call: a keyed hash, meaningless outside its workspace. */
export type CallKey = Branded<string, 'CallKey'>;

/**
 * @throws {MabError} RUN_ID_INVALID for anything but letters, digits, `.`, `_`, `-` (so an id is
 *   never a path).
 */
export function parseRunId(text: string): RunId {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/.test(text) && !text.includes('..')) return text as RunId;
  throw new MabError('RUN_ID_INVALID', `"${text}" is not a run id.`, {
    hint: 'Run `mab list` to see the runs of this workspace.',
  });
}

const PROXY_RUN = '-proxy';

/** The run of the calls that a configuration's proxy serves: no run of cells has such an id. */
export function proxyRunId(name: string): RunId {
  return parseRunId(`${name}${PROXY_RUN}`);
}

export function isProxyRun(runId: string): boolean {
  return runId.endsWith(PROXY_RUN);
}

/** @throws {MabError} UNIT_ID_INVALID for anything but 64 hexadecimal digits. */
export function parseUnitId(text: string): UnitId {
  if (/^[0-9a-f]{64}$/.test(text)) return text as UnitId;
  throw new MabError('UNIT_ID_INVALID', `"${text}" is not a unit id.`, { blame: 'bug' });
}

/** @throws {MabError} CALL_KEY_INVALID for anything but 64 hexadecimal digits. */
export function parseCallKey(text: string): CallKey {
  if (/^[0-9a-f]{64}$/.test(text)) return text as CallKey;
  throw new MabError('CALL_KEY_INVALID', `"${text}" is not a call key.`, { blame: 'bug' });
}
