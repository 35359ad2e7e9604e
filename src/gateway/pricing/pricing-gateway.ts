import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { CallScope, CallsPrice, PricingGateway } from '../../contracts/gateway.ts';
import type { ChatModel, ChatReply, ChatRequest, Embedder, Usage } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import { meteredCost } from '../../cost/call-cost.ts';
import { countInput, usesO200k } from '../../cost/input-tokens.ts';
import type { EmbedderModel } from '../embeddings/embedder-model.ts';
import { Gateway } from '../gateway.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { judgeStep } from '../judge-steps.ts';
import type { ModelConfig } from '../model-config.ts';
import { type AnyRoute, type Routes, worstCaseOf } from '../routes/route.ts';
import { PriceSum } from './price-sum.ts';
import { readOnlyLedger } from './read-only-ledger.ts';
import { standInReply } from './walk/stand-ins.ts';

/** The models whose calls are priced. */
export interface PricedModels {
  readonly reader: ModelConfig;
  readonly judge: (name: string) => ModelConfig;
  readonly embedder: (name: string) => EmbedderModel;
}

/**
 * Adds up what the calls would cost that the ledger does not have. A missing reply is answered with
 * an empty one; what is asked after it in the same place (or, of a memory, in the same unit)
 * depends on it and is told as open instead of priced. A missing vector ends its place. A missing
 * verdict is stood in for, as nothing but its repair depends on it.
 */
export function createPricingGateway(
  options: GatewayOptions,
  models: PricedModels,
): PricingGateway {
  return new Pricing(options, models);
}

const EMPTY: ChatReply = { text: '', finish: 'stop' };

const NO_USAGE: Usage = {
  ...{ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 },
  ...{ outputTokens: 0, reasoningTokens: 0, source: 'estimated' },
};

/** For this walk alone; no user ever sees it. */
const notBought = (): MabError =>
  new MabError('NOT_BOUGHT', 'Nobody has bought this vector.', { blame: 'provider' });

/** Where a call is made from. */
interface Place {
  readonly cellId: string;
  /** The unit, with the trial. */
  readonly unit: string;
  readonly at: string;
  readonly builds: boolean;
  /** Nothing that is asked depends on what a judge says. */
  readonly judges: boolean;
  /** Tokens of each prompt that nobody may have to buy. */
  readonly standInTokens: number;
}

class Pricing implements PricingGateway {
  readonly reader: ChatModel;
  readonly #options: GatewayOptions;
  readonly #models: PricedModels;
  readonly #gateway: Gateway;
  readonly #sum = new PriceSum();
  readonly #places = new AsyncLocalStorage<Place>();
  /** Places, and units, in which a reply is missing. */
  readonly #missing = new Set<string>();
  /** Places in which more was asked for. */
  readonly #open = new Set<string>();
  /** No model writes this. */
  readonly #notBought = randomUUID();

  constructor(options: GatewayOptions, models: PricedModels) {
    this.#options = options;
    this.#models = models;
    const { batch: _, ...live } = options;
    const ledger = readOnlyLedger(options.ledger);
    this.#gateway = new Gateway({ ...live, ledger, onEvent: () => undefined });
    this.reader = this.#chatModel(models.reader);
  }

  prices(): ReadonlyMap<string, CallsPrice> {
    return this.#sum.byCell();
  }

  isOpen({ unitId, trial, at }: Pick<CallScope, 'unitId' | 'trial' | 'at'>): boolean {
    return this.#open.has(`${unitId} ${trial} ${at}`);
  }

  within<T>(scope: CallScope, work: () => Promise<T>): Promise<T> {
    const { cellId = '', unitId, trial, at, phase, standIn } = scope;
    const unit = `${unitId} ${trial}`;
    const judges = phase === 'judge';
    const builds = phase !== 'answer' && !judges;
    const standInTokens = standIn?.high ?? 0;
    const place = { cellId, unit, at: `${unit} ${at}`, builds, judges, standInTokens };
    return this.#places.run(place, () => this.#gateway.within(scope, work));
  }

