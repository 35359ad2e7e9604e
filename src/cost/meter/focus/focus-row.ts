import type { TokenKind } from '../../../contracts/spending.ts';
import { exactUsd, type PicoUsd } from '../../../core/money.ts';
import { type NamedSpending, NO_TAG, NOBODY_NAMED } from '../spent-names.ts';

/** What is charged for: tokens of a kind, or all together where their prices cannot be told. */
export interface Charge {
  readonly meter: TokenKind | 'tokens' | 'requests';
  readonly quantity: number;
  readonly unit: 'Tokens' | 'Requests';
  readonly picoUsd: PicoUsd;
}

/** The columns of FOCUS, by name; those that a bill of tokens has nothing to say in are empty. */
export const FOCUS_COLUMNS = [
  'AvailabilityZone',
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingAccountType',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'Tags',
] as const;

/** A row by column; what is absent is empty. */
export type FocusRow = Readonly<Partial<Record<(typeof FOCUS_COLUMNS)[number], string>>>;

const METERS: Readonly<Record<Charge['meter'], string>> = {
  uncached: 'Input tokens',
  cached: 'Cached input tokens',
  cacheWrite: 'Cache write tokens',
  output: 'Output tokens',
  embedded: 'Embedded tokens',
  tokens: 'Tokens of all kinds',
  requests: 'Requests',
};

/**
 * A charge in the columns of FOCUS 1.2, with all that 1.0 asks for.
 * Source: focus.finops.org, FinOps Open Cost and Usage Specification. Decisions of ours: the
 * account that is billed is the key that was used; the resource is the run; the price that was
 * metered is list price and contracted price in one, because the ledger knows of no other.
 */
export function chargeRow(
  sum: NamedSpending,
  { meter, quantity, unit, picoUsd }: Charge,
): FocusRow {
  const { names, servedBy = names.route } = sum;
  const [cost, price] = [decimal(exactUsd(picoUsd)), decimal(unitPrice(picoUsd, quantity))];
  const units = decimal(String(quantity));
  const sku = `${names.model}/${meter}`;
  const provider = providerName(servedBy);
  return {
    BilledCost: cost,
    BillingAccountId: names.route,
    BillingAccountName: names.route,
    BillingAccountType: 'API key',
    BillingCurrency: 'USD',
    BillingPeriodEnd: nextMonth(names.day),
    BillingPeriodStart: `${names.day.slice(0, 7)}-01T00:00:00Z`,
    ChargeCategory: 'Usage',
    ChargeDescription: `${METERS[meter]} of ${names.model}, ${names.phase}, ${names.lane} lane`,
    ChargeFrequency: 'Usage-Based',
    ChargePeriodEnd: nextDay(names.day),
    ChargePeriodStart: `${names.day}T00:00:00Z`,
    ConsumedQuantity: units,
    ConsumedUnit: unit,
    ContractedCost: cost,
    ContractedUnitPrice: price,
    EffectiveCost: cost,
    InvoiceIssuerName: provider,
    ListCost: cost,
    ListUnitPrice: price,
    PricingCategory: 'Standard',
    PricingQuantity: units,
    PricingUnit: unit,
    ProviderName: provider,
    PublisherName: provider,
    ResourceId: names.run,
    ResourceName: names.run,
    ResourceType: 'Evaluation run',
    ServiceCategory: 'AI and Machine Learning',
    ServiceName: names.model,
    ServiceSubcategory: meter === 'embedded' ? 'Machine Learning' : 'Generative AI',
    SkuId: sku,
    SkuMeter: METERS[meter],
    SkuPriceId: `${sku}/${names.lane}`,
    Tags: JSON.stringify(tagsOf(names)),
  };
}

/** With a point, so that a column of whole numbers is read as one of decimals, too. */
function decimal(text: string): string {
  return text.includes('.') ? text : `${text}.0`;
}

/** Digits after the point of a unit price that does not end: times a quantity it is the cost. */
const PRICE_DIGITS = 30;

/** Exact where it ends within so many digits, as the price of a token does. */
function unitPrice(picoUsd: PicoUsd, quantity: number): string {
  const scale = 10n ** BigInt(PRICE_DIGITS - 12);
  const scaled = (2n * picoUsd * scale + BigInt(quantity)) / (2n * BigInt(quantity));
  const digits = String(scaled).padStart(PRICE_DIGITS + 1, '0');
  const part = digits.slice(-PRICE_DIGITS).replace(/0+$/, '');
  return `${digits.slice(0, -PRICE_DIGITS)}${part === '' ? '' : `.${part}`}`;
}

/** The host of a base URL; other servers as they call themselves. */
function providerName(servedBy: string): string {
  return URL.canParse(servedBy) ? new URL(servedBy).host || servedBy : servedBy;
}

/** The user's tags, which have no values, and ours behind a prefix, as FOCUS asks for. */
function tagsOf(names: NamedSpending['names']): Readonly<Record<string, string | true>> {
  const tags = names.tag === NO_TAG ? [] : names.tag.split(' + ');
  return {
    ...Object.fromEntries(tags.map((tag) => [tag, true])),
    'mab:cell': names.cell,
    'mab:dataset': names.dataset,
    'mab:lane': names.lane,
    'mab:method': names.method,
    'mab:phase': names.phase,
    ...(names.member === NOBODY_NAMED ? {} : { 'mab:member': names.member }),
  };
}

function nextDay(day: string): string {
  return isoTime(Date.parse(day) + 86_400_000);
}

function nextMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return isoTime(Date.UTC(year, month, 1));
}

function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
