import type { Inventory } from '../../../contracts/inventory.ts';
import {
  groupsSchema,
  instancesSchema,
  machineImagesSchema,
  policiesSchema,
  reservedSchema,
  snapshotsSchema,
  statisticsSchema,
  volumesSchema,
} from './aws-wire.ts';
import { allPages, type Reading } from './reading.ts';

/** Days over which the use of processors is averaged. */
const USE_DAYS = 14;
const DAY_S = 86_400;
const DAY_MS = DAY_S * 1_000;
/** The tag that says that the work of a machine may be taken back. */
const INTERRUPTIBLE = 'mab:interruptible';

/** Disks of the account. */
export async function readVolumes(reading: Reading): Promise<Inventory['volumes']> {
  const pages = await allPages(reading, 'ec2', 'DescribeVolumes', volumesSchema);
  return pages
    .flatMap(({ Volumes }) => Volumes)
    .map(({ VolumeId, Size, VolumeType, State }) => ({
      ...{ id: VolumeId, gb: Size, type: VolumeType, attached: State !== 'available' },
    }));
}

/** Machines that run or are stopped, with the mean use of their processors. */
export async function readMachines(reading: Reading): Promise<Inventory['machines']> {
  const pages = await allPages(reading, 'ec2', 'DescribeInstances', instancesSchema);
  const all = pages.flatMap(({ Reservations }) => Reservations.flatMap((one) => one.Instances));
  const machines: NonNullable<Inventory['machines']> = [];
  for (const { InstanceId: id, InstanceType: type, State, InstanceLifecycle, Tags } of all) {
    if (State.Name !== 'running' && State.Name !== 'stopped') continue;
    const cpuPercent = State.Name === 'running' ? await meanUse(reading, id) : undefined;
    const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    machines.push({
      ...{ id, type, state: State.Name, hoursPerMonth: 730 },
      market: InstanceLifecycle === 'spot' ? 'spot' : 'on-demand',
      ...(cpuPercent === undefined ? {} : { cpuPercent }),
      interruptible: tags.get(INTERRUPTIBLE) === 'true',
      inGroup: tags.has('aws:autoscaling:groupName'),
    });
  }
  return machines;
}

/** In percent; undefined for a machine that has not been measured. */
async function meanUse({ reader, now }: Reading, id: string): Promise<number | undefined> {
  const answer = await reader.ask('cloudwatch', 'GetMetricStatistics', {
    ...{ Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Statistics: ['Average'] },
    Dimensions: [{ Name: 'InstanceId', Value: id }],
    ...{ StartTime: new Date(now - USE_DAYS * DAY_MS), EndTime: new Date(now), Period: DAY_S },
  });
  const means = statisticsSchema
    .parse(answer)
    .Datapoints.flatMap(({ Average }) => (typeof Average === 'number' ? [Average] : []));
  if (means.length === 0) return undefined;
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

/** Reservations that hold now. */
export async function readReservations({ reader }: Reading): Promise<Inventory['reservations']> {
  const answer = await reader.ask('ec2', 'DescribeReservedInstances', {
    Filters: [{ Name: 'state', Values: ['active'] }],
  });
  return reservedSchema
    .parse(answer)
    .ReservedInstances.map(({ ReservedInstancesId: id, InstanceType: type, InstanceCount }) => ({
      ...{ id, type, count: InstanceCount },
    }));
}

/** Snapshots of the account; those of its machine images have to stay. */
export async function readSnapshots(reading: Reading): Promise<Inventory['snapshots']> {
  const owned = { OwnerIds: ['self'] };
  const pages = await allPages(reading, 'ec2', 'DescribeSnapshots', snapshotsSchema, owned);
  const images = machineImagesSchema.parse(
    await reading.reader.ask('ec2', 'DescribeImages', { Owners: ['self'] }),
  );
  const needed = new Set(
    images.Images.flatMap((one) => one.BlockDeviceMappings.map(({ Ebs }) => Ebs?.SnapshotId)),
  );
  return pages
    .flatMap(({ Snapshots }) => Snapshots)
    .map(({ SnapshotId: id, VolumeSize, StartTime }) => ({
      ...{ id, gb: VolumeSize, keep: needed.has(id) },
      ageDays: StartTime ? daysSince(StartTime, reading.now) : 0,
    }));
}

/** Auto scaling groups; what scales has a policy. */
export async function readGroups(
  reading: Reading,
  machines: Inventory['machines'] = [],
): Promise<Inventory['groups']> {
  const pages = await allPages(
    ...([reading, 'auto-scaling', 'DescribeAutoScalingGroups', groupsSchema] as const),
  );
  const policies = await allPages(reading, 'auto-scaling', 'DescribePolicies', policiesSchema);
  const scaling = new Set(
    policies.flatMap((page) => page.ScalingPolicies.map((one) => one.AutoScalingGroupName)),
  );
  return pages
    .flatMap(({ AutoScalingGroups }) => AutoScalingGroups)
    .flatMap(({ AutoScalingGroupName: id, MinSize, MaxSize, Instances }) => {
      const type = Instances[0]?.InstanceType;
      if (!type) return [];
      const uses = machines
        .filter((machine) => Instances.some((one) => one.InstanceId === machine.id))
        .flatMap(({ cpuPercent }) => (cpuPercent === undefined ? [] : [cpuPercent]));
      const mean = uses.reduce((sum, use) => sum + use, 0) / uses.length;
      return {
        ...{ id, type, machines: Instances.length, least: MinSize, most: MaxSize },
        ...(uses.length > 0 ? { cpuPercent: mean } : {}),
        scales: scaling.has(id),
      };
    });
}

/** Whole days, never negative. */
export function daysSince(then: Date, now: number): number {
  return Math.max(0, Math.floor((now - then.getTime()) / DAY_MS));
}
