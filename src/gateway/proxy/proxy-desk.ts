import type { CallScope } from '../../contracts/gateway.ts';
import type { ChatRequest, Usage } from '../../contracts/model.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { Clock } from '../../core/clock.ts';
import { errorMessage, invariant, MabError } from '../../core/errors.ts';
import { shortHash } from '../../core/hashing.ts';
import type { EmbedderModel } from '../embeddings/embedder-model.ts';
import type { Gateway } from '../gateway.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { JournalledCall } from '../ledger/protocol.ts';
import type { ModelConfig } from '../model-config.ts';
import { type AskedChat, readChat } from './chat/read-chat.ts';
import { type Answered, chatChunks, chatCompletion } from './chat/write-chat.ts';
import { embeddingList, readEmbeddings } from './embeddings/embeddings.ts';
import type { ProxyCall, ProxyKind } from './proxy-call.ts';
import { badRequest } from './proxy-error.ts';
import { findOffer, modelList, type ProxyModels } from './proxy-models.ts';
import { readResponse } from './responses/read-response.ts';
import { responseEvents, responseObject } from './responses/write-response.ts';
import type { Holder } from './tokens.ts';
import { withoutVolatile } from './volatile.ts';

export interface ProxyDeskOptions {
  readonly models: ProxyModels;
  readonly gateway: Pick<Gateway, 'within' | 'chatModel' | 'embedder'>;
  readonly ledger: Pick<Ledger, 'perform'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A reply on its way out: one body, or the events of a stream as they are written. */
export interface Served {
  readonly body?: object;
  readonly events?: readonly string[];
}

type Body = Readonly<Record<string, unknown>>;

/** One request on its way through the gateway. */
interface Visit {
  readonly body: Body;
  /** Without its volatile parts. */
  readonly settled: unknown;
  readonly holder: Holder;
  readonly step: string;
}

/** Serves what is asked, whatever it came over. */
export class ProxyDesk {
  readonly #options: ProxyDeskOptions;
  /** Of embedders whose vectors were asked for at a length of the caller's: one model each. */
  readonly #variants = new Map<string, EmbedderModel>();

  constructor(options: ProxyDeskOptions) {
    this.#options = options;
  }

  get models(): readonly string[] {
    return modelList(this.#options.models).map(({ id }) => id);
  }

  /** What can be fetched: the models, or one of them. */
  lookUp(path: string): object | undefined {
    const data = modelList(this.#options.models);
    if (path === '/v1/models') return { object: 'list', data };
    const id = /^\/v1\/models\/(.+)$/.exec(path)?.[1];
    return data.find((model) => id === model.id || id === encodeURIComponent(model.id));
  }

  /**
   * @param left  Resolves when the caller has gone; what is being bought is bought to its end.
   * @throws {MabError} PROXY_…, and whatever the gateway throws.
   */
  async serve(kind: ProxyKind, body: Body, holder: Holder, left: Promise<void>): Promise<Served> {
    const settled = withoutVolatile(body, holder.replay ?? {});
    const name = shortHash({ kind, settled });
    const number = holder.occurrences.take(name);
    const step = `${kind}-${name}-${String(number).padStart(4, '0')}`;
    const giveBack = onlyOnce(() => holder.occurrences.giveBack(name, number));
    left.then(giveBack);
    const startedMs = this.#options.clock.now();
    const tell = (end: Pick<ProxyCall, 'outcome' | 'error'>): void =>
      holder.onCall?.({ kind, body: settled, name, ...end });
    try {
      const { served, calls } = await this.#ask(kind, { body, settled, holder, step });
      const isBought = calls.some(({ sentMs }) => sentMs >= startedMs);
      tell({ outcome: isBought ? 'bought' : 'replayed' });
      return served;
    } catch (error) {
      giveBack();
      const code = error instanceof MabError ? error.code : 'UNEXPECTED';
      tell({ outcome: 'failed', error: { code, message: errorMessage(error) } });
      throw error;
    }
  }

  #ask(kind: ProxyKind, visit: Visit) {
    switch (kind) {
      case 'chat':
        return this.#chat(readChat(visit.body), visit, writeChat);
      case 'responses':
        return this.#chat(readResponse(visit.body), visit, (answered, { stream }) =>
          writeResponse(answered, visit.body, stream),
        );
      case 'embeddings':
        return this.#embed(visit);
    }
  }

