import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { readAwsInventory } from '../../src/adapters/inventory/aws/read-aws-inventory.ts';
import type { Inventory } from '../../src/contracts/inventory.ts';
import { MabError } from '../../src/core/errors.ts';
import { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../src/cost/catalogue/shipped.ts';
import { checklistTopic } from '../../src/cost/plan/checklist/checklist-topic.ts';
import { installOnce } from '../package/install-once.ts';
import { startMoto } from './moto-server.ts';

// An account of Moto, filled through AWS's own clients, and read back by ours.

const REGION = 'us-east-1';
const installed = installOnce(join(ROOT, 'test', 'aws'), 'aws-suite');
const moto =
  'missing' in installed
    ? { missing: `AWS's clients cannot be installed: ${installed.missing}` }
    : await startMoto();
const skip = 'missing' in moto ? moto.missing : false;
after(async () => {
  if ('close' in moto) await moto.close();
});

type Loaded = Readonly<Record<string, new (options: object) => object>>;
type Sender = { send(command: object): Promise<Record<string, unknown>>; destroy(): void };

function load(name: string): Loaded {
  assert.ok('folder' in installed);
  return createRequire(join(installed.folder, 'package.json'))(name) as Loaded;
}

Object.assign(process.env, {
  ...{ AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' },
  ...('url' in moto ? { AWS_ENDPOINT_URL: moto.url } : {}),
});

/** Sends one command of a service. */
async function send(service: string, command: string, input: object) {
  const module = load(`@aws-sdk/client-${service}`);
  const [Client, Command] = [CLIENTS[service], `${command}Command`].map(
    (name) => module[name ?? ''],
  );
  assert.ok(Client && Command, `${service} has no ${command}`);
  const client = new Client({ region: REGION }) as Sender;
  const answer = await client.send(new Command(input));
  client.destroy();
  return answer;
}

const CLIENTS: Readonly<Record<string, string>> = {
  ...{ ec2: 'EC2Client', 'auto-scaling': 'AutoScalingClient', cloudwatch: 'CloudWatchClient' },
  ...{ ecr: 'ECRClient', s3: 'S3Client' },
};

const anHourAgo = (): Date => new Date(Date.now() - 3_600_000);

async function fillAccount() {
  const images = await send('ec2', 'DescribeImages', { Owners: ['amazon'] });
  const [{ ImageId }] = images.Images as [{ ImageId: string }];
  const tag = { Key: 'mab:interruptible', Value: 'true' };
  const started = await send('ec2', 'RunInstances', {
    ...{ ImageId, InstanceType: 't3.xlarge', MinCount: 2, MaxCount: 2 },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [tag] }],
  });
  const [busy = '', idle = ''] = (started.Instances as { InstanceId: string }[]).map(
    ({ InstanceId }) => InstanceId,
  );
  for (const [id, use] of [
    [busy, 60],
    [idle, 2],
  ] as const) {
    await send('cloudwatch', 'PutMetricData', {
      Namespace: 'AWS/EC2',
      MetricData: [
        {
          ...{ MetricName: 'CPUUtilization', Unit: 'Percent', Value: use, Timestamp: anHourAgo() },
          Dimensions: [{ Name: 'InstanceId', Value: id }],
        },
      ],
    });
  }
  const volume = await send('ec2', 'CreateVolume', {
    ...{ AvailabilityZone: `${REGION}a`, Size: 100, VolumeType: 'gp3' },
  });
  const snapshot = await send('ec2', 'CreateSnapshot', { VolumeId: volume.VolumeId });
  await send('ecr', 'CreateRepository', { repositoryName: 'mab' });
  await send('ecr', 'PutImage', {
    ...{ repositoryName: 'mab', imageTag: 'v1' },
    imageManifest: JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 7, digest: 'a' },
      layers: [],
    }),
  });
  await send('s3', 'CreateBucket', { Bucket: 'results' });
  await send('s3', 'PutObject', { Bucket: 'results', Key: 'a', Body: 'x'.repeat(1000) });
  return { busy, idle, volume: String(volume.VolumeId), snapshot: String(snapshot.SnapshotId) };
}