  judge(name: string): ChatModel {
    return this.#chatModel(this.#models.judge(name), (step) => judgeStep(step, name));
  }

  embedder(name: string): Embedder {
    const model = this.#models.embedder(name);
    const inner = this.#gateway.embedder({ ...model, routes: [this.#embeddingRoute(model)] });
    return {
      ...inner,
      embed: async (texts, role, step) => {
        if (this.#depends()) throw notBought();
        try {
          return await inner.embed(texts, role, step);
        } catch (error) {
          if (error instanceof MabError && error.code === 'NOT_BOUGHT') this.#miss();
          throw error;
        }
      },
    };
  }

  #chatModel(model: ModelConfig, placed = (step: string): string => step): ChatModel {
    const inner = this.#gateway.chatModel({ ...model, routes: [this.#chatRoute(model)] });
    return {
      ...inner,
      chat: async (request, step) => {
        if (this.#depends()) return EMPTY;
        const reply = await inner.chat(request, placed(step));
        if (reply.text !== this.#notBought) return reply;
        this.#price(model.routes, request, { exact: usesO200k(model.logicalModel) });
        if (this.#place().judges) return standInReply(request, 1);
        this.#miss();
        return EMPTY;
      },
    };
  }

  #chatRoute({ routes: [{ batch: _, ...first }] }: ModelConfig): ModelConfig['routes'][0] {
    return {
      ...first,
      limits: [],
      provider: {
        servedBy: first.provider.servedBy,
        complete: async () => ({ text: this.#notBought, finish: 'stop', usage: NO_USAGE }),
      },
    };
  }

  #embeddingRoute({ routes, logicalModel }: EmbedderModel): EmbedderModel['routes'][0] {
    const [{ batch: _, ...first }] = routes;
    return {
      ...first,
      limits: [],
      provider: {
        servedBy: first.provider.servedBy,
        embed: async ({ texts }) => {
          for (const content of texts) {
            const request = { messages: [{ role: 'user', content } as const], maxOutputTokens: 0 };
            this.#price(routes, request, { exact: usesO200k(logicalModel) });
          }
          throw notBought();
        },
      },
    };
  }

  #price(routes: Routes<AnyRoute>, request: ChatRequest, { exact }: { exact: boolean }): void {
    const { texts, frames } = countInput(request, this.#options.countTokens);
    const { maxOutputTokens } = request;
    const reservation = worstCaseOf(routes, request);
    const cost = (inputTokens: number, outputTokens: number) =>
      routes.map(({ price }) => meteredCost({ ...NO_USAGE, inputTokens, outputTokens }, price));
    const { cellId, standInTokens } = this.#place();
    const leastTokens = Math.max(0, texts - standInTokens);
    const bounds = cost(leastTokens, 0);
    const counted = cost(texts + frames, maxOutputTokens);
    this.#sum.add({
      cellId,
      least: { picoUsd: bounds.reduce((a, b) => (b < a ? b : a)), tokens: leastTokens },
      most: exact
        ? {
            picoUsd: counted.reduce((a, b) => (b > a ? b : a)),
            tokens: texts + frames + maxOutputTokens,
          }
        : reservation,
      ...{ reservation, exact },
    });
  }

  #place(): Place {
    const place = this.#places.getStore();
    if (place) return place;
    throw new MabError('INVARIANT', 'A call was priced outside of any scope.', { blame: 'bug' });
  }

  /** Whether something before it is missing; then the place is open. */
  #depends(): boolean {
    const { unit, at } = this.#place();
    const depends = this.#missing.has(unit) || this.#missing.has(at);
    if (depends) this.#open.add(at);
    return depends;
  }

  #miss(): void {
    const { unit, at, builds } = this.#place();
    this.#missing.add(builds ? unit : at);
  }
}
