import { setTimeout as wait } from 'node:timers/promises';
import type { BatchProvider } from '../../../contracts/batch.ts';
import type { RunEvent } from '../../../contracts/events.ts';
import { NO_BUDGET } from '../../../contracts/budget.ts';
import type { CallScope } from '../../../contracts/gateway.ts';
import type { Phase } from '../../../contracts/memory-method.ts';
import { sha256 } from '../../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../../core/ids.ts';
import { type Lab, startLab } from '../../../testing/lab/lab.ts';
import type { LabOptions } from '../../../testing/lab/lab-options.ts';
import { DEFAULT_POLICY } from '../../routes/failover-policy.ts';
import { Gateway } from '../../gateway.ts';
import { type Ledger, openLedger } from '../../ledger/ledger.ts';
import type { ModelConfig } from '../../model-config.ts';
import { createAnthropicProvider } from '../../providers/anthropic/provider.ts';
import { createAnthropicBatches } from '../../providers/anthropic-batches/provider.ts';
import { chatFormat } from '../../providers/openai-batches/formats.ts';
import { createOpenAiBatches } from '../../providers/openai-batches/provider.ts';
import { createOpenAiCompatibleProvider } from '../../providers/openai-compatible/provider.ts';
import type { BatchLaneOptions } from '../lane-options.ts';

/** Odd prices, so that half of a reply's price is no whole number and has to be rounded. */
const PRICE = { inputPicoUsd: 10_007n, outputPicoUsd: 100_003n };
export const OUR_PRICE = { ...PRICE, cachedInputPicoUsd: 10_007n, cacheWritePicoUsd: 10_007n };
export const RUN = parseRunId('run-a');

export type Vendor = 'openai' | 'anthropic';

/** A model of the lab, live and by batch. */
export function modelAt(
  lab: Lab,
  vendor: Vendor,
  wrap = (batches: BatchProvider) => batches,
): ModelConfig {
  const options = { baseUrl: lab.url, apiKey: 'a-key' };
  const field = 'max_completion_tokens';
  const [provider, batches] =
    vendor === 'openai'
      ? [
          createOpenAiCompatibleProvider({ ...options, outputLimitField: field }),
          createOpenAiBatches({ ...options, version: '/v1' }, chatFormat(field)),
        ]
      : [createAnthropicProvider(options), createAnthropicBatches(options)];
  const batch = { provider: wrap(batches), percent: 50 };
  return {
    routes: [
      { id: 'lab', name: vendor, provider, model: 'm', price: OUR_PRICE, limits: [], batch },
    ],
    ...{ logicalModel: 'm-1', pinned: true, sampled: false, policy: DEFAULT_POLICY },
    // Nothing comes late but on a busy machine, and what is late may have been billed.
    ...{ sampling: {}, contextTokens: 10_000, timeoutMs: 30_000, attemptsMax: 2 },
  };
}

export type Changes = (vendor: BatchProvider) => Partial<BatchProvider>;

/** A vendor's batch API with some of its operations replaced. */
export function changed(changes: Changes): (vendor: BatchProvider) => BatchProvider {
  return (vendor) => {
    const own: BatchProvider = {
      ...{ servedBy: vendor.servedBy, operation: vendor.operation },
      ...{ storesTags: vendor.storesTags, limits: vendor.limits },
      size: (item) => vendor.size(item),
      submit: (...given) => vendor.submit(...given),
      list: (...given) => vendor.list(...given),
      state: (...given) => vendor.state(...given),
      collect: (...given) => vendor.collect(...given),
      cancel: (...given) => vendor.cancel(...given),
    };
    return { ...own, ...changes(own) };
  };
}

export interface Asker extends AsyncDisposable {
  readonly events: RunEvent[];
  readonly ledger: Ledger;
  /** One call; its text tells it from others. */
  ask(text: string, phase?: Phase): Promise<string>;
  money(): Promise<{ paid: bigint; unknown: bigint; open: number; exposure: bigint }>;
  stop(): void;
}

/** A process with a gateway at a ledger. */
export async function openAsker(
  path: string,
  model: ModelConfig,
  lane: Partial<BatchLaneOptions> = {},
): Promise<Asker> {
  const ledger = await openLedger(path);
  await ledger.startRun(RUN, false);
  const events: RunEvent[] = [];
  const stopping = new AbortController();
  const gateway = new Gateway({
    ...{ ledger, clock: CLOCK, random: () => 0, countTokens: (text: string) => text.length },
    onEvent: (event) => void events.push(event),
    ...{ signal: stopping.signal, concurrency: 2, budget: NO_BUDGET },
    ...{ aliasDaysMax: 7, acceptDiverged: false, storeRequests: false },
    batch: { lane: 'batch', pollMs: 10, lingerMs: 30, callsMin: 3, ...lane },
  });
  const chat = gateway.chatModel(model);
  return {
    ...{ events, ledger },
    ask: (text, phase = 'answer') =>
      gateway.within(
        scopeOf(text, phase),
        async () => (await chat.chat(requestOf(text), 's')).text,
      ),
    async money() {
      const money = await ledger.perform('runMoney', { runId: RUN });
      const { paidPicoUsd: paid, unknownPicoUsd: unknown, openAttempts: open } = money;
      return { paid, unknown, open, exposure: money.exposurePicoUsd };
    },
    stop: () => stopping.abort(),
    [Symbol.asyncDispose]: () => ledger.close(),
  };
}

const CLOCK = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms: number, signal?: AbortSignal) => wait(ms, undefined, { signal }),
};

function requestOf(text: string) {
  return { messages: [{ role: 'user' as const, content: text }], maxOutputTokens: 20 };
}

function scopeOf(at: string, phase: Phase): CallScope {
  return {
    ...{ runId: RUN, unitId: parseUnitId(sha256('u')), dataset: 'd', at, phase },
    ...{ contextId: 'd#0', trial: 1, waited: { ms: 0 } },
  };
}

/** Sentences of a length of their own, each with a question. */
function prompts(count: number): string[] {
  return Array.from(
    { length: count },
    (_, at) => `Ahab sailed ${'far '.repeat(at)}. The spider spun.\nWhere is the spider ${at}?`,
  );
}

export const PROMPTS = prompts(7);

export async function openLab(options: Partial<LabOptions> = {}): Promise<Lab> {
  return startLab({ models: { m: { price: PRICE } }, ...options });
}

export function askAll(asker: Asker): Promise<string[]> {
  return Promise.all(PROMPTS.map((text) => asker.ask(text)));
}
