import { type PriceRow, priceId } from '../../contracts/prices.ts';
import { findModelPrice } from '../model-prices.ts';
import type { Catalogue } from './catalogue.ts';

/** What an answer was computed from. */
export interface UsedPrices {
  readonly rows: readonly PriceRow[];
  /** Names of models, as they were asked for. */
  readonly models?: readonly string[];
  /** `aws/t3.xlarge`. */
  readonly machines?: readonly string[];
}

/** Something that the reader of a price has to know, with the next step in its text. */
export interface PriceWarning {
  readonly kind:
    | 'retired'
    | 'retires-soon'
    | 'changes'
    | 'sources-disagree'
    | 'low-confidence'
    | 'batch-unclear'
    | 'old'
    | 'undated';
  readonly text: string;
}

/** Prices that are older are said to be; models that retire within as many days too. */
const FRESH_DAYS = 90;

const DAY_MS = 86_400_000;

/**
 * All that is doubtful of what was used, on the day of the catalogue, the gravest first: retired
 * models and machines, changes that are known to come, sources that disagree, prices that are
 * doubtful, old or undated. Nothing of what was not used.
 */
export function priceHealth(used: UsedPrices, catalogue: Catalogue): readonly PriceWarning[] {
  const rows = [...new Set(used.rows)];
  return [
    ...retirements(used, catalogue),
    ...changes(rows, catalogue),
    ...disagreements(rows),
    ...doubts(rows),
    ...batches(rows, catalogue),
    ...ages(rows, catalogue),
  ];
}

function retirements({ models = [], machines = [] }: UsedPrices, catalogue: Catalogue) {
  const known = [
    ...models.map((name) => ({ name, retiresOn: catalogue.model(name)?.retiresOn })),
    ...catalogue
      .machines()
      .map(({ provider, type, retiresOn }) => ({ name: `${provider}/${type}`, retiresOn }))
      .filter(({ name }) => machines.includes(name)),
  ];
  return known.flatMap(({ name, retiresOn }): PriceWarning[] => {
    if (retiresOn === undefined) return [];
    const days = daysBetween(catalogue.day, retiresOn);
    if (days <= 0) {
      const text = `${name} was retired on ${retiresOn}: it cannot be had any more. Choose another.`;
      return [{ kind: 'retired', text }];
    }
    if (days > FRESH_DAYS) return [];
    const text = `${name} is retired on ${retiresOn}, in ${days} days. End before, or choose another.`;
    return [{ kind: 'retires-soon', text }];
  });
}

function changes(rows: readonly PriceRow[], catalogue: Catalogue): PriceWarning[] {
  const coming = rows.flatMap((row) => {
    const { provider, service, item, meter, region, aboveInputTokens } = row;
    return catalogue
      .upcoming({ provider, service, item, meter, region })
      .filter((next) => next.aboveInputTokens === aboveInputTokens)
      .map((next) => ({
        of: `${provider}/${service}/${item}@${region} on ${next.from ?? ''}`,
        change: `${meterName(row)} ${row.value} → ${next.value} ${row.unit}`,
      }));
  });
  return [...Map.groupBy(coming, ({ of }) => of)].map(([of, those]) => ({
    kind: 'changes',
    text:
      `The price changes of ${of}: ${those.map(({ change }) => change).join(', ')}. ` +
      'What is bought from then on costs the new price.',
  }));
}

function meterName({ meter, aboveInputTokens }: PriceRow): string {
  return aboveInputTokens === undefined ? meter : `${meter} above ${aboveInputTokens} tokens`;
}

function disagreements(rows: readonly PriceRow[]): PriceWarning[] {
  return rows.flatMap((row): PriceWarning[] => {
    const others = (row.observations ?? []).filter(({ value }) => value !== row.value);
    if (others.length === 0) return [];
    const said = others.map((other) => `${other.value} (${other.source}, ${other.date})`);
    const text =
      `Sources disagree on ${priceId(row)}: ${row.value} ${row.unit} ` +
      `(${row.source}, ${row.date}), which is used, and ${said.join(', ')}. ` +
      'Settle it with --prices FILE.';
    return [{ kind: 'sources-disagree', text }];
  });
}

function doubts(rows: readonly PriceRow[]): PriceWarning[] {
  const low = rows.filter(({ confidence }) => confidence === 'low');
  if (low.length === 0) return [];
  const text =
    `Of low confidence: ${listed(low)}. ` +
    'Confirm at the vendor what matters, and add it with --prices FILE.';
  return [{ kind: 'low-confidence', text }];
}

/** Batch prices that are no share of the live ones are not used. */
function batches(rows: readonly PriceRow[], catalogue: Catalogue): PriceWarning[] {
  const items = new Set(
    rows.filter(({ meter }) => meter.startsWith('batch-')).map(({ item }) => item),
  );
  return [...items].flatMap((item): PriceWarning[] => {
    const price = findModelPrice(item, catalogue);
    if (!price || price.batchPercent !== undefined) return [];
    const text =
      `The batch prices of ${item} are no one share of its live prices, so the usual half is ` +
      'reckoned. Give input, output and both batch prices together with --prices FILE.';
    return [{ kind: 'batch-unclear', text }];
  });
}

/** One text for all of an age: who wants the date and source of each asks `mab prices list`. */
function ages(rows: readonly PriceRow[], catalogue: Catalogue): PriceWarning[] {
  const stale = rows
    .filter(({ date }) => date !== 'undated' && daysBetween(date, catalogue.day) > FRESH_DAYS)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const undated = rows.filter(({ date }) => date === 'undated');
  const old: PriceWarning = {
    kind: 'old',
    text:
      `Older than ${FRESH_DAYS} days: ${listedItems(stale)}, the oldest of ` +
      `${stale[0]?.date ?? ''}. Run \`mab prices refresh\`, or add newer ones with --prices FILE.`,
  };
  const dateless: PriceWarning = {
    kind: 'undated',
    text:
      `Without a date: ${listedItems(undated)}. ` +
      'Confirm at the vendor what matters, and add it with --prices FILE.',
  };
  return [...(stale.length > 0 ? [old] : []), ...(undated.length > 0 ? [dateless] : [])];
}

const LISTED_MAX = 3;

function listed(rows: readonly PriceRow[]): string {
  return firstOf(rows.map(priceId));
}

/** `openai/models/gpt-4o`: its prices are mostly of one day, and which of them says little. */
function listedItems(rows: readonly PriceRow[]): string {
  return firstOf(rows.map(({ provider, service, item }) => `${provider}/${service}/${item}`));
}

function firstOf(all: readonly string[]): string {
  const names = [...new Set(all)];
  const more = names.length - LISTED_MAX;
  const shown = names.slice(0, LISTED_MAX).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** @returns a negative number where the second day is before the first. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
