import type { PriceRow } from '../../src/contracts/prices.ts';
import type { Catalogue, PriceKey } from '../../src/cost/catalogue/catalogue.ts';
import { monthlyHours } from '../../src/cost/formulas/hours.ts';
import { machineCost, saving } from '../../src/cost/formulas/machines.ts';
import type { Check, Finding, Item, Recomputed } from './claim.ts';
import { formatNumber } from './format.ts';

/** What nothing here can decide. */
export function unverifiable(because: string): Check {
  return () => ({ kind: 'unverifiable', because });
}

/** One value, worked out by a formula whose text is given. */
export function item(formula: string, value: number, label?: string): Item {
  return { formula, low: value, high: value, ...(label === undefined ? {} : { label }) };
}

/** A range of values. */
export function span(formula: string, low: number, high: number, label?: string): Item {
  return { ...item(formula, low, label), high };
}

type Extra = Partial<Omit<Recomputed, 'kind' | 'basis' | 'items'>>;

/** What was computed. */
export function worked(items: Item | readonly Item[], extra: Extra = {}): Finding {
  return { kind: 'recomputed', basis: 'worked', items: [items].flat(), ...extra };
}

/** What was looked up. */
export function listed(items: Item | readonly Item[], extra: Extra = {}): Finding {
  return { kind: 'recomputed', basis: 'listed', items: [items].flat(), ...extra };
}

/** Sums of the document's own figures: the low ends, and the high ends. */
export function sumOf(parts: readonly (number | readonly [low: number, high: number])[]): Check {
  const ends = (at: 0 | 1): number =>
    parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : part[at]), 0);
  const text = parts.map((part) => (typeof part === 'number' ? part : part.join('–'))).join(' + ');
  return () => worked(span(text, ends(0), ends(1)));
}

/** The key of a row as it is written: `aws/s3/standard/storage@us-east-1`. */
export function keyOf(id: string): PriceKey {
  const [path = '', region = ''] = id.split('@');
  const [provider = '', service = '', ...rest] = path.split('/');
  return { provider, service, item: rest.slice(0, -1).join('/'), meter: rest.at(-1) ?? '', region };
}

/** Dollars, as the catalogue has them. @throws {MabError} PRICE_MISSING. */
export function usd(catalogue: Catalogue, id: string): number {
  return catalogue.get(keyOf(id)).value;
}

/** Prices as they are listed; a model or a machine that is gone makes them stale. */
export function price(...ids: readonly [string, ...string[]]): Check {
  return (catalogue) => {
    const rows = ids.map((id) => catalogue.get(keyOf(id)));
    const retired = rows.map((row) => retirement(catalogue, row)).find((one) => one !== undefined);
    const sources = new Set(rows.map((row) => sourceOf(catalogue, row)));
    return listed(
      rows.map((row) => item('', row.value)),
      { source: [...sources].join('; '), ...(retired ? { retired } : {}) },
    );
  };
}

/** Name and date of where a row comes from, and its weakness. */
export function sourceOf(
  catalogue: Catalogue,
  { source, date, confidence }: Pick<PriceRow, 'source' | 'date' | 'confidence'>,
): string {
  const name = catalogue.sources.get(source)?.name ?? source;
  const weak = confidence && confidence !== 'high' ? `, confidence ${confidence}` : '';
  return `${name.replace(/ without a date$/, '')}, ${date}${weak}`;
}

function retirement(catalogue: Catalogue, row: PriceRow): Recomputed['retired'] {
  const facts =
    row.service === 'models'
      ? catalogue.model(row.item)
      : catalogue.machines().find(({ type }) => type === row.item);
  return gone(catalogue, row.item, facts?.retiresOn);
}

function gone(catalogue: Catalogue, name: string, on: string | undefined): Recomputed['retired'] {
  return on !== undefined && on <= catalogue.day ? { name, on } : undefined;
}

/** Models’ prices: `openai/gpt-4o/input`. */
export function modelPrice(path: string): Check {
  return price(`${path.replace('/', '/models/')}@global`);
}

/** What a vendor lets through in a minute at a usage tier, in the order of `kinds`. */
export function rateLimit(
  model: string,
  usageTier: number,
  kinds: readonly ('requests' | 'tokens')[],
  note?: string,
): Check {
  return (catalogue) => {
    const limit = catalogue.rateLimits(model).find((one) => one.usageTier === usageTier);
    if (!limit) return { kind: 'unverifiable', because: 'The catalogue has no such limit.' };
    const { requestsPerMinute = Number.NaN, tokensPerMinute = Number.NaN } = limit;
    const values = { requests: requestsPerMinute, tokens: tokensPerMinute };
    return listed(
      kinds.map((kind) => item('', values[kind])),
      { source: sourceOf(catalogue, limit), ...(note ? { note } : {}) },
    );
  };
}

