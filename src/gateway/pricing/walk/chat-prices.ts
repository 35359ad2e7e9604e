import type {
  Expectations,
  Guess,
  MoneyGuess,
  ObservedCalls,
  WalkedWork,
} from '../../../contracts/estimate.ts';
import type { CallScope } from '../../../contracts/gateway.ts';
import type { Phase } from '../../../contracts/memory-method.ts';
import type { ChatRequest, Usage } from '../../../contracts/model.ts';
import { laneCost, meteredCost } from '../../../cost/call-cost.ts';
import { NOTHING } from '../../../cost/estimate/guesses.ts';
import { usesO200k } from '../../../cost/input-tokens.ts';
import { requestTexts } from '../../../cost/request-texts.ts';
import type { ModelConfig } from '../../model-config.ts';
import { cutPrefix } from '../../prompt-cache/cut-prefix.ts';
import { cacheKey, SharedPrefixes } from '../../prompt-cache/shared-prefix.ts';
import { NO_BILL } from './bills.ts';
import { type CacheLuck, luckInLane, NO_LUCK } from './cache-luck.ts';
import { callBill, callLuck, type UnknownCall, uncachedBill, withOtherTexts } from './call-bill.ts';
import { type CacheUse, NO_CACHE, PrefixMemory } from './prefix-memory.ts';
import type { PromptTokens } from './prompt-tokens.ts';
import type { Holder } from './walk-ledger.ts';
import { type ChancyWork, inLane, moneyOf, type WorkLuck, withLost } from './work-sum.ts';

/** OpenAI's format: 3 tokens around each message and 3 for the reply. Source: its cookbook. */
const MESSAGE_TOKENS = 3;

/** Others wait for the replies of these phases, so they cannot wait for a batch. */
const WAITING_PHASES: ReadonlySet<Phase> = new Set(['answer', 'judge']);

/** What is known of a call beside its request. */
export interface CallFacts {
  /** Of its reply. */
  readonly key: string;
  readonly holder: Holder;
  readonly output: Guess;
  /** What it cost an earlier run. */
  readonly before: Usage | undefined;
  /** Stand-in vectors found what it shows: others will find other texts, in another order. */
  readonly isGuessed: boolean;
}

/** Calls that are asked at the same time, where nothing makes them wait for the first, from 1. */
export interface CallsAtOnce {
  /** Of one context, on average. */
  readonly expected: number;
  readonly most: number;
}

/** A call that nobody has bought yet. */
type ToBuy = Pick<WalkedWork, 'calls' | 'live' | 'batch' | 'uncached'> &
  Partial<WalkedWork> & {
    readonly luck: { readonly model: string } & Omit<WorkLuck, 'standalone'>;
  };

/** What a reply costs whoever uses it. */
interface Bought {
  readonly money: MoneyGuess;
  readonly luck: CacheLuck;
}

