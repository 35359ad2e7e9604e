import type { CallScope } from '../../contracts/gateway.ts';
import type { ChatRequest } from '../../contracts/model.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { ClaimRequest } from '../ledger/protocol.ts';
import type { ModelConfig } from '../model-config.ts';
import { type SharedPrefix, SharedPrefixes } from './shared-prefix.ts';
import { WarmUp } from './warm-up.ts';

type PromptCacheOptions = Pick<GatewayOptions, 'ledger' | 'clock' | 'countTokens' | 'signal'>;

/** What the gateway does for the vendors' prompt caches: which calls, and in which order. */
export class PromptCache {
  readonly #ledger: PromptCacheOptions['ledger'];
  readonly #prefixes: SharedPrefixes;
  readonly #warmUp: WarmUp;

  constructor(options: PromptCacheOptions) {
    this.#ledger = options.ledger;
    this.#prefixes = new SharedPrefixes(options.countTokens);
    this.#warmUp = new WarmUp(options);
  }

  /** The part of a request that the vendor shall cache; undefined: none. */
  prefixOf(model: ModelConfig, request: ChatRequest, scope: CallScope): SharedPrefix | undefined {
    return this.#prefixes.of(model, request, scope);
  }

  /** Does the work of a call when its prefix is in the vendor's cache, or comes there by it. */
  async warmed<T>(
    prefix: SharedPrefix | undefined,
    claim: ClaimRequest,
    work: () => Promise<T>,
  ): Promise<T> {
    if (!prefix) return work();
    const isToSend = async (): Promise<boolean> => {
      const { kind } = await this.#ledger.perform('lookUp', claim);
      return kind === 'free';
    };
    return this.#warmUp.pass(prefix, isToSend, work);
  }
}
