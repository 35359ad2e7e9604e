import { createRandom } from '../../core/random.ts';
import { CHARACTERS_PER_TOKEN, type DeterministicReply } from '../deterministic-reply.ts';
import { messagePart, tokensOf, type WireReply, type WireUsage } from '../dialects/dialect.ts';
import type { GoodTicket } from './ticket.ts';

/** A reply as it goes over the wire, and the tokens that are billed even where it hides them. */
export interface DrawnReply {
  readonly reply: WireReply;
  readonly usage: WireUsage;
}

/** What a model answers to a request: the same to the same, and within its limit of output. */
export function drawReply(ticket: GoodTicket, nowMs: number): DrawnReply {
  const { call, served, fault, inputTokens, cache } = ticket;
  const draft = call.exchange.reply(served.attempt);
  const output = call.exchange.lines ? noOutput(draft) : writtenOutput(ticket, draft);
  const usage = { ...inputUsage(inputTokens), ...tokensOfCache(cache), ...output.usage };
  const isEmpty = fault === 'empty';
  const shown = isEmpty ? { text: '' } : output.shown;
  const reply: WireReply = {
    id: `${served.textHash.slice(0, 24)}${served.attempt}`,
    ...{ createdMs: nowMs, isEmpty, finish: output.finish, ...shown },
    usage: fault === 'no-usage' ? undefined : usage,
  };
  return { reply, usage };
}

/** Tokens of a request that writes nothing. */
export function inputUsage(promptTokens: number): WireUsage {
  return {
    ...{ promptTokens, cachedTokens: 0, cacheWriteTokens: 0, cacheWriteHourTokens: 0 },
    ...{ completionTokens: 0, reasoningTokens: 0 },
  };
}

interface Output {
  readonly shown: DeterministicReply;
  readonly finish: WireReply['finish'];
  readonly usage: Pick<WireUsage, 'completionTokens' | 'reasoningTokens'>;
}

function noOutput(shown: DeterministicReply): Output {
  return { shown, finish: 'stop', usage: { completionTokens: 0, reasoningTokens: 0 } };
}

/** Thinks first; the words have what is left of the limit. */
function writtenOutput(ticket: GoodTicket, draft: DeterministicReply): Output {
  const reasoningTokens = Math.min(thoughtTokens(ticket), ticket.outputTokensMax);
  const room = ticket.outputTokensMax - reasoningTokens;
  if (draft.toolCalls) {
    const tokens = Math.min(room, tokensOf(messagePart({ content: '', ...draft })));
    const usage = { completionTokens: reasoningTokens + tokens, reasoningTokens };
    return { shown: draft, finish: 'tool', usage };
  }
  const whole = lengthened(draft, ticket);
  const wanted = ticket.fault === 'truncated' ? whole.slice(0, whole.length >> 1) : whole;
  const text = wanted.slice(0, room * CHARACTERS_PER_TOKEN);
  const usage = { completionTokens: reasoningTokens + tokensOf(text), reasoningTokens };
  return { shown: { text }, finish: text === whole ? 'stop' : 'length', usage };
}

/** As long as the model's replies are said to be; JSON only grows, by blanks. */
function lengthened({ text, isJson }: DeterministicReply, { model, served }: GoodTicket): string {
  if (!model.outputTokens) return text;
  const [least, most] = model.outputTokens;
  const random = createRandom(`output ${served.textHash}`);
  const characters = Math.round(least + random() * (most - least)) * CHARACTERS_PER_TOKEN;
  if (isJson) return text.padEnd(characters);
  return text.padEnd(characters, ` ${text}`).slice(0, characters);
}

function thoughtTokens({ model, served }: GoodTicket): number {
  const [least, most] = model.reasoningTokens ?? [0, 0];
  const random = createRandom(`reasoning ${served.textHash}`);
  return least + Math.floor(random() * (most - least + 1));
}

function tokensOfCache({
  cachedTokens,
  cacheWriteTokens,
  cacheWriteHourTokens,
}: GoodTicket['cache']) {
  return { cachedTokens, cacheWriteTokens, cacheWriteHourTokens };
}
