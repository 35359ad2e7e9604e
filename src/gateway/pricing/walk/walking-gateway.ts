import { AsyncLocalStorage } from 'node:async_hooks';
import { NO_BUDGET } from '../../../contracts/budget.ts';
import type { Expectations, Guess, ObservedCalls } from '../../../contracts/estimate.ts';
import type { CallScope, WalkingGateway } from '../../../contracts/gateway.ts';
import type { Phase } from '../../../contracts/memory-method.ts';
import type {
  ChatModel,
  ChatRequest,
  Embedder,
  ProviderReply,
  Usage,
} from '../../../contracts/model.ts';
import { invariant, MabError } from '../../../core/errors.ts';
import type { EmbedderModel } from '../../embeddings/embedder-model.ts';
import { readVector } from '../../embeddings/vector-text.ts';
import { Gateway } from '../../gateway.ts';
import type { GatewayOptions } from '../../gateway-options.ts';
import { judgeStep } from '../../judge-steps.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LookUpAnswer } from '../../ledger/protocol.ts';
import type { ModelConfig } from '../../model-config.ts';
import type { PricedModels } from '../pricing-gateway.ts';
import { type CallsAtOnce, ChatPrices } from './chat-prices.ts';
import { PromptTokens } from './prompt-tokens.ts';
import { STAND_IN_LENGTH, standInReply, standInVector } from './stand-ins.ts';
import { embeddedWork } from './text-bill.ts';
import { type Holder, type WalkLedger, walkLedger } from './walk-ledger.ts';
import { WorkSum } from './work-sum.ts';

export interface WalkOptions extends Omit<GatewayOptions, 'ledger' | 'batch' | 'budget'> {
  /** What was bought before; undefined: nothing. */
  readonly ledger: Ledger | undefined;
  readonly expectations: Expectations;
  readonly atOnce: CallsAtOnce;
}

/** Calls are answered one after another, so that the same walk always gives the same numbers. */
export function createWalkingGateway(options: WalkOptions, models: PricedModels): WalkingGateway {
  return new Walking(options, models);
}

/** What one call of a method came to. */
interface Looks {
  /** Who had the reply, by key. */
  readonly holders: Map<string, Holder>;
  /** Texts that nobody had. */
  readonly sent: string[];
  /** Tokens of the reply. */
  readonly output: number;
}

const noLooks = (output = 0): Looks => ({ holders: new Map(), sent: [], output });

class Walking implements WalkingGateway {
  readonly reader: ChatModel;
  readonly #models: PricedModels;
  readonly #gateway: Gateway;
  readonly #ledger: WalkLedger;
  readonly #sum = new WorkSum();
  readonly #tokens: PromptTokens;
  /** Of each chat model. */
  readonly #chats = new Map<ModelConfig, ChatPrices>();
  readonly #atOnce: CallsAtOnce;
  /** By place: of its last reply, where nobody has bought that. */
  readonly #standIns = new Map<string, Guess>();
  readonly #expectations: Expectations;
  readonly #scopes = new AsyncLocalStorage<CallScope>();
  readonly #looks = new AsyncLocalStorage<Looks>();
  readonly #embedders = new Map<string, Embedder>();
  /** Numbers of a vector, by embedder, where the ledger has one. */
  readonly #lengths = new Map<string, number>();
  /** Places in which a stand-in has been searched with. */
  readonly #guessed = new Set<string>();
  #lastLength: number | undefined;

