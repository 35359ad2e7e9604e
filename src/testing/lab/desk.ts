import { sha256 } from '../../core/hashing.ts';
import { createRandom, type Random } from '../../core/random.ts';
import { type PromptPart, promptTokens, tokensOf } from '../dialects/dialect.ts';
import { type Lane, replyPrice } from '../invoice.ts';
import { type BilledPart, InvoiceBook } from '../invoice-book.ts';
import { NO_FAULTS, type ServedRequest } from '../server-faults.ts';
import { type CacheUse, countedOtherwise, NO_CACHE } from './cache/cache-use.ts';
import { cacheByChance, PromptCache } from './cache/prompt-cache.ts';
import type { Call } from './call.ts';
import { type DrawnReply, drawReply, inputUsage } from './draw-reply.ts';
import type { LabOptions, ModelOptions, Range } from './lab-options.ts';
import type { GoodTicket, NoTicket, Ticket } from './ticket.ts';
import { tooMuch } from './too-much.ts';

/** What a request writes at most where neither it nor its model says so. */
const OUTPUT_TOKENS_MAX = 4_096;
const CACHE_TOKENS_MIN = 1_024;

/** Counts, checks, produces and bills requests of both lanes; knows nothing of HTTP. */
export class Desk {
  readonly book = new InvoiceBook();
  readonly options: LabOptions;
  lastAsked: unknown;
  readonly #cache = new PromptCache();
  readonly #startedMs: number;
  #requests = 0;

  constructor(options: LabOptions) {
    this.options = options;
    this.#startedMs = this.nowMs();
  }

  nowMs(): number {
    return this.options.clock?.now() ?? Date.now();
  }

  knowsKey(key: string): boolean {
    return this.options.keys === undefined || this.options.keys[key] !== undefined;
  }

  /** What is known of a model; undefined for one that is not there. */
  modelOptions(name: string): ModelOptions | undefined {
    return this.options.models[name] ?? this.options.models['*'];
  }

  /** A request has been read to its end. */
  accept(call: Call, lane: Lane): Ticket {
    const { exchange } = call;
    const textHashes = hashesOf(call);
    const account = { key: shownKey(call.key), model: exchange.model, lane };
    const attempt = this.book.accept(account, textHashes);
    this.#requests += 1;
    this.lastAsked = exchange.asked;
    const served: ServedRequest = {
      ...{ number: this.#requests, textHash: textHashes[0] ?? '', attempt, lane },
      atMs: this.nowMs() - this.#startedMs,
    };
    const fault = (this.options.faults ?? NO_FAULTS)(served);
    return { call, account, textHashes, served, fault };
  }

  /** Whether the key, the model, the account and the context allow it. */
  check(ticket: Ticket): GoodTicket | NoTicket {
    const { call, account } = ticket;
    const { keys } = this.options;
    const model = this.modelOptions(account.model);
    if (!this.knowsKey(call.key)) return { refusal: 'key-refused', facts: {} };
    if (!model) return noSuchModel(account.model);
    const balance = keys?.[call.key]?.balancePicoUsd;
    if (balance !== undefined && this.book.spentBy(account.key) >= balance) {
      return { refusal: 'quota-empty', facts: {} };
    }
    const inputTokens = this.#countPrompt(call.exchange.prompt);
    const outputTokensMax =
      call.exchange.maxOutputTokens ?? model.outputTokensMax ?? OUTPUT_TOKENS_MAX;
    return (
      tooMuch(call, model, inputTokens) ?? {
        ...{ ...ticket, model, inputTokens, outputTokensMax },
        cache: this.#look(ticket, model, inputTokens),
      }
    );
  }

  /** Produces the reply, and bills it: from now on it is owed, whether or not it arrives. */
  produce(ticket: GoodTicket): DrawnReply {
    const { account, cache } = ticket;
    const drawn = drawReply(ticket, this.nowMs());
    cache.begin(this.nowMs());
    this.book.bill(account, drawn.usage, this.#billedParts(ticket, drawn));
    return drawn;
  }

  /** Ended without a reply. */
  refuse({ account }: Ticket): void {
    this.book.refuse(account);
  }

  /** A time of this range for this request: always the same, in whatever order they come. */
  drawMs(range: number | Range = 0, name: string): number {
    if (typeof range === 'number') return range;
    return drawBetween(createRandom(`${this.options.seed ?? 0} ${name}`), range);
  }

  #look({ call, account, served }: Ticket, model: ModelOptions, inputTokens: number): CacheUse {
    if (call.exchange.lines) return NO_CACHE;
    if (model.promptCache === 'chance') return cacheByChance(call.exchange);
    const tokensMin = model.cacheTokensMin ?? CACHE_TOKENS_MIN;
    const scope = { key: call.key, model: account.model, tokensMin };
    const use = this.#cache.look(call.dialect.vendor, call.exchange, scope, this.nowMs());
    const { countTokens, seed = 0 } = this.options;
    const drawn = createRandom(`cold ${seed} ${served.textHash} ${served.attempt}`)();
    const isCold = drawn >= (model.cacheHitShare ?? 1);
    if (isCold) return { ...NO_CACHE, begin: use.begin };
    return countTokens
      ? countedOtherwise(use, inputTokens / promptTokens(call.exchange.prompt))
      : use;
  }

  #countPrompt(prompt: readonly PromptPart[]): number {
    const count = this.options.countTokens ?? tokensOf;
    return prompt.reduce((sum, { text }) => sum + count(text), 0);
  }

  #billedParts(ticket: GoodTicket, { usage }: DrawnReply): BilledPart[] {
    const { price } = ticket.model;
    const { lane } = ticket.account;
    const { lines } = ticket.call.exchange;
    return ticket.textHashes.map((textHash, at) => {
      const one = lines?.[at];
      const part = one ? inputUsage(this.#countPrompt([one])) : usage;
      return { textHash, picoUsd: replyPrice(part, price, lane) };
    });
  }
}

function drawBetween(random: Random, [least, most]: Range): number {
  return least + random() * (most - least);
}

function noSuchModel(model: string): NoTicket {
  const message = `The model \`${model}\` does not exist or you do not have access to it.`;
  return { refusal: 'not-found', facts: { message } };
}

/** One for a chat, one for each text that is embedded. */
function hashesOf({ exchange: { texts, lines } }: Call): string[] {
  return lines ? lines.map(({ text }) => sha256(text)) : [sha256(texts.join(''))];
}

/** A key that a user may have meant for a vendor does not show. */
function shownKey(key: string): string {
  return key.length > 24 ? `${key.slice(0, 3)}…${key.slice(-4)}` : key;
}
