import type { PriceRow } from '../../contracts/prices.ts';
import { CLOUDS, type Cloud, type PriceDesk } from './price-desk.ts';

/** Service, item and meter: where a cloud sells something. */
type Place = readonly [service: string, item: string, meter: string];

/**
 * What each cloud calls the same thing. A place stands here whether or not the catalogue has its
 * price: what has none is told as missing.
 */
export const SERVICES = {
  'object storage': {
    aws: ['s3', 'standard', 'storage'],
    azure: ['blob', 'hot', 'storage'],
    gcp: ['storage', 'standard', 'storage'],
  },
  archive: {
    aws: ['s3', 'deep-archive', 'storage'],
    azure: ['blob', 'archive', 'storage'],
    gcp: ['storage', 'archive', 'storage'],
  },
  disks: {
    aws: ['ebs', 'gp3', 'storage'],
    azure: ['disk', 'premium-ssd', 'storage'],
    gcp: ['disk', 'pd-balanced', 'storage'],
  },
  'shared files': {
    aws: ['efs', 'standard', 'storage'],
    azure: ['files', 'premium', 'storage'],
    gcp: ['filestore', 'basic-hdd', 'storage'],
  },
  'traffic to the internet': {
    aws: ['transfer', 'internet', 'out'],
    azure: ['transfer', 'internet', 'out'],
    gcp: ['transfer', 'internet', 'out'],
  },
  'traffic to another region': {
    aws: ['transfer', 'inter-region', 'out'],
    azure: ['transfer', 'inter-region', 'out'],
    gcp: ['transfer', 'inter-region', 'out'],
  },
  kubernetes: {
    aws: ['eks', 'cluster', 'control-plane'],
    azure: ['aks', 'cluster', 'control-plane'],
    gcp: ['gke', 'cluster', 'control-plane'],
  },
  'small database': {
    aws: ['rds-postgres', 'db.t3.small', 'instance'],
    azure: ['postgres', 'b1ms', 'instance'],
    gcp: ['sql-postgres', 'f1-micro', 'instance'],
  },
  'large database': {
    aws: ['rds-postgres', 'db.m5.large', 'instance'],
    azure: ['postgres', 'd2ds-v4', 'instance'],
    gcp: ['sql-postgres', 'n1-standard-2', 'instance'],
  },
  redis: {
    aws: ['elasticache', 'cache.t3.medium', 'instance'],
    azure: ['redis', 'c1-standard', 'instance'],
    gcp: ['memorystore', 'm1-standard', 'instance'],
  },
  metrics: {
    aws: ['cloudwatch', 'metric', 'month'],
    azure: ['monitor', 'metric', 'month'],
    gcp: ['monitoring', 'metric', 'month'],
  },
  logs: {
    aws: ['cloudwatch-logs', 'standard', 'ingest'],
    azure: ['monitor-logs', 'standard', 'ingest'],
    gcp: ['logging', 'standard', 'ingest'],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Cloud, Place>>>>;

/** What every cloud sells besides machines. */
export type ServiceName = keyof typeof SERVICES;

/** The price of a service; undefined where the catalogue has none. */
export function servicePrice(
  prices: PriceDesk,
  provider: Cloud,
  name: ServiceName,
): PriceRow | undefined {
  const [service, item, meter] = SERVICES[name][provider];
  return prices.find({ provider, service, item, meter, region: CLOUDS[provider].region });
}