/** Says what the chat calls of a walk come to, each after those before it. */
export class ChatPrices {
  readonly #model: ModelConfig;
  readonly #expectations: Expectations;
  readonly #tokens: PromptTokens;
  readonly #prefixes: SharedPrefixes;
  readonly #atOnce: CallsAtOnce;
  /** Of what would be sent. */
  readonly #sent = new PrefixMemory();
  /** Of what each cell would send if it were alone, with an empty ledger. */
  readonly #alone = new PrefixMemory();
  /** What each reply costs that the walk has bought: cells that use it again count it as that. */
  readonly #bought = new Map<string, Bought>();
  #observed: ObservedCalls = {
    ...{ replies: 0, countedTokens: 0, billedTokens: 0 },
    ...{ cacheableReplies: 0, hits: 0 },
  };

  constructor(
    { model, atOnce }: { readonly model: ModelConfig; readonly atOnce: CallsAtOnce },
    expectations: Expectations,
    tokens: PromptTokens,
  ) {
    this.#model = model;
    this.#atOnce = atOnce;
    this.#expectations = expectations;
    this.#tokens = tokens;
    this.#prefixes = new SharedPrefixes((text) => tokens.count(text));
  }

  work(
    request: ChatRequest,
    scope: CallScope,
    { key, holder, output, before, isGuessed }: CallFacts,
  ): ChancyWork {
    const prompt = this.#prompt(request, scope);
    const call = (cache: CacheUse): UnknownCall => {
      const { maxOutputTokens } = request;
      const expected = this.#expected(prompt, scope.standIn);
      const counted = { ...expected, output, maxOutputTokens, cache };
      return isGuessed ? withOtherTexts(counted) : counted;
    };
    const alone = this.#look(this.#alone, prompt, `${scope.cellId} `);
    if (before) this.#observe(prompt.tokens, alone, before);
    // Where stand-ins are alike, the replies may be, and then the call is bought once; or not.
    const mayBeAlike = holder === 'walk' && scope.standIn !== undefined;
    if (holder === 'nobody' || mayBeAlike) {
      const toBuy = this.#toBuy(call(this.#look(this.#sent, prompt, '')), scope);
      const bought = { money: moneyOf(toBuy.live), luck: toBuy.luck.live };
      this.#bought.set(key, bought);
      return this.#withStandalone(mayBeAlike ? withoutLow(toBuy) : toBuy, bought);
    }
    const bought = before
      ? this.#exactly(before)
      : (this.#bought.get(key) ?? this.#inLedger(call(alone)));
    const ledgerPicoUsd = holder === 'ledger' ? bought.money.expected : 0n;
    return this.#withStandalone({ ledgerPicoUsd }, bought);
  }

  observed(): ObservedCalls {
    return this.#observed;
  }

  #observe(counted: number, { read }: CacheUse, usage: Usage): void {
    const { inputTokens, cachedInputTokens, cacheWriteTokens } = usage;
    const billed = inputTokens + cachedInputTokens + cacheWriteTokens;
    const cacheable = Math.round((read.expected * billed) / counted);
    const seen = this.#observed;
    this.#observed = {
      replies: seen.replies + 1,
      countedTokens: seen.countedTokens + counted,
      billedTokens: seen.billedTokens + billed,
      cacheableReplies: seen.cacheableReplies + (cacheable > 0 ? 1 : 0),
      hits: seen.hits + (cacheable > 0 && 2 * cachedInputTokens > cacheable ? 1 : 0),
    };
  }

  #expected(
    { tokens, frames }: Prompt,
    standIn: Guess | undefined,
  ): Pick<UnknownCall, 'tokens' | 'ratio' | 'cacheShare'> {
    const { logicalModel: model } = this.#model;
    return {
      // Not all servers of this format count the frames.
      tokens: { low: tokens - frames, expected: tokens, high: tokens },
      ratio: widened(this.#expectations.tokenRatio(model), tokens, standIn),
      cacheShare: this.#expectations.cacheShare({ model, lane: 'live' }),
    };
  }

  #withStandalone(work: ChancyWork, { money, luck }: Bought): ChancyWork {
    const { logicalModel: model } = this.#model;
    return { ...work, standalone: money, luck: { model, ...work.luck, standalone: luck } };
  }

  #exactly(usage: Usage): Bought {
    const paid = meteredCost(usage, this.#model.routes[0].price);
    return { money: { low: paid, expected: paid, high: paid }, luck: NO_LUCK };
  }

  /** What the ledger has, but does not say what it cost. */
  #inLedger(call: UnknownCall): Bought {
    const { price } = this.#model.routes[0];
    return { money: moneyOf(callBill(call, price)), luck: callLuck(call, price) };
  }

  #toBuy(call: UnknownCall, { phase }: CallScope): ToBuy {
    const { logicalModel: model, routes } = this.#model;
    const [{ price, batch, promptCache }] = routes;
    const live = withLost(callBill(call, price), this.#expectations.lostPerReply(model));
    const luck = callLuck(call, price);
    const uncached = uncachedBill(call, price).picoUsd;
    if (!batch || !WAITING_PHASES.has(phase)) {
      return {
        ...{ calls: 1, live, batch: live, uncached: { live: uncached, batch: uncached } },
        luck: { model, live: luck, batch: luck },
      };
    }
    const { percent } = batch;
    const cacheShare = this.#expectations.cacheShare({ model, lane: 'batch' });
    // Requests in batches carry no marks.
    const inBatch = { ...call, cacheShare, cache: promptCache?.marks ? NO_CACHE : call.cache };
    return {
      ...{ calls: 1, callsThatWait: 1, live },
      batch: inLane(callBill(inBatch, price), percent),
      uncached: { live: uncached, batch: laneCost(uncached, percent) },
      luck: { model, live: luck, batch: luckInLane(callLuck(inBatch, price), percent) },
    };
  }

  #look(memory: PrefixMemory, prompt: Prompt, owner: string): CacheUse {
    const cache = this.#model.routes[0].promptCache;
    if (!cache) return NO_CACHE;
    const { expected, most } = this.#atOnce;
    const inFlight = prompt.marked ? NOTHING : { low: 0, expected: expected - 1, high: most - 1 };
    return memory.send({ ...prompt, cache, inFlight, owner: `${owner}${prompt.cacheKey}` });
  }

  #prompt(request: ChatRequest, scope: CallScope): Prompt {
    const prefix = this.#prefixes.of(this.#model, request, scope);
    const { promptCacheKey: cacheKeySent = '' } = cacheKey(prefix, this.#model.routes[0]);
    const { messages, cachePrefix = 0 } = request;
    const last = messages.at(-1)?.content ?? '';
    const before = requestTexts({ ...request, messages: messages.slice(0, -1) });
    const [shared, rest] = cutPrefix(last, cachePrefix);
    const head = [...before, shared];
    const headTokens = head.reduce((sum, text) => sum + this.#tokens.count(text), 0);
    const frames = usesO200k(this.#model.logicalModel) ? MESSAGE_TOKENS * (messages.length + 1) : 0;
    const text = [...head, rest].join('');
    return {
      ...{ text, cacheKey: cacheKeySent, frames },
      tokens: headTokens + this.#tokens.count(rest) + frames,
      ...(prefix ? { marked: { characters: text.length - rest.length, tokens: headTokens } } : {}),
    };
  }
}

/** Low is nothing, so there is no luck that could make it less. */
function withoutLow({ live, batch, luck: _, ...work }: ToBuy): ChancyWork {
  return { ...work, live: { ...live, low: NO_BILL }, batch: { ...batch, low: NO_BILL } };
}

/** A prompt with a stand-in in it may be shorter or longer than it was counted. */
function widened(ratio: Guess, tokens: number, standIn: Guess | undefined): Guess {
  if (!standIn) return ratio;
  const share = (bound: 'low' | 'high'): number =>
    Math.max(0, 1 + (standIn[bound] - standIn.expected) / tokens);
  return { ...ratio, low: ratio.low * share('low'), high: ratio.high * share('high') };
}

/** A request as its bill and the vendor's cache see it. */
interface Prompt {
  readonly text: string;
  /** With frames. */
  readonly tokens: number;
  readonly frames: number;
  readonly cacheKey: string;
  readonly marked?: { readonly characters: number; readonly tokens: number };
}
