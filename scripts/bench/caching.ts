import { join } from 'node:path';
import { nodeClock } from '../../src/app/node-clock.ts';
import { createReader } from '../../src/app/reader-model.ts';
import { countTokens } from '../../src/bench/chunking/token-count.ts';
import { renderReaderPrompt } from '../../src/bench/prompts/reader-prompt.ts';
import { NO_BUDGET } from '../../src/contracts/budget.ts';
import type { ChatRequest, ModelProvider } from '../../src/contracts/model.ts';
import { parseRunId, parseUnitId } from '../../src/core/ids.ts';
import { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../src/cost/catalogue/shipped.ts';
import { findModelPrice } from '../../src/cost/model-prices.ts';
import { tokenPrice } from '../../src/cost/token-price.ts';
import { Gateway } from '../../src/gateway/gateway.ts';
import { openLedger } from '../../src/gateway/ledger/ledger.ts';
import type { ModelConfig } from '../../src/gateway/model-config.ts';
import { readerSchema } from '../../src/run/config/reader-schema.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import {
  CONCURRENCY,
  MODELS,
  OUTPUT_TOKENS,
  OWN_TOKENS,
  PREFIX_TOKENS,
  PRICE_DAY,
  QUESTIONS,
  resultName,
  WAYS,
  type Way,
} from '../tooling/bench/caching-cases.ts';

/**
 * What a lab that bills like the vendors asks for questions on one context of 65,000 tokens: with
 * no prompt cache, with one and no warm-up, and as the gateway does it. The last line is JSON:
 * pico-dollars by case.
 *
 * @param argv[2]  An empty folder.
 */
const [folder = ''] = process.argv.slice(2);

const catalogue = new Catalogue(shippedPrices(), PRICE_DAY);

/** In the lab four characters are a token. */
const CHARACTERS = 4;
/** Longer than it takes to send as many requests as are in flight: none sees another's cache. */
const LATENCY_MS = 1_000;
const SYSTEM = 'You keep a long text in mind.'.padEnd(40);

/** The first line alone has a word of the questions: so it is the reply, cut at its limit. */
function memoryText(characters: number): string {
  const first = 'This is the register of the harbour, '.padEnd(199, 'old and long ');
  return `${first}\n`.padEnd(
    characters,
    'One more ship lay there for a night, and sailed at dawn.\n',
  );
}

const HEADINGS = renderReaderPrompt({ memories: [''], query: { system: '', message: '' } });
const QUESTION_HEADING = '[Question]\n';
const MEMORY_FRAME = (HEADINGS[1]?.content.length ?? 0) - QUESTION_HEADING.length;
const MEMORY = memoryText(PREFIX_TOKENS * CHARACTERS - SYSTEM.length - MEMORY_FRAME);

function requestOf(number: number): ChatRequest {
  const start = `${String(number).padStart(6, '0')}: what does the register say? `;
  const message = start.padEnd(OWN_TOKENS * CHARACTERS - QUESTION_HEADING.length, 'x');
  return {
    messages: renderReaderPrompt({ memories: [MEMORY], query: { system: SYSTEM, message } }),
    maxOutputTokens: OUTPUT_TOKENS,
    cachePrefix: MEMORY.length + MEMORY_FRAME,
  };
}

async function labOf(way: Way): Promise<Lab> {
  const models = MODELS.map((model) => {
    const price = tokenPrice(
      findModelPrice(model, catalogue) ?? { inputUsdPerMillion: 0, outputUsdPerMillion: 0 },
    );
    const cache = way === 'without' ? { cacheTokensMin: Number.POSITIVE_INFINITY } : {};
    return [model, { price, ...cache }] as const;
  });
  return startLab({
    models: Object.fromEntries(models),
    latencyMs: way === 'no-warm-up' ? LATENCY_MS : 0,
  });
}

/** The reader of a configuration; without warm-up: its provider asks for the cache, always. */
function readerOf(model: string, way: Way, url: string): ModelConfig {
  const provider = model.startsWith('claude') ? 'anthropic' : 'openai';
  const { model: reader } = createReader(
    readerSchema.parse({
      ...{ provider, model, baseUrl: url, contextTokens: 200_000 },
      promptCaching: way === 'warm-up' ? 'auto' : 'off',
    }),
    { OPENAI_API_KEY: 'a-key', ANTHROPIC_API_KEY: 'a-key' },
    catalogue,
  );
  if (way !== 'no-warm-up') return reader;
  const [route] = reader.routes;
  return { ...reader, routes: [{ ...route, provider: askingForCache(route.provider) }] };
}

function askingForCache(provider: ModelProvider): ModelProvider {
  return {
    ...provider,
    complete: (request, signal) =>
      provider.complete({ ...request, promptCacheKey: 'the-register' }, signal),
  };
}

/** Asks all models at once. @returns by model what the lab bills, in pico-dollars. */
async function invoiceOf(way: Way, questions: number): Promise<Map<string, bigint>> {
  await using lab = await labOf(way);
  const ledger = await openLedger(join(folder, `${way}-${questions}.sqlite`));
  const runId = parseRunId('bench');
  await ledger.startRun(runId, false);
  const gateway = new Gateway({
    ...{ ledger, countTokens, clock: nodeClock, random: () => 0, onEvent: () => undefined },
    ...{ signal: new AbortController().signal, budget: NO_BUDGET, aliasDaysMax: 7 },
    ...{ acceptDiverged: false, storeRequests: false, concurrency: CONCURRENCY * MODELS.length },
  });
  await Promise.all(
    MODELS.map((model) => askAll(gateway, readerOf(model, way, lab.url), questions)),
  );
  const { exposurePicoUsd } = await ledger.perform('runMoney', { runId });
  await ledger.close();
  const { lines, totalPicoUsd } = lab.invoice();
  if (exposurePicoUsd !== totalPicoUsd) throw new Error('The ledger and the invoice differ.');
  return new Map(lines.map(({ model, picoUsd }) => [model, picoUsd]));
}

async function askAll(gateway: Gateway, reader: ModelConfig, questions: number): Promise<void> {
  const model = gateway.chatModel(reader);
  const scope = {
    ...{ runId: parseRunId('bench'), unitId: parseUnitId('0'.repeat(64)), dataset: 'bench' },
    ...{ contextId: 'bench#0', phase: 'answer' as const, trial: 1, waited: { ms: 0 }, questions },
  };
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < questions) {
      const at = next++;
      const place = `${reader.logicalModel}-${at}`;
      await gateway.within({ ...scope, at: place }, () => model.chat(requestOf(at), 'answer'));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

const results: Record<string, number> = {};
for (const questions of QUESTIONS) {
  for (const way of WAYS) {
    for (const [model, picoUsd] of await invoiceOf(way, questions)) {
      results[resultName({ model, questions, way })] = Number(picoUsd);
    }
  }
}
process.stdout.write(`${JSON.stringify(results)}\n`);
