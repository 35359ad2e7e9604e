import { z } from 'zod';

/**
 * What an account holds, as far as the cost checklist looks at it. A part that is absent was not
 * looked at; an empty one was, and there is nothing in it. Sizes are GB of 10⁹ bytes.
 */

const id = z.string().min(1).max(300);
const gb = z.number().min(0).max(1e9);
const days = z.number().min(0).max(36_500);
const percent = z.number().min(0).max(100);

export const BUCKET_CLASSES = [
  'standard',
  'standard-ia',
  'glacier-instant',
  'glacier-flexible',
  'deep-archive',
] as const;

const volume = z.strictObject({
  id,
  gb,
  type: z.string().min(1).default('gp3').describe('As the vendor names it: gp3, gp2 …'),
  attached: z.boolean(),
});

const machine = z.strictObject({
  id,
  type: z.string().min(1).describe('As the vendor names it: t3.xlarge.'),
  state: z.enum(['running', 'stopped']).default('running'),
  market: z.enum(['on-demand', 'spot']).default('on-demand'),
  cpuPercent: percent.optional().describe('Mean of the last days; absent: nobody knows.'),
  hoursPerMonth: z.number().min(0).max(744).default(730).describe('For which it runs.'),
  interruptible: z.boolean().default(false).describe('Whether its work may be taken back.'),
  inGroup: z.boolean().default(false).describe('Whether an auto scaling group started it.'),
});

const reservation = z.strictObject({
  id: id.optional(),
  type: z.string().min(1),
  count: z.int().min(1).max(100_000).default(1),
});

const group = z.strictObject({
  id,
  type: z.string().min(1).describe('Its machines.'),
  machines: z.int().min(0).max(100_000).describe('That run now.'),
  least: z.int().min(0).max(100_000),
  most: z.int().min(0).max(100_000),
  cpuPercent: percent.optional(),
  scales: z.boolean().describe('Whether a rule changes how many there are.'),
});

const image = z.strictObject({
  id,
  repository: z.string().min(1),
  gb,
  ageDays: days,
  inUse: z.boolean().default(false),
});

const snapshot = z.strictObject({
  id,
  gb,
  ageDays: days,
  keep: z.boolean().default(false).describe('Whether it has to stay, whatever its age.'),
});

const bucket = z.strictObject({
  name: id,
  class: z.enum(BUCKET_CLASSES).default('standard'),
  gb,
  daysSinceAccess: days.optional().describe('Absent: nobody knows.'),
  lifecycle: z.boolean().default(false).describe('Whether a rule moves what is old.'),
});

export const inventorySchema = z.strictObject({
  v: z.literal(1).default(1),
  provider: z.literal('aws').default('aws'),
  region: z.string().min(1).default('us-east-1'),
  takenOn: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day: 2026-11-24')
    .optional(),
  volumes: z.array(volume).optional(),
  machines: z.array(machine).optional(),
  reservations: z.array(reservation).optional(),
  groups: z.array(group).optional(),
  images: z.array(image).optional(),
  snapshots: z.array(snapshot).optional(),
  buckets: z.array(bucket).optional(),
  notSeen: z
    .array(z.string().min(1))
    .default([])
    .describe('What could not be looked at, as sentences.'),
});

export type Inventory = z.infer<typeof inventorySchema>;
export type InventoryMachine = z.infer<typeof machine>;
export type InventoryBucket = z.infer<typeof bucket>;
export type InventoryImage = z.infer<typeof image>;