  constructor(options: WalkOptions, models: PricedModels) {
    const { expectations, countTokens } = options;
    this.#models = models;
    this.#expectations = expectations;
    this.#tokens = new PromptTokens(countTokens);
    this.#ledger = walkLedger(options.ledger, (...look) => this.#onLookUp(...look));
    this.#gateway = new Gateway({
      ...options,
      ...{ ledger: this.#ledger, budget: NO_BUDGET, onEvent: () => undefined },
    });
    this.#atOnce = options.atOnce;
    this.reader = this.#chatModel(models.reader);
  }

  work(): ReturnType<WalkingGateway['work']> {
    return this.#sum.byCell((model, lane) => this.#expectations.cacheShare({ model, lane }));
  }

  observed(): ReturnType<WalkingGateway['observed']> {
    const all = Map.groupBy(this.#chats, ([model]) => model.logicalModel);
    return new Map(
      [...all].map(([model, some]) => [
        model,
        some.map(([, chats]) => chats.observed()).reduce(sum),
      ]),
    );
  }

  standIn(place: Pick<CallScope, 'unitId' | 'trial' | 'at'>): Guess | undefined {
    return this.#standIns.get(placeText(place));
  }

  within<T>(scope: CallScope, work: () => Promise<T>): Promise<T> {
    return this.#scopes.run(scope, () => this.#gateway.within(scope, work));
  }

  judge(name: string): ChatModel {
    return this.#chatModel(this.#models.judge(name), (step) => judgeStep(step, name));
  }

  embedder(name: string): Embedder {
    const model = this.#models.embedder(name);
    this.#embedders.set(name, this.#embedders.get(name) ?? this.#embedderOf(name, model));
    const embed: Embedder['embed'] = async (texts, role, step) => {
      const looks = noLooks();
      const ask = () =>
        this.#looks.run(looks, () =>
          (this.#embedders.get(name) as Embedder).embed(texts, role, step),
        );
      const vectors = await this.#inKnownLength(name, model, ask, looks);
      this.#addTexts(
        model,
        texts.map((text) => `${model.prefixes[role]}${text}`),
        looks,
        role,
      );
      return vectors;
    };
    return { ...(this.#embedders.get(name) as Embedder), embed };
  }

  /** Stand-ins are made again where the ledger turns out to have vectors of another length. */
  async #inKnownLength<T>(
    name: string,
    model: EmbedderModel,
    ask: () => Promise<T>,
    looks: Looks,
  ): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      const isOther = error instanceof MabError && error.code === 'EMBEDDING_DIMENSIONS';
      if (!isOther || this.#lastLength === undefined || this.#lengths.has(name)) throw error;
      this.#lengths.set(name, this.#lastLength);
      this.#ledger.forgetVectors();
      looks.sent.length = 0;
      looks.holders.clear();
      this.#embedders.set(name, this.#embedderOf(name, model));
      return await ask();
    }
  }

  #embedderOf(name: string, model: EmbedderModel): Embedder {
    const [{ batch: _, ...first }] = model.routes;
    const length = (): number =>
      this.#lengths.get(name) ?? model.dimensions ?? this.#lastLength ?? STAND_IN_LENGTH;
    const provider = {
      servedBy: first.provider.servedBy,
      embed: async ({ texts }: { readonly texts: readonly string[] }) => {
        this.#looks.getStore()?.sent.push(...texts);
        return { vectors: texts.map((text) => standInVector(text, length())), inputTokens: 0 };
      },
    };
    return this.#gateway.embedder({ ...model, routes: [{ ...first, limits: [], provider }] });
  }

  #addTexts(
    model: EmbedderModel,
    texts: readonly string[],
    looks: Looks,
    role: 'query' | 'document',
  ): void {
    const scope = this.#scope();
    const tokens = (some: readonly string[]): number =>
      some.reduce((sum, text) => sum + this.#tokens.count(text), 0);
    const all = new Set(texts);
    const holders = [...looks.holders.values()];
    if (role === 'query' && holders.some((holder) => holder !== 'ledger')) {
      this.#guessed.add(placeText(scope));
    }
    const counts = {
      ...{ missing: looks.sent.length, missingTokens: tokens(looks.sent) },
      ...{ allTokens: tokens([...all]) },
      ledger: holders.filter((holder) => holder === 'ledger').length,
      walk: holders.filter((holder) => holder === 'walk').length,
    };
    // Searching is retrieval, in whatever phase a method does it: as the ledger has it.
    const phase: Phase = scope.phase === 'answer' ? 'retrieve' : scope.phase;
    const canWait = role === 'document' && scope.phase === 'finalize';
    const ratio = this.#expectations.tokenRatio(model.logicalModel);
    this.#sum.add(scope, phase, embeddedWork({ ...counts, ratio, canWait }, model.routes[0]));
  }

  #chatModel(model: ModelConfig, placed = (step: string): string => step): ChatModel {
    const [{ batch: _, promptCache: __, ...first }] = model.routes;
    const provider = {
      servedBy: first.provider.servedBy,
      complete: async (request: ChatRequest): Promise<ProviderReply> => ({
        ...standInReply(request, this.#looks.getStore()?.output ?? 0),
        usage: NO_USAGE,
      }),
    };
    const inner = this.#gateway.chatModel({
      ...model,
      routes: [{ ...first, limits: [], provider }],
    });
    return {
      ...inner,
      chat: async (request, step) => {
        const output = this.#output(model, request, step);
        const looks = noLooks(Math.round(output.expected));
        const reply = await this.#looks.run(looks, () => inner.chat(request, placed(step)));
        const scope = this.#scope();
        const [key = '', holder = 'nobody'] = [...looks.holders].at(-1) ?? [];
        if (holder === 'nobody') this.#standIns.set(placeText(scope), output);
        else this.#standIns.delete(placeText(scope));
        const before = holder === 'ledger' ? await this.#boughtBefore(key, scope) : undefined;
        const isGuessed = this.#guessed.has(placeText(scope));
        const facts = { key, holder, output, before, isGuessed };
        const work = this.#chatsOf(model).work(request, scope, facts);
        this.#sum.add(scope, scope.phase, work);
        return reply;
      },
    };
  }

  /** Undefined where the predicted run itself has bought it: an estimate must not look at that. */
  async #boughtBefore(key: string, { runId }: CallScope): Promise<Usage | undefined> {
    const bought = await this.#ledger.perform('bought', { key });
    return bought?.runId === runId ? undefined : bought?.usage;
  }

  #chatsOf(model: ModelConfig): ChatPrices {
    const chats =
      this.#chats.get(model) ??
      new ChatPrices({ model, atOnce: this.#atOnce }, this.#expectations, this.#tokens);
    this.#chats.set(model, chats);
    return chats;
  }

  #output(
    { logicalModel: model }: ModelConfig,
    { maxOutputTokens }: ChatRequest,
    step: string,
  ): Guess {
    const { dataset, phase, questions: calls = 1 } = this.#scope();
    return this.#expectations.output({ model, dataset, phase, step, calls, maxOutputTokens });
  }

  /** The first word on a key is the true one: later ones find what the walk has put there. */
  #onLookUp(key: string, holder: Holder, answer: LookUpAnswer): void {
    const looks = this.#looks.getStore();
    if (looks && !looks.holders.has(key)) looks.holders.set(key, holder);
    if (holder !== 'ledger' || answer.kind !== 'hit' || !('vector' in answer.reply)) return;
    this.#lastLength = readVector(answer.reply).length;
  }

  #scope(): CallScope {
    const scope = this.#scopes.getStore();
    invariant(scope, 'A call was walked outside of any scope.');
    return scope;
  }
}

function placeText({ unitId, trial, at }: Pick<CallScope, 'unitId' | 'trial' | 'at'>): string {
  return `${unitId} ${trial} ${at}`;
}

function sum(a: ObservedCalls, b: ObservedCalls): ObservedCalls {
  return {
    replies: a.replies + b.replies,
    countedTokens: a.countedTokens + b.countedTokens,
    billedTokens: a.billedTokens + b.billedTokens,
    cacheableReplies: a.cacheableReplies + b.cacheableReplies,
    hits: a.hits + b.hits,
  };
}

const NO_USAGE: Usage = {
  ...{ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 },
  ...{ outputTokens: 0, reasoningTokens: 0, source: 'estimated' },
};