type Fact = 'vcpu' | 'memory' | 'gpus' | 'gpu-memory' | 'all-gpu-memory';

/** What a machine has, in the order of `facts`. */
export function machine(provider: string, type: string, facts: readonly Fact[]): Check {
  return (catalogue) => {
    const { vcpu, memoryGib, gpu, retiresOn } = catalogue.machine(provider, type);
    const count = gpu?.count ?? 0;
    const memory = gpu?.memoryGib ?? 0;
    const values: Readonly<Record<Fact, number>> = {
      ...{ vcpu, memory: memoryGib, gpus: count },
      ...{ 'gpu-memory': memory, 'all-gpu-memory': count * memory },
    };
    const retired = gone(catalogue, type, retiresOn);
    return worked(
      facts.map((fact) => item(fact.replaceAll('-', ' '), values[fact])),
      retired ? { retired } : {},
    );
  };
}

/** Cards in a machine, and the memory of each. */
export function cards(name: string, count: number): Check {
  return (catalogue) => {
    const memory = catalogue.machines().find(({ gpu }) => gpu?.name === name)?.gpu?.memoryGib;
    return worked([item('cards', count), item(`memory of a ${name}`, memory ?? Number.NaN)]);
  };
}

/** Machines of three clouds. */
export const ON_DEMAND = (provider: 'aws' | 'azure' | 'gcp', type: string): string =>
  ({
    aws: `aws/ec2/${type}/on-demand@us-east-1`,
    azure: `azure/vm/${type}/on-demand@eastus`,
    gcp: `gcp/compute/${type}/on-demand@us-central1`,
  })[provider];

/** A month of a machine that runs so many hours a day. */
export function monthOf(
  catalogue: Catalogue,
  id: string,
  { hoursPerDay = 24, machines = 1 }: { hoursPerDay?: number; machines?: number } = {},
): Item {
  const { item: name, value } = catalogue.get(keyOf(id));
  const hours = monthlyHours(hoursPerDay);
  const count = machines === 1 ? '' : `${machines} × `;
  return item(
    `${count}${formatNumber(hours)} h × ${value}`,
    machineCost(value, hours, machines),
    name,
  );
}

/** Months of machines that never stop. */
export function months(...ids: readonly string[]): Check {
  return (catalogue) => worked(ids.map((id) => monthOf(catalogue, id)));
}

/** A month at a price by the hour that is all there is to look up. */
export function listedMonth(id: string, note?: string): Check {
  return (catalogue) =>
    listed(monthOf(catalogue, id), {
      source: sourceOf(catalogue, catalogue.get(keyOf(id))),
      ...(note ? { note } : {}),
    });
}

/** So many gigabytes, kept for a month. */
export function gigabyteMonths(
  catalogue: Catalogue,
  id: string,
  gigabytes: number,
  label?: string,
): Item {
  const rate = usd(catalogue, id);
  return item(`${formatNumber(gigabytes)} GB × ${rate}`, gigabytes * rate, label);
}

/** Percent that one price saves against another: label, its price, the other's. */
export function savingsOf(
  pairs: readonly (readonly [label: string, id: string, instead: string])[],
  note?: string,
): Check {
  return (catalogue) =>
    listed(
      pairs.map(([label, id, instead]) => {
        const [price, other] = [usd(catalogue, id), usd(catalogue, instead)];
        return item(`100 × (1 − ${price} / ${other})`, 100 * saving(price, other), label);
      }),
      note ? { note } : {},
    );
}

/** Percent that spot machines of AWS save. */
export function spotSavings(...types: readonly string[]): Check {
  return savingsOf(
    types.map((type) => [type, `aws/ec2/${type}/spot@us-east-1`, ON_DEMAND('aws', type)]),
    'Spot prices of 2025-06-28.',
  );
}

/** How many of 100 spot machines of AWS are taken back within a month: bands. */
export function interruptions(...types: readonly string[]): Check {
  return (catalogue) =>
    listed(
      types.map((type) => {
        const band = catalogue.machine('aws', type).interruption?.band ?? '';
        const [low = '', high = band.startsWith('<') ? '5' : '100'] = band
          .replace(/[<>%]/g, '')
          .split('-');
        return span(`band ${band}`, band.startsWith('<') ? 0 : Number(low), Number(high), type);
      }),
      { source: 'AWS Spot Instance Advisor, 2025-06-28' },
    );
}
