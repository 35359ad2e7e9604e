import type { BatchProvider } from '../../contracts/batch.ts';
import type {
  ChatRequest,
  EmbeddingReply,
  EmbeddingRequest,
  ProviderReply,
  ProviderRequest,
} from '../../contracts/model.ts';
import type { PicoUsd } from '../../core/money.ts';
import { settleReply } from '../chat/settle-reply.ts';
import type { EmbedderModel } from '../embeddings/embedder-model.ts';
import { settleVectors } from '../embeddings/settle-vectors.ts';
import { checkStandingLength } from '../embeddings/vector-length.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { ModelConfig } from '../model-config.ts';

/** The batch API of a route, for one kind of request. */
export interface BatchRoute {
  /** The same in every process, without the key. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** As sent to the provider. */
  readonly model: string;
  readonly provider: BatchProvider<unknown, unknown>;
  /** What its replies cost, of the live lane's hundred. */
  readonly percent: number;
  /** Longest time that one answer of the vendor may take. */
  readonly timeoutMs: number;
  /** How often a batch is handed in before its calls are asked live. */
  readonly attemptsMax: number;
  /**
   * Makes a reply durable.
   *
   * @returns what it has cost; undefined, and nothing done, where nobody can tell.
   * @throws {MabError} EMBEDDING_DIMENSIONS.
   */
  settle(item: ItemReply<unknown, unknown>): Promise<PicoUsd | undefined>;
}

export interface ItemReply<Request, Reply> {
  readonly attempt: number;
  /** Absent where the process that asked is gone. */
  readonly request: Request | undefined;
  readonly reply: Reply;
  readonly latencyMs: number;
}

type RouteOptions = Pick<GatewayOptions, 'ledger' | 'countTokens'>;

/** Uploads take longer than calls. */
const TIMES_LONGER = 5;

/** The first route of a model that has a batch API. */
export function chatBatchRoute(
  { routes, timeoutMs, attemptsMax }: ModelConfig,
  options: RouteOptions,
): BatchRoute | undefined {
  const route = routes.find(({ batch }) => batch);
  if (!route?.batch) return undefined;
  const { provider, percent } = route.batch;
  return {
    ...{ id: `${route.id} ${provider.operation}`, name: route.name, model: route.model },
    ...{ provider, percent, attemptsMax, timeoutMs: timeoutMs * TIMES_LONGER },
    async settle({ request, ...item }: ItemReply<ProviderRequest, ProviderReply>) {
      if (!item.reply.usage && !request) return undefined;
      const settled = await settleReply(options, {
        ...{ ...item, route, percent },
        request: request ?? NO_REQUEST,
      });
      return settled.costPicoUsd;
    },
  };
}

/** Only asked for its tokens, which were reported. */
const NO_REQUEST: ChatRequest = { messages: [], maxOutputTokens: 0 };

/** As `chatBatchRoute`; one text an item. */
export function embeddingBatchRoute(
  model: EmbedderModel,
  { ledger }: RouteOptions,
): BatchRoute | undefined {
  const { routes, timeoutMs, attemptsMax, countTokens } = model;
  const route = routes.find(({ batch }) => batch);
  if (!route?.batch) return undefined;
  const { provider, percent } = route.batch;
  return {
    ...{ id: `${route.id} ${provider.operation}`, name: route.name, model: route.model },
    ...{ provider, percent, attemptsMax, timeoutMs: timeoutMs * TIMES_LONGER },
    async settle(item: ItemReply<EmbeddingRequest, EmbeddingReply>) {
      const { attempt, request, reply, latencyMs } = item;
      if (reply.inputTokens === undefined && !request) return undefined;
      await checkStandingLength(ledger, model, reply.vectors, model.dimensions);
      const tokens = request ? countTokens(request.texts.join('')) : 0;
      const bill = { reply, latencyMs, route, percent };
      return (await settleVectors(ledger, [{ attempt, tokens }], bill)).costPicoUsd;
    },
  };
}
