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
import type { PicoUsd } from '../../../core/money.ts';
import { laneCost, meteredCost } from '../../../cost/call-cost.ts';
import { usesO200k } from '../../../cost/input-tokens.ts';
import { requestTexts } from '../../../cost/request-texts.ts';
import type { ModelConfig } from '../../model-config.ts';
import { cutPrefix } from '../../prompt-cache/cut-prefix.ts';
import { cacheKey, SharedPrefixes } from '../../prompt-cache/shared-prefix.ts';
import { callBill, type UnknownCall, uncachedBill } from './call-bill.ts';
import { type CacheUse, PrefixMemory } from './prefix-memory.ts';
import type { PromptTokens } from './prompt-tokens.ts';
import type { Holder } from './walk-ledger.ts';
import { inLane, moneyOf, NO_BILL, withLost } from './work-sum.ts';

/** OpenAI's format: 3 tokens around each message and 3 for the reply. Source: its cookbook. */
const MESSAGE_TOKENS = 3;

/** Others wait for the replies of these phases, so they cannot wait for a batch. */
const WAITING_PHASES: ReadonlySet<Phase> = new Set(['answer', 'judge']);

const NO_CACHE: CacheUse = { read: 0, written: 0 };

/** What is known of a call beside its request. */
export interface CallFacts {
  /** Of its reply. */
  readonly key: string;
  readonly holder: Holder;
  readonly output: Guess;
  /** What it cost an earlier run. */
  readonly before: Usage | undefined;
}

