import { HOURS_PER_MONTH } from '../formulas/hours.ts';
import { CLOUDS, type Cloud, type PriceDesk } from './price-desk.ts';

/** A row of the catalogue that a service is priced by. */
interface Part {
  readonly row: readonly [service: string, item: string, meter: string];
  /** How often it counts in one unit of the service. Absent: once. */
  readonly times?: number;
  /** Where the usual region of the cloud has no price. */
  readonly region?: string;
}

/** How a cloud sells a service. */
interface Offer {
  readonly parts: readonly Part[];
  /** It is sold in pieces of so many units. */
  readonly piece?: number;
}

const by = (service: string, item: string, meter: string, more: Omit<Part, 'row'> = {}): Offer => ({
  parts: [{ row: [service, item, meter], ...more }],
});

/** MiB of a metric in a month: a value of 8 bytes a minute, as GCP bills it. */
const METRIC_MIB = (HOURS_PER_MONTH * 60 * 8) / 2 ** 20;

/**
 * What each cloud calls the same thing; a month of one GB, of one machine, of one metric. An offer
 * stands here whether or not the catalogue has its price: what has none is told as missing.
 */
export const SERVICES = {
  'object storage': {
    aws: by('s3', 'standard', 'storage'),
    azure: by('blob', 'hot', 'storage'),
    gcp: by('storage', 'standard', 'storage'),
  },
  archive: {
    aws: by('s3', 'deep-archive', 'storage'),
    azure: by('blob', 'archive', 'storage'),
    gcp: by('storage', 'archive', 'storage'),
  },
  disks: {
    aws: by('ebs', 'gp3', 'storage'),
    azure: { ...by('disk', 'premium-p10-128gib', 'month'), piece: 128 },
    gcp: by('disk', 'pd-balanced', 'storage'),
  },
  'shared files': {
    aws: by('efs', 'standard', 'storage'),
    azure: by('files', 'premium-lrs', 'storage', { region: 'westus' }),
    gcp: by('filestore', 'basic-hdd', 'storage', { region: 'us-west1', times: HOURS_PER_MONTH }),
  },
  'traffic to the internet': {
    aws: by('transfer', 'internet', 'out'),
    azure: by('transfer', 'internet', 'out'),
    gcp: by('transfer', 'internet', 'out'),
  },
  'traffic to another region': {
    aws: by('transfer', 'inter-region', 'out'),
    azure: by('transfer', 'inter-region', 'out'),
    gcp: by('transfer', 'same-continent', 'out'),
  },
  kubernetes: {
    aws: by('eks', 'cluster', 'control-plane', { times: HOURS_PER_MONTH }),
    azure: by('aks', 'free', 'control-plane', { times: HOURS_PER_MONTH }),
    gcp: by('gke', 'cluster', 'control-plane', { times: HOURS_PER_MONTH }),
  },
  'small database': {
    aws: by('rds-postgres', 'db.t3.small', 'instance', { times: HOURS_PER_MONTH }),
    azure: by('postgres', 'b1ms', 'instance', { times: HOURS_PER_MONTH }),
    gcp: by('sql-postgres', 'f1-micro', 'instance', { times: HOURS_PER_MONTH }),
  },
  'large database': {
    aws: by('rds-postgres', 'db.m5.large', 'instance', { times: HOURS_PER_MONTH }),
    azure: by('postgres', 'd2ds-v5', 'instance', {
      ...{ region: 'westus', times: HOURS_PER_MONTH },
    }),
    // 2 vCPU and 8 GB, as the others have.
    gcp: {
      parts: [
        { row: ['sql-postgres', 'custom', 'vcpu'], times: 2 * HOURS_PER_MONTH },
        { row: ['sql-postgres', 'custom', 'memory'], times: 8 * HOURS_PER_MONTH },
      ],
    },
  },
  redis: {
    aws: by('elasticache', 'cache.t3.medium', 'instance', { times: HOURS_PER_MONTH }),
    azure: by('redis', 'Standard_C3', 'node', { times: HOURS_PER_MONTH }),
    // 3 GB, as the machine of AWS has.
    gcp: by('memorystore-redis', 'standard-m1', 'memory', { times: 3 * HOURS_PER_MONTH }),
  },
  metrics: {
    aws: by('cloudwatch', 'metric', 'month'),
    azure: by('monitor', 'metric', 'month'),
    gcp: by('monitoring', 'metrics', 'ingest', { times: METRIC_MIB }),
  },
  logs: {
    aws: by('cloudwatch-logs', 'standard', 'ingest'),
    azure: by('monitor', 'log-analytics', 'ingest'),
    gcp: by('logging', 'standard', 'ingest'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Cloud, Offer>>>>;

/** What every cloud sells besides machines. */
export type ServiceName = keyof typeof SERVICES;

/** What a service costs. */
export interface ServicePrice {
  /** `s3 standard`; with the region where it is not the usual one. */
  readonly name: string;
  /** Dollars a month of one piece. */
  readonly usd: number;
  /** Units of one piece. */
  readonly piece: number;
}

/** The price of a service; undefined where the catalogue lacks a part of it. */
export function servicePrice(
  prices: PriceDesk,
  provider: Cloud,
  name: ServiceName,
): ServicePrice | undefined {
  const { parts, piece = 1 }: Offer = SERVICES[name][provider];
  let usd = 0;
  for (const { row, times = 1, region = CLOUDS[provider].region } of parts) {
    const [service, item, meter] = row;
    const price = prices.find({ provider, service, item, meter, region });
    if (!price) return undefined;
    usd += times * price.value;
  }
  const [first] = parts;
  const where = first?.region === undefined ? '' : `, ${first.region}`;
  return { name: `${first?.row[0]} ${first?.row[1]}${where}`, usd, piece };
}
