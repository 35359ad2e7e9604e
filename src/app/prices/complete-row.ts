import type { PriceRow } from '../../contracts/prices.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import type { PriceDraft } from './price-file-schema.ts';

/** What a draft leaves out and the catalogue can say. */
type Frame = Pick<PriceRow, 'provider' | 'service' | 'meter' | 'region' | 'unit'>;

/** What is wrong with one option of a draft. */
export interface DraftProblem {
  readonly option: keyof PriceDraft;
  readonly problem: string;
}

/** The regions that the shipped prices are of. */
const HOME: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  azure: 'eastus',
  gcp: 'us-central1',
};

/**
 * Fills in provider, service, meter, region and unit from the row that a draft replaces, or from
 * those of the same item; what is new has to say more.
 */
export function frameOf(draft: PriceDraft, known: Catalogue): Frame | DraftProblem {
  const alike = known
    .rows({ item: draft.item })
    .filter(
      (row) =>
        agrees(draft.provider, row.provider) &&
        agrees(draft.service, row.service) &&
        agrees(draft.meter, row.meter),
    );
  const [first] = alike;
  if (!first) return newFrame(draft, known);
  for (const option of ['provider', 'service', 'meter'] as const) {
    const names = [...new Set(alike.map((row) => row[option]))];
    if (names.length > 1) {
      return { option, problem: `is required: ${draft.item} has ${names.join(', ')}` };
    }
  }
  const { provider, service, meter } = first;
  if (draft.unit !== undefined && draft.unit !== first.unit) {
    return { option: 'unit', problem: `must be ${first.unit}, as the catalogue counts it` };
  }
  const regions = [...new Set(alike.map(({ region }) => region))];
  const region = draft.region ?? (regions.length === 1 ? regions[0] : home(provider));
  return { provider, service, meter, unit: first.unit, region: region ?? home(provider) };
}

/** A row that the catalogue has nothing like. */
function newFrame(draft: PriceDraft, known: Catalogue): Frame | DraftProblem {
  const others = known.rows({ item: draft.item });
  const { provider = only(others, 'provider'), service = only(others, 'service'), meter } = draft;
  if (meter === undefined) return { option: 'meter', problem: unknownItem(draft, 'meter') };
  if (provider === undefined)
    return { option: 'provider', problem: unknownItem(draft, 'provider') };
  if (service === undefined) return { option: 'service', problem: unknownItem(draft, 'service') };
  const unit = draft.unit ?? only(known.rows({ service, meter }), 'unit');
  if (unit === undefined) {
    const has = [...new Set(others.map((row) => row.meter))].join(', ');
    const known = has === '' ? '' : `; if "${meter}" is a slip: ${draft.item} has ${has}`;
    return { option: 'unit', problem: `is required: nothing else has ${service} ${meter}${known}` };
  }
  return { provider, service, meter, unit, region: draft.region ?? home(provider) };
}

function unknownItem({ item }: PriceDraft, option: string): string {
  return `is required: the catalogue does not know this ${option} of ${item}`;
}

function agrees(asked: string | undefined, has: string): boolean {
  return asked === undefined || asked === has;
}

/** What all rows say; undefined where they differ, or there is none. */
function only<K extends 'provider' | 'service' | 'unit'>(
  rows: readonly PriceRow[],
  option: K,
): PriceRow[K] | undefined {
  const values = new Set(rows.map((row) => row[option]));
  return values.size === 1 ? rows[0]?.[option] : undefined;
}

function home(provider: string): string {
  return HOME[provider] ?? 'global';
}
