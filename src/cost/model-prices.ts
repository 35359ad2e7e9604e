import type { PriceRow } from '../contracts/prices.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { KindsPerMillion, PricePerMillion } from './token-price.ts';

/** A price of the catalogue, with what it was made of. */
export interface ModelPrice extends PricePerMillion {
  /** Absent where the catalogue has no batch price of the model. */
  readonly batchPercent?: number;
  readonly rows: readonly PriceRow[];
}

/**
 * What a vendor's batch lane costs, of the live one's hundred, where no price says so.
 * Source: OpenAI's guide "Batch API", Microsoft's "Azure OpenAI batch", Anthropic's "Batch
 * processing", Google's "Batch API": all half of the price; read on 2026-11-24.
 */
export const BATCH_PERCENT = 50;

/** How the catalogue's meters are called in a price; there are no others but those of batches. */
const KINDS = {
  input: 'inputUsdPerMillion',
  'cached-input': 'cachedInputUsdPerMillion',
  'cache-write-5m': 'cacheWriteUsdPerMillion',
  output: 'outputUsdPerMillion',
} as const;
type Kind = keyof typeof KINDS;

/**
 * @param model  Its name at the vendor, or that of a snapshot which costs the same.
 * @returns undefined for a model without a price: a missing price is missing, never zero.
 */
export function findModelPrice(model: string, catalogue: Catalogue): ModelPrice | undefined {
  const rows = modelRows(model, catalogue);
  const base = kindsAt(rows, 0);
  const isEmbedding = catalogue.model(model)?.kind === 'embedding';
  if (!base || (base.outputUsdPerMillion === undefined && !isEmbedding)) return undefined;
  const tiers = tierBounds(rows).map((aboveInputTokens) => ({
    aboveInputTokens,
    ...priced({ ...base, ...kindsAt(rows, aboveInputTokens) }),
  }));
  const batchPercent = batchShare(rows);
  return {
    ...priced(base),
    ...(tiers.length > 0 ? { tiers } : {}),
    ...(batchPercent === undefined ? {} : { batchPercent }),
    rows,
  };
}

/** Of one vendor: the one whose model it is, else the first that has a price for it. */
function modelRows(model: string, catalogue: Catalogue): readonly PriceRow[] {
  const facts = catalogue.model(model);
  const own = catalogue.rows({ service: 'models', item: model });
  const rows =
    own.length > 0 || !facts ? own : catalogue.rows({ service: 'models', item: facts.model });
  const provider = facts?.provider ?? rows[0]?.provider;
  return rows.filter((row) => row.provider === provider && row.unit === 'usd/1M-tokens');
}

type Kinds = Partial<KindsPerMillion>;

/** Of each kind the price of the highest tier that begins there or before; input there must be. */
function kindsAt(rows: readonly PriceRow[], bound: number): Kinds | undefined {
  const kinds: Record<string, number> = {};
  for (const [meter, name] of Object.entries(KINDS)) {
    const row = rows
      .filter((one) => one.meter === meter && (one.aboveInputTokens ?? 0) <= bound)
      .toSorted((a, b) => (a.aboveInputTokens ?? 0) - (b.aboveInputTokens ?? 0))
      .at(-1);
    if (row) kinds[name] = row.value;
  }
  return kinds.inputUsdPerMillion === undefined ? undefined : kinds;
}

/** Embeddings have no output. */
function priced({ inputUsdPerMillion = 0, outputUsdPerMillion = 0, ...rest }: Kinds) {
  return { inputUsdPerMillion, outputUsdPerMillion, ...rest };
}

function tierBounds(rows: readonly PriceRow[]): number[] {
  const bounds = rows.flatMap(({ meter, aboveInputTokens }) =>
    meter in KINDS && aboveInputTokens ? [aboveInputTokens] : [],
  );
  return [...new Set(bounds)].toSorted((a, b) => a - b);
}

/** Only where input and output say the same, and no more than the live lane's price. */
function batchShare(rows: readonly PriceRow[]): number | undefined {
  const priceOf = (meter: string) =>
    rows.find((row) => row.meter === meter && row.aboveInputTokens === undefined)?.value;
  const shares = (['input', 'output'] as const satisfies Kind[]).flatMap((meter) => {
    const [live, batch] = [priceOf(meter), priceOf(`batch-${meter}`)];
    return live && batch !== undefined ? [Math.round((batch / live) * 1e6) / 1e4] : [];
  });
  const [share, ...others] = shares;
  const isOne = others.every((other) => other === share);
  return isOne && share !== undefined && Number.isInteger(share) && share <= 100
    ? share
    : undefined;
}
