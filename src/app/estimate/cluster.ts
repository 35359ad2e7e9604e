import type {
  Guess,
  MachinesEstimate,
  MoneyGuess,
  StorageEstimate,
} from '../../contracts/estimate.ts';
import type { PriceRow } from '../../contracts/prices.ts';
import { MabError } from '../../core/errors.ts';
import { parseUsd } from '../../core/money.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { times } from '../../cost/estimate/guesses.ts';
import { machineCost } from '../../cost/formulas/machines.ts';

/** Where a run is to take place, as it is given on the command line. */
export interface ClusterChoice {
  /** `aws:t3.xlarge`. */
  readonly machine?: string;
  readonly count: number;
  readonly market: MachinesEstimate['market'];
  readonly region: string;
  /** `aws:s3/standard`. */
  readonly store?: string;
}

/** What machines are called where they are sold. */
const SERVICES: Readonly<Record<string, string>> = { aws: 'ec2', azure: 'vm', gcp: 'compute' };

/** Machines cost from when they start: each is there about this long before it works. */
const START_HOURS = 5 / 60;

/**
 * The machines for as long as the run takes.
 *
 * @throws {MabError} MACHINE_UNKNOWN, PRICE_MISSING, CHOICE_INVALID.
 */
export function machinesEstimate(
  cluster: ClusterChoice,
  seconds: Guess,
  catalogue: Catalogue,
): MachinesEstimate | undefined {
  const price = machineRow(cluster, catalogue);
  if (!price) return undefined;
  const { provider, item: type } = price;
  const { count, market } = cluster;
  const hours = times(seconds, 1 / 3_600);
  const whole = {
    low: hours.low + START_HOURS,
    expected: hours.expected + START_HOURS,
    high: hours.high + START_HOURS,
  };
  return {
    ...{ provider, type, count, market, hours: whole },
    money: moneyOf(times(whole, machineCost(price.value, 1, count))),
  };
}

/** What keeping the bytes costs in a month; nothing where nobody says where. */
export function storageMoney(
  cluster: ClusterChoice,
  bytes: Guess,
  catalogue: Catalogue,
): StorageEstimate['moneyPerMonth'] {
  const price = storageRow(cluster, catalogue);
  return price && moneyOf(times(bytes, price.value / 2 ** 30));
}

/** The prices of both, as far as somebody has named them. */
export function clusterRows(cluster: ClusterChoice, catalogue: Catalogue): PriceRow[] {
  return [machineRow(cluster, catalogue), storageRow(cluster, catalogue)].filter(
    (row) => row !== undefined,
  );
}

function machineRow(
  { machine, market, region }: ClusterChoice,
  catalogue: Catalogue,
): PriceRow | undefined {
  if (machine === undefined) return undefined;
  const [provider, type] = splitName(machine, '--machine', 'aws:t3.xlarge');
  catalogue.machine(provider, type);
  const service = SERVICES[provider] ?? '';
  return catalogue.get({ provider, service, item: type, meter: market, region });
}

function storageRow({ store, region }: ClusterChoice, catalogue: Catalogue): PriceRow | undefined {
  if (store === undefined) return undefined;
  const [provider, name] = splitName(store, '--store', 'aws:s3/standard');
  const [service = '', item = ''] = name.split('/');
  return catalogue.get({ provider, service, item, meter: 'storage', region });
}

function splitName(text: string, flag: string, example: string): [provider: string, name: string] {
  const [provider = '', ...rest] = text.split(':');
  const name = rest.join(':');
  if (provider !== '' && name !== '') return [provider, name];
  throw new MabError('CHOICE_INVALID', `"${text}" is not what ${flag} takes.`, {
    hint: `Write provider and name: ${flag} ${example}`,
  });
}

function moneyOf({ low, expected, high }: Guess): MoneyGuess {
  const of = (usd: number) => parseUsd(usd.toFixed(12));
  return { low: of(low), expected: of(expected), high: of(high) };
}