test('an account is read, with nothing but commands that read, and found wanting', {
  skip,
}, async () => {
  const account = await fillAccount();
  const sent: string[] = [];
  const watched = async (name: string): Promise<unknown> =>
    Object.fromEntries(
      Object.entries(load(name)).map(([key, value]) => [
        key,
        key.endsWith('Command') ? recording(key, value, sent) : value,
      ]),
    );
  const inventory = await readAwsInventory({ region: REGION, load: watched }, Date.now());
  assert.deepEqual([...new Set(sent)].sort(), [
    'DescribeAutoScalingGroupsCommand',
    'DescribeImagesCommand',
    'DescribeInstancesCommand',
    'DescribePoliciesCommand',
    'DescribeRepositoriesCommand',
    'DescribeReservedInstancesCommand',
    'DescribeSnapshotsCommand',
    'DescribeVolumesCommand',
    'GetBucketLifecycleConfigurationCommand',
    'GetMetricStatisticsCommand',
    'ListMetricsCommand',
  ]);
  assertAccount(inventory, account);
  const catalogue = new Catalogue(shippedPrices(), '2026-11-24');
  const { tables = [] } = checklistTopic(inventory).advise({}, { catalogue });
  const found = tables.find(({ title }) => title === 'Findings')?.rows.map(({ what }) => what);
  assert.deepEqual(
    found?.toSorted(),
    [account.volume, `${account.idle} (t3.xlarge)`, `${account.busy} (t3.xlarge)`].sort(),
  );
});

/** Notes the name of each command that is made. */
function recording(name: string, Command: Loaded[string], sent: string[]) {
  return class extends Command {
    constructor(input: object) {
      super(input);
      sent.push(name);
    }
  };
}

function assertAccount(
  { machines = [], volumes = [], snapshots = [], images = [], buckets = [], ...others }: Inventory,
  account: Awaited<ReturnType<typeof fillAccount>>,
): void {
  const machine = { type: 't3.xlarge', state: 'running', market: 'on-demand', hoursPerMonth: 730 };
  const work = { ...machine, interruptible: true, inGroup: false };
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  assert.deepEqual(
    machines.toSorted(byId),
    [
      { ...work, id: account.busy, cpuPercent: 60 },
      { ...work, id: account.idle, cpuPercent: 2 },
    ].sort(byId),
  );
  const own = { id: account.volume, gb: 100, type: 'gp3', attached: false };
  assert.deepEqual(
    volumes.filter(({ attached }) => !attached),
    [own],
  );
  const shot = snapshots.find(({ id }) => id === account.snapshot);
  assert.deepEqual(shot, { id: account.snapshot, gb: 100, keep: false, ageDays: 0 });
  assert.deepEqual(
    images.map(({ repository, ageDays }) => [repository, ageDays]),
    [['mab', 0]],
  );
  // Moto’s own measure of a bucket is not its bytes; that there is one has to do.
  const [bucket] = buckets;
  assert.ok(bucket && bucket.gb > 0);
  assert.deepEqual(buckets, [
    { name: 'results', class: 'standard', gb: bucket.gb, lifecycle: false },
  ]);
  assert.deepEqual([others.groups, others.region], [[], REGION]);
  // Moto has no reservations: what cannot be read is left out and named.
  assert.equal(others.reservations, undefined);
  assert.match(others.notSeen[0] ?? '', /^AWS did not let us read reservations: /);
}

test('an account that cannot be reached is one clear error', { skip }, async () => {
  const before = process.env.AWS_ENDPOINT_URL;
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
  process.env.AWS_MAX_ATTEMPTS = '1';
  await assert.rejects(
    readAwsInventory({ region: REGION, load: async (name) => load(name) }, Date.now()),
    (error) => error instanceof MabError && error.code === 'AWS_NOT_READ',
  );
  process.env.AWS_ENDPOINT_URL = before;
  delete process.env.AWS_MAX_ATTEMPTS;
});
