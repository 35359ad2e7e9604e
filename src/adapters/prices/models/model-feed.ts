import type { FoundPrices, PriceFeed, WantedPrices } from '../../../contracts/price-feed.ts';
import { type PriceRow, priceId } from '../../../contracts/prices.ts';
import { parseDocument } from '../parse-document.ts';
import { genaiRows, METERS } from './genai-rows.ts';
import { type GenaiProvider, genaiData } from './genai-wire.ts';
import { LITELLM_URL, type LitellmData, litellmData, litellmPrices } from './litellm.ts';
import { modelOf } from './matches.ts';

const GENAI_URL = new URL(
  'https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data.json',
);
const BATCH = ['batch-input', 'batch-output'];

/** What of the model prices is installed, for work without a network. */
export interface InstalledPrices {
  readonly providers: unknown;
  /** `0.1.8` */
  readonly version: string;
  /** The day on which the version was published. */
  readonly date: string;
}

/**
 * Prices of models: genai-prices, which knows dated changes and tiers; batch prices from LiteLLM,
 * with which all others are compared.
 *
 * @param installed  Is used in place of the network, without LiteLLM.
 */
export function createModelFeed(installed?: InstalledPrices): PriceFeed {
  return {
    name: 'models',
    async find(wanted, web) {
      if (installed) {
        const { version, date } = installed;
        const providers = parseDocument(genaiData, installed.providers, 'genai-prices');
        const name = `@pydantic/genai-prices ${version}, as installed`;
        const source = { name, licence: 'MIT', date };
        return findModels(wanted, { providers, date, source, litellm: undefined });
      }
      const providers = parseDocument(genaiData, await web.json(GENAI_URL), GENAI_URL.href);
      const litellm = parseDocument(litellmData, await web.json(LITELLM_URL), LITELLM_URL.href);
      const { day: date } = wanted;
      const source = { name: 'pydantic/genai-prices', licence: 'MIT', date, url: GENAI_URL.href };
      return findModels(wanted, { providers, date, source, litellm });
    },
  };
}

interface ModelData {
  readonly providers: readonly GenaiProvider[];
  readonly date: string;
  readonly source: FoundPrices['sources'][string];
  readonly litellm: LitellmData | undefined;
}

function findModels(wanted: WantedPrices, data: ModelData): FoundPrices {
  const { litellm, date } = data;
  const notes: string[] = [];
  const prices = wanted.models.flatMap(({ provider, model: item }) => {
    const models = data.providers.find(({ id }) => id === provider)?.models ?? [];
    const frame = { provider, item, date };
    const model = modelOf(models, item);
    const rows = model ? genaiRows(model, { ...frame, source: 'genai-prices' }, wanted.day) : [];
    if (!litellm) return rows;
    const others = litellmPrices(litellm, { provider, model: item });
    const batch = BATCH.flatMap((meter) => batchRow(meter, others.get(meter), frame));
    return [...rows.map((row) => compared(row, others, wanted.day, notes)), ...batch];
  });
  return {
    sources: {
      'genai-prices': data.source,
      ...(litellm && {
        litellm: { name: 'BerriAI/litellm', licence: 'MIT', date, url: LITELLM_URL.href },
      }),
    },
    ...{ prices, machines: [], notes },
    lookedFor: wanted.prices.filter((row) => isLookedFor(row, data)),
  };
}

function batchRow(
  meter: string,
  value: number | undefined,
  frame: Pick<PriceRow, 'provider' | 'item' | 'date'>,
): PriceRow[] {
  if (value === undefined) return [];
  return [
    {
      ...frame,
      ...{ service: 'models', meter, value, unit: 'usd/1M-tokens', region: 'global' },
      ...{ currency: 'USD', source: 'litellm' },
    },
  ];
}

/** genai-prices goes before LiteLLM; that they differ is said in a note, and kept in the row. */
function compared(
  row: PriceRow,
  others: ReadonlyMap<string, number>,
  day: string,
  notes: string[],
): PriceRow {
  const other = others.get(row.meter);
  const isPlain = row.aboveInputTokens === undefined && (row.from ?? '') <= day;
  if (!isPlain || other === undefined || other === row.value) return row;
  notes.push(
    `Sources disagree on ${priceId(row)}: genai-prices says ${row.value}, litellm ${other} ` +
      `${row.unit}. The first is kept.`,
  );
  return { ...row, observations: [{ value: other, source: 'litellm', date: day }] };
}

function isLookedFor(row: PriceRow, { providers, litellm }: ModelData): boolean {
  if (row.service !== 'models' || !providers.some(({ id }) => id === row.provider)) return false;
  const isBatch = BATCH.includes(row.meter);
  return isBatch ? litellm !== undefined : Object.values(METERS).includes(row.meter);
}
