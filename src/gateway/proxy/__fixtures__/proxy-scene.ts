import { createEmbedder } from '../../../app/embedder-model.ts';
import { nodeClock } from '../../../app/node-clock.ts';
import { createReader } from '../../../app/reader-model.ts';
import { countTokens } from '../../../bench/chunking/token-count.ts';
import { NO_BUDGET } from '../../../contracts/budget.ts';
import type { CallScope } from '../../../contracts/gateway.ts';
import { sha256 } from '../../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../../core/ids.ts';
import { Catalogue } from '../../../cost/catalogue/catalogue.ts';
import { embedderSchema } from '../../../run/config/embedder-schema.ts';
import { readerSchema } from '../../../run/config/reader-schema.ts';
import { type CountingServer, startCountingServer } from '../../../testing/counting-server.ts';
import { PRICES } from '../../../testing/provider-failures.ts';
import type { FaultPlan } from '../../../testing/server-faults.ts';
import { Gateway } from '../../gateway.ts';
import { LedgerScene } from '../../ledger/__fixtures__/ledger-scene.ts';
import { type Ledger, openLedger } from '../../ledger/ledger.ts';
import { type MeteringProxy, startProxy } from '../proxy.ts';

const RUN = parseRunId('a-proxy');
const UNIT = parseUnitId(sha256('a unit'));

/** Six digits a million tokens are whole pico-dollars a token. */
const usd = (picoUsd: bigint): number => Number(picoUsd) / 1_000_000;

const readerPrice = {
  inputUsdPerMillion: usd(PRICES.inputPicoUsd),
  cachedInputUsdPerMillion: usd(PRICES.cachedInputPicoUsd),
  outputUsdPerMillion: usd(PRICES.outputPicoUsd),
};

export interface ProxySceneOptions {
  readonly faults?: FaultPlan;
  readonly budgetPicoUsd?: bigint;
  readonly attemptsMax?: number;
  readonly outputTokensMax?: number;
  /** Of another server; default: the one that counts. */
  readonly serverUrl?: string;
  /** Called when the server has read a request, before it answers. */
  readonly onBeforeReply?: () => void | Promise<void>;
}

/** A metering proxy in front of a server that counts and bills. */
export interface ProxyScene extends AsyncDisposable {
  readonly server: CountingServer;
  readonly proxy: MeteringProxy;
  readonly ledger: Ledger;
  readonly unitId: typeof UNIT;
  scope(changes?: Partial<CallScope>): CallScope;
  /** Posts a body with a token of its own unless one is given. */
  post(path: string, body: object, headers?: Record<string, string>): Promise<Response>;
  /** What the ledger says that the run has paid. */
  paid(): Promise<bigint>;
}

/** The chat model is `chat-x`, or `reader`; the embedder `embed-x`, or `small`. */
export async function openProxyScene(options: ProxySceneOptions = {}): Promise<ProxyScene> {
  const { faults, onBeforeReply, budgetPicoUsd, attemptsMax = 1, outputTokensMax = 100 } = options;
  const server = await startCountingServer({
    prices: PRICES,
    ...(faults ? { faults } : {}),
    ...(onBeforeReply ? { onBeforeReply } : {}),
  });
  const files = new LedgerScene();
  const ledger = await openLedger(files.path);
  await ledger.startRun(RUN, false);
  const run = budgetPicoUsd === undefined ? {} : { picoUsd: budgetPicoUsd };
  const budget = { ...NO_BUDGET, run };
  const gateway = new Gateway({
    ...{ ledger, countTokens, clock: nodeClock, random: () => 0, onEvent: () => undefined },
    ...{ signal: new AbortController().signal, concurrency: 64, budget },
    ...{ aliasDaysMax: 7, acceptDiverged: false, storeRequests: false },
  });
  const baseUrl = options.serverUrl ?? server.url;
  const remote = { provider: 'openai-compatible', baseUrl, attemptsMax } as const;
  const catalogue = new Catalogue([], '2026-11-24');
  const { model } = createReader(
    readerSchema.parse({
      ...{ ...remote, model: 'chat-x', contextTokens: 8_000, outputTokensMax },
      price: readerPrice,
    }),
    {},
    catalogue,
  );
  const embedder = embedderSchema.parse({
    ...{ ...remote, model: 'embed-x', inputTokensMax: 1_000 },
    price: { inputUsdPerMillion: usd(PRICES.inputPicoUsd) },
  });
  if (embedder.provider === 'embedded') throw new TypeError('It was to be a remote one.');
  const proxy = await startProxy({
    ...{ gateway, ledger, clock: nodeClock, port: 0 },
    models: {
      chat: [{ names: ['reader', 'chat-x'], model }],
      embedders: [{ names: ['small', 'embed-x'], model: createEmbedder(embedder, {}, catalogue) }],
    },
  });
  const scope = (changes: Partial<CallScope> = {}): CallScope => ({
    ...{ runId: RUN, unitId: UNIT, dataset: 'proxy', contextId: 'c', phase: 'memorize' },
    ...{ at: 'm', trial: 1, waited: { ms: 0 } },
    ...changes,
  });
  const own = proxy.token(scope());
  return {
    ...{ server, proxy, ledger, scope, unitId: UNIT },
    post: (path, body, headers = {}) =>
      fetch(`${proxy.baseUrl}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${own.apiKey}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    paid: async () => (await ledger.perform('runMoney', { runId: RUN })).paidPicoUsd,
    async [Symbol.asyncDispose]() {
      await proxy.close();
      await server[Symbol.asyncDispose]();
      await ledger.close();
      files[Symbol.dispose]();
    },
  };
}
