import { randomBytes } from 'node:crypto';
import type { CallScope } from '../../contracts/gateway.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { type BodyDifference, firstDifference } from './body-difference.ts';
import type { MeteringProxy } from './proxy.ts';
import type { ProxyCall } from './proxy-call.ts';
import type { Volatile } from './volatile.ts';

/** What a client needs to know of a proxy. */
export interface Connection {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** What came of running the same work twice. */
export interface ReplayProof {
  /** The second run asked as much as the first, and nothing of it had to be bought. */
  readonly passed: boolean;
  /** Requests that the first run made. */
  readonly calls: number;
  /** Requests of the second run that the ledger answered. */
  readonly hits: number;
  /** Requests of the second run that had to be bought, or failed. */
  readonly misses: number;
  /** Of the first request that the first run had not made, against the likest one that it had. */
  readonly difference?: BodyDifference;
}

/**
 * Whether work that others' code does through a proxy can be answered from the ledger when it is
 * done again, as after a crash. Buys the work once, and again where it has not passed.
 *
 * @param scope     Where the calls belong; a place of their own is made in it.
 * @param volatile  What is known to differ without meaning.
 * @param run       Does the work from an empty memory; called twice, one after the other.
 */
export async function proveReplay(
  proxy: MeteringProxy,
  scope: CallScope,
  volatile: Volatile,
  run: (connection: Connection) => Promise<unknown>,
): Promise<ReplayProof> {
  const at = `${scope.at}~proof-${randomBytes(4).toString('hex')}`;
  const runOnce = async (): Promise<readonly ProxyCall[]> => {
    const calls: ProxyCall[] = [];
    const onCall = (call: ProxyCall): void => void calls.push(call);
    using token = proxy.token({ ...scope, at }, { replay: volatile, onCall });
    await run({ baseUrl: proxy.baseUrl, apiKey: token.apiKey });
    return calls;
  };
  const first = await runOnce();
  const second = await runOnce();
  const hits = second.filter(({ outcome }) => outcome === 'replayed').length;
  const misses = second.length - hits;
  const difference = differenceOf(first, second);
  return {
    passed: first.length > 0 && second.length === first.length && misses === 0,
    ...{ calls: first.length, hits, misses },
    ...(difference ? { difference } : {}),
  };
}

function differenceOf(
  first: readonly ProxyCall[],
  second: readonly ProxyCall[],
): BodyDifference | undefined {
  const asked = new Set(first.map(({ name }) => name));
  const asksAgain = new Set(second.map(({ name }) => name));
  const isNew = second.find(({ name }) => !asked.has(name));
  if (!isNew) return undefined;
  const gone = first.filter(({ name, kind }) => kind === isNew.kind && !asksAgain.has(name));
  const text = canonicalJson(isNew.body);
  const alike = ({ body }: ProxyCall): number => commonStart(canonicalJson(body), text);
  const [likest] = gone.toSorted((a, b) => alike(b) - alike(a));
  return likest && firstDifference(likest.body, isNew.body);
}

function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