  async #chat(
    asked: AskedChat,
    { settled, holder, step }: Visit,
    write: (answered: Answered, asked: AskedChat) => Served,
  ) {
    const { gateway, clock, models } = this.#options;
    const model = findOffer(models.chat, asked.model, 'reader');
    const asks = limited(asked, model);
    const request = { ...asks, messages: holder.calls.recall(asks.messages) };
    const keyedAs = holder.replay ? { keyedAs: namedBy(settled, request) } : {};
    const chat = gateway.chatModel(model, { sampling: asked.sampling, ...keyedAs });
    const reply = await gateway.within(holder.scope, () => chat.chat(request, step));
    holder.calls.keep(reply);
    const calls = await this.#journalled(holder.scope, step);
    const [{ usage } = missing()] = calls;
    const answered = {
      ...{ reply, usage, model: asked.model },
      id: shortHash([holder.scope.unitId, holder.scope.at, step]),
      createdSeconds: Math.floor(clock.now() / 1_000),
    };
    return { served: write(answered, asked), calls };
  }

  async #embed({ body, settled, holder, step }: Visit) {
    const { gateway } = this.#options;
    const { model: name, texts, dimensions, format } = readEmbeddings(body);
    const model = this.#embedder(name, dimensions);
    const named = readEmbeddings(holder.replay ? (settled as Body) : body).texts;
    const { contextId, at: place } = holder.scope;
    // A text that is bought each time, or was bought in other words, is no vector for anyone else.
    const nameOf = (at: number): string | undefined =>
      holder.replay && named[at] === texts[at] ? undefined : `${contextId}/${place}/${step}/${at}`;
    const embedder = gateway.embedder(model, nameOf);
    const vectors = await gateway.within(holder.scope, () =>
      embedder.embed(texts, 'document', step),
    );
    const calls = await this.#journalled(holder.scope, step);
    const tokens = calls.reduce((sum, { usage }) => sum + (usage.embeddedTokens ?? 0), 0);
    return { served: { body: embeddingList(vectors, { model: name, format, tokens }) }, calls };
  }

  /** The caller's texts are embedded as they are: prefixes are for our own methods. */
  #embedder(name: string, dimensions: number | undefined): EmbedderModel {
    const model = findOffer(this.#options.models.embedders, name, 'embedder');
    const key = canonicalJson([model.logicalModel, dimensions ?? model.dimensions ?? 0]);
    const known = this.#variants.get(key);
    if (known) return known;
    const variant = {
      ...model,
      ...(dimensions === undefined ? {} : { dimensions }),
      prefixes: { document: '', query: '' },
    };
    this.#variants.set(key, variant);
    return variant;
  }

  #journalled({ unitId, at }: CallScope, step: string): Promise<readonly JournalledCall[]> {
    return this.#options.ledger.perform('callsAt', { unitId, path: `${at}/${step}` });
  }
}

/** A number that was given back may be another request's by the time that the caller leaves. */
function onlyOnce(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

function missing(): { usage: Usage } {
  invariant(false, 'The ledger has no call where one was answered.');
}

/** @throws {MabError} PROXY_REQUEST_INVALID where nobody says how long a reply may be. */
function limited({ request, maxOutputTokens }: AskedChat, model: ModelConfig): ChatRequest {
  const limit = maxOutputTokens ?? model.outputTokensMax;
  if (limit !== undefined) return { ...request, maxOutputTokens: limit };
  throw badRequest(
    'max_tokens',
    'is missing, and the worst case of a call has to be known before it is bought',
    'Send it, or set `outputTokensMax` of the reader to what the vendor gives as its maximum.',
  );
}

/** A body without its volatile parts, as what a key can be made from. */
function namedBy(settled: unknown, { maxOutputTokens }: ChatRequest): ChatRequest {
  return { messages: [{ role: 'user', content: canonicalJson(settled) }], maxOutputTokens };
}

function writeChat(answered: Answered, { stream, includeUsage }: AskedChat): Served {
  if (!stream) return { body: chatCompletion(answered) };
  const chunks = chatChunks(answered, includeUsage).map((chunk) => JSON.stringify(chunk));
  return { events: [...chunks, '[DONE]'].map((data) => `data: ${data}\n\n`) };
}

function writeResponse(answered: Answered, asked: Body, stream: boolean): Served {
  if (!stream) return { body: responseObject(answered, asked) };
  const events = responseEvents(answered, asked).map(
    (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
  );
  return { events };
}
