import { monthlyHours } from '../../formulas/hours.ts';
import { type CostLine, machineLines, serviceLine, tokenLines } from '../cost-lines.ts';
import type { Cloud, PriceDesk } from '../price-desk.ts';
import { MODELS } from './models.ts';

/** The five questions of §10.2 of the requirements document. */
export interface Decisions {
  readonly scale: 'small' | 'medium' | 'large';
  readonly methods: 'long-context' | 'rag' | 'graph';
  readonly frequency: 'occasional' | 'regular' | 'continuous';
  readonly costSensitivity: 'high' | 'medium' | 'low';
  readonly team: 'one' | 'small' | 'large';
}

/** What each scale takes: the sizes of the three configurations of §10.1. */
const SCALES = {
  small: { cpu: 1, gpu: 1, objectGb: 10, diskGb: 50, archiveGb: 0, millionTokens: 20, outGb: 5 },
  medium: { cpu: 2, gpu: 1, objectGb: 50, diskGb: 100, archiveGb: 0, millionTokens: 50, outGb: 10 },
  large: {
    ...{ cpu: 3, gpu: 4, objectGb: 200, diskGb: 200, archiveGb: 1000 },
    ...{ millionTokens: 200, outGb: 50 },
  },
} as const;

/** Machines for the methods, by cloud; what §2 recommends, unless it is no longer sold. */
const MACHINES = {
  small: { aws: 't3.xlarge', azure: 'Standard_D4s_v3', gcp: 'n2-standard-4' },
  large: { aws: 'm6i.2xlarge', azure: 'Standard_E8s_v3', gcp: 'n2-highmem-8' },
  't4-gpu': { aws: 'g4dn.xlarge', azure: 'Standard_NC4as_T4_v3', gcp: 'n1-standard-4+t4' },
  '24-gib-gpu': { aws: 'g5.xlarge', azure: 'Standard_NV36ads_A10_v5', gcp: 'g2-standard-4' },
} as const satisfies Readonly<Record<string, Readonly<Record<Cloud, string>>>>;

const METHODS = {
  'long-context': { cpu: 'small', gpu: undefined },
  rag: { cpu: 'small', gpu: 't4-gpu' },
  graph: { cpu: 'large', gpu: '24-gib-gpu' },
} as const;

/** Hours a day: the upper end of each class. */
const HOURS_PER_DAY = { occasional: 8, regular: 16, continuous: 24 } as const;

const TEAMS = {
  one: { filesGb: 0, database: undefined, metrics: 10, logsGb: 1, cluster: false },
  small: { filesGb: 50, database: 'small database', metrics: 20, logsGb: 5, cluster: false },
  large: { filesGb: 100, database: 'large database', metrics: 50, logsGb: 20, cluster: true },
} as const;

/** How machines are paid: what frequency and sensitivity to cost come to. */
export function marketOf({ frequency, costSensitivity }: Decisions) {
  const meter = frequency === 'continuous' ? ('reserved-1y' as const) : ('on-demand' as const);
  const mixed = frequency === 'occasional' ? 0 : 0.5;
  const cpuSpot = { high: 1, medium: mixed, low: 0 }[costSensitivity];
  return { meter, cpuSpot, gpuSpot: costSensitivity === 'low' ? 0 : 1 };
}

/** What a user may say besides. */
export interface Amounts {
  readonly millionTokens?: number | undefined;
  readonly outputPercent: number;
}

/** The monthly bill of a leaf of the tree on one cloud. */
export function linesOf(
  prices: PriceDesk,
  cloud: Cloud,
  decisions: Decisions,
  { millionTokens, outputPercent }: Amounts,
): CostLine[] {
  const size = SCALES[decisions.scale];
  return [
    ...computeLines(prices, cloud, decisions),
    ...storageLines(prices, cloud, decisions),
    ...tokenLines(prices, {
      ...{ millionTokens: millionTokens ?? size.millionTokens, outputPercent },
      models: MODELS[decisions.costSensitivity],
    }),
    ...serviceLines(prices, cloud, decisions),
  ];
}

function computeLines(prices: PriceDesk, cloud: Cloud, decisions: Decisions): CostLine[] {
  const size = SCALES[decisions.scale];
  const { cpu, gpu } = METHODS[decisions.methods];
  const { meter, cpuSpot, gpuSpot } = marketOf(decisions);
  const hoursPerMonth = monthlyHours(HOURS_PER_DAY[decisions.frequency]);
  return [
    ...machineLines(prices, cloud, {
      ...{ item: 'machines', type: MACHINES[cpu][cloud], count: size.cpu },
      ...{ hoursPerMonth, meter, spotShare: cpuSpot },
    }),
    ...(gpu === undefined
      ? []
      : machineLines(prices, cloud, {
          ...{ item: 'GPU machines', type: MACHINES[gpu][cloud], count: size.gpu },
          ...{ hoursPerMonth, meter, spotShare: gpuSpot },
        })),
  ];
}

function storageLines(prices: PriceDesk, cloud: Cloud, { scale, team }: Decisions): CostLine[] {
  const { objectGb, diskGb, archiveGb } = SCALES[scale];
  const gb = (name: 'object storage' | 'disks' | 'archive' | 'shared files', quantity: number) =>
    quantity === 0 ? [] : [serviceLine(prices, cloud, { name, quantity, unit: 'GB' })];
  return [
    ...gb('object storage', objectGb),
    ...gb('disks', diskGb),
    ...gb('archive', archiveGb),
    ...gb('shared files', TEAMS[team].filesGb),
  ];
}

function serviceLines(prices: PriceDesk, cloud: Cloud, { scale, team }: Decisions): CostLine[] {
  const { database, metrics, logsGb, cluster } = TEAMS[team];
  const line = (name: Parameters<typeof serviceLine>[2]['name'], quantity: number, unit: string) =>
    serviceLine(prices, cloud, { name, quantity, unit });
  return [
    ...(cluster ? [line('kubernetes', 1, 'cluster'), line('redis', 1, 'node')] : []),
    ...(database === undefined ? [] : [line(database, 1, 'machine')]),
    line('metrics', metrics, 'metrics'),
    line('logs', logsGb, 'GB'),
    line('traffic to the internet', SCALES[scale].outGb, 'GB'),
    // A second region holds a copy of what the object storage holds.
    ...(cluster ? [line('traffic to another region', SCALES[scale].objectGb, 'GB')] : []),
  ];
}