/** Says what the chat calls of a walk come to, each after those before it. */
export class ChatPrices {
  readonly #model: ModelConfig;
  readonly #expectations: Expectations;
  readonly #tokens: PromptTokens;
  readonly #prefixes: SharedPrefixes;
  /** Calls that are asked at the same time, where nothing makes them wait for the first. */
  readonly #inFlight: number;
  /** Of what would be sent. */
  readonly #sent = new PrefixMemory();
  /** Of what each cell would send if it were alone, with an empty ledger. */
  readonly #alone = new PrefixMemory();
  /** What each reply costs that the walk has bought: cells that use it again count it as that. */
  readonly #bought = new Map<string, MoneyGuess>();
  #observed: ObservedCalls = {
    ...{ replies: 0, countedTokens: 0, billedTokens: 0 },
    ...{ cacheableReplies: 0, hits: 0 },
  };

  constructor(
    { model, inFlight }: { readonly model: ModelConfig; readonly inFlight: number },
    expectations: Expectations,
    tokens: PromptTokens,
  ) {
    this.#model = model;
    this.#inFlight = inFlight;
    this.#expectations = expectations;
    this.#tokens = tokens;
    this.#prefixes = new SharedPrefixes((text) => tokens.count(text));
  }

  work(
    request: ChatRequest,
    scope: CallScope,
    { key, holder, output, before }: CallFacts,
  ): Partial<WalkedWork> {
    const { logicalModel, routes } = this.#model;
    const { questions: calls = 1 } = scope;
    const prompt = this.#prompt(request, scope);
    const base = {
      ...{ output, tokens: prompt.tokens, maxOutputTokens: request.maxOutputTokens },
      ratio: widened(this.#expectations.tokenRatio(logicalModel), prompt.tokens, scope.standIn),
      cacheShare: this.#expectations.cacheShare({ model: logicalModel, lane: 'live', calls }),
    };
    const alone = this.#look(this.#alone, prompt, `${scope.cellId} `);
    if (before) this.#observe(prompt.tokens, alone, before);
    // Where stand-ins are alike, the replies may be, and then the call is bought once; or not.
    const mayBeAlike = holder === 'walk' && scope.standIn !== undefined;
    if (holder === 'nobody' || mayBeAlike) {
      const work = this.#toBuy({ ...base, cache: this.#look(this.#sent, prompt, '') }, scope);
      const standalone = moneyOf(work.live);
      this.#bought.set(key, standalone);
      return { ...(mayBeAlike ? withoutLow(work) : work), standalone };
    }
    const { price } = routes[0];
    const standalone = before
      ? exactly(meteredCost(before, price))
      : (this.#bought.get(key) ?? moneyOf(callBill({ ...base, cache: alone }, price)));
    return { ledgerPicoUsd: holder === 'ledger' ? standalone.expected : 0n, standalone };
  }

  observed(): ObservedCalls {
    return this.#observed;
  }

  #observe(counted: number, { read }: CacheUse, usage: Usage): void {
    const { inputTokens, cachedInputTokens, cacheWriteTokens } = usage;
    const billed = inputTokens + cachedInputTokens + cacheWriteTokens;
    const cacheable = Math.round((read * billed) / counted);
    const seen = this.#observed;
    this.#observed = {
      replies: seen.replies + 1,
      countedTokens: seen.countedTokens + counted,
      billedTokens: seen.billedTokens + billed,
      cacheableReplies: seen.cacheableReplies + (cacheable > 0 ? 1 : 0),
      hits: seen.hits + (cacheable > 0 && 2 * cachedInputTokens > cacheable ? 1 : 0),
    };
  }

  #toBuy(
    call: UnknownCall,
    { phase, questions: calls = 1 }: CallScope,
  ): Partial<WalkedWork> & Pick<WalkedWork, 'live'> {
    const { logicalModel, routes } = this.#model;
    const [{ price, batch }] = routes;
    const live = withLost(callBill(call, price), this.#expectations.lostPerReply(logicalModel));
    const uncached = uncachedBill(call, price).picoUsd;
    const canWait = WAITING_PHASES.has(phase) && batch !== undefined;
    if (!canWait)
      return { calls: 1, live, batch: live, uncached: { live: uncached, batch: uncached } };
    const cacheShare = this.#expectations.cacheShare({
      ...{ model: logicalModel, lane: 'batch', calls },
    });
    // Requests in batches carry no marks.
    const cache = routes[0].promptCache?.marks ? NO_CACHE : call.cache;
    return {
      ...{ calls: 1, callsThatWait: 1, live },
      batch: inLane(callBill({ ...call, cache, cacheShare }, price), batch.percent),
      uncached: { live: uncached, batch: laneCost(uncached, batch.percent) },
    };
  }

  #look(memory: PrefixMemory, prompt: Prompt, owner: string): CacheUse {
    const cache = this.#model.routes[0].promptCache;
    if (!cache) return NO_CACHE;
    const inFlight = prompt.marked ? 0 : this.#inFlight - 1;
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
      ...{ text, cacheKey: cacheKeySent },
      tokens: headTokens + this.#tokens.count(rest) + frames,
      ...(prefix ? { marked: { characters: text.length - rest.length, tokens: headTokens } } : {}),
    };
  }
}

function withoutLow<Work extends Partial<WalkedWork>>(work: Work): Work {
  const { live, batch } = work;
  return {
    ...work,
    ...(live ? { live: { ...live, low: NO_BILL } } : {}),
    ...(batch ? { batch: { ...batch, low: NO_BILL } } : {}),
  };
}

/** A prompt with a stand-in in it may be shorter or longer than it was counted. */
function widened(ratio: Guess, tokens: number, standIn: Guess | undefined): Guess {
  if (!standIn) return ratio;
  const share = (bound: 'low' | 'high'): number =>
    Math.max(0, 1 + (standIn[bound] - standIn.expected) / tokens);
  return { ...ratio, low: ratio.low * share('low'), high: ratio.high * share('high') };
}

const exactly = (amount: PicoUsd): MoneyGuess => ({ low: amount, expected: amount, high: amount });

/** A request as its bill and the vendor's cache see it. */
interface Prompt {
  readonly text: string;
  readonly tokens: number;
  readonly cacheKey: string;
  readonly marked?: { readonly characters: number; readonly tokens: number };
}
