import type { MachineMeter } from '../../contracts/machine-meter.ts';
import { HOURS_PER_MONTH } from '../formulas/hours.ts';
import { machineCost } from '../formulas/machines.ts';
import { tokenCost } from '../formulas/tokens.ts';
import { type ServiceName, servicePrice } from './cloud-services.ts';
import { plain } from './number-text.ts';
import { CLOUDS, type Cloud, isCommitment, type PriceDesk } from './price-desk.ts';

/** A part of a monthly bill. */
export interface CostLine {
  readonly item: string;
  /** With the numbers put in. */
  readonly formula: string;
  /** A month; undefined where a price is missing. */
  readonly usd: number | undefined;
}

/** Machines of one type, some of them perhaps on spot. */
export interface MachineOrder {
  readonly item: string;
  readonly type: string;
  readonly count: number;
  readonly hoursPerMonth: number;
  /** How those are paid that are not on spot; by the hour where there is no such price. */
  readonly meter: Exclude<MachineMeter, 'spot'>;
  /** From 0 to 1, of whole machines rounded down; 0 where no spot price can be relied on. */
  readonly spotShare: number;
}

/** Dollars a month of some machines: count × hours × price, once for each way of paying. */
export function machineLines(prices: PriceDesk, provider: Cloud, order: MachineOrder): CostLine[] {
  const { item, type, count, hoursPerMonth, spotShare } = order;
  const machine = { provider, type };
  const spot = spotShare > 0 ? reliableSpot(prices, machine) : undefined;
  const onSpot = spot === undefined ? 0 : Math.floor(count * spotShare);
  const parts: [MachineMeter, number][] = [
    [order.meter, count - onSpot],
    ['spot', onSpot],
  ];
  return parts
    .filter(([, machines]) => machines > 0)
    .map(([asked, machines]) => {
      const meter = prices.machine(machine, asked) === undefined ? 'on-demand' : asked;
      const price = prices.machine(machine, meter);
      // A commitment is paid around the clock.
      const hours = isCommitment(meter) ? HOURS_PER_MONTH : hoursPerMonth;
      return {
        item: `${item}: ${type}, ${meter}`,
        formula: `${machines} × ${plain(hours)} h × ${priceText(price)}`,
        usd: price === undefined ? undefined : machineCost(price, hours, machines),
      };
    });
}

/** Undefined where there is none, or nobody vouches for it. */
function reliableSpot(
  prices: PriceDesk,
  { provider, type }: { provider: Cloud; type: string },
): number | undefined {
  const { service, region } = CLOUDS[provider];
  const row = prices.catalogue.find({ provider, service, item: type, meter: 'spot', region });
  return row === undefined || row.confidence === 'low' ? undefined : row.value;
}

/** Dollars a month of a service: pieces × price of a piece. */
export function serviceLine(
  prices: PriceDesk,
  cloud: Cloud,
  { name, quantity, unit }: { name: ServiceName; quantity: number; unit: string },
): CostLine {
  const price = servicePrice(prices, cloud, name);
  if (!price) {
    const formula = `${plain(quantity)} ${unit} × an unknown price`;
    return { item: name, formula, usd: undefined };
  }
  const pieces = price.piece === 1 ? quantity : Math.ceil(quantity / price.piece);
  const amount =
    price.piece === 1 ? `${plain(quantity)} ${unit}` : `${pieces} × ${price.piece} ${unit}`;
  return {
    item: `${name}: ${price.name}`,
    formula: `${amount} × $${plain(price.usd)}`,
    usd: pieces * price.usd,
  };
}

/** Tokens of models in a month. */
export interface TokenOrder {
  readonly millionTokens: number;
  /** From 0 to 100. */
  readonly outputPercent: number;
  /** The tokens are divided evenly among them. */
  readonly models: readonly { readonly provider: string; readonly model: string }[];
}

/** Dollars a month of tokens: input × price + output × price, for each model. */
export function tokenLines(
  prices: PriceDesk,
  { millionTokens, outputPercent, models }: TokenOrder,
): CostLine[] {
  return models.map(({ provider, model }) => {
    const key = { provider, service: 'models', item: model, region: 'global' };
    const [input, output] = [
      prices.get({ ...key, meter: 'input' }).value,
      prices.get({ ...key, meter: 'output' }).value,
    ];
    const all = millionTokens / models.length;
    const out = (all * outputPercent) / 100;
    return {
      item: `tokens: ${model}`,
      formula: `${plain(all - out)} M × $${input} + ${plain(out)} M × $${output}`,
      usd: tokenCost((all - out) * 1e6, input) + tokenCost(out * 1e6, output),
    };
  });
}

/** Of lines: what is known of their sum, and which have no price. */
export function totalOf(lines: readonly CostLine[]): {
  readonly usd: number;
  readonly missing: readonly string[];
} {
  return {
    usd: lines.reduce((sum, { usd = 0 }) => sum + usd, 0),
    missing: lines.filter(({ usd }) => usd === undefined).map(({ item }) => item),
  };
}

function priceText(price: number | undefined): string {
  return price === undefined ? 'an unknown price' : `$${price}`;
}
