import type { BUCKET_CLASSES, Inventory } from '../../../contracts/inventory.ts';
import { imagesSchema, metricsSchema, repositoriesSchema, statisticsSchema } from './aws-wire.ts';
import { daysSince } from './read-machines.ts';
import { allPages, type Reading } from './reading.ts';

const DAY_MS = 86_400_000;
/** A container image that was pulled in so many days is in use. */
const PULLED_DAYS = 30;

/** Container images of all repositories. */
export async function readImages(reading: Reading): Promise<Inventory['images']> {
  const pages = await allPages(reading, 'ecr', 'DescribeRepositories', repositoriesSchema);
  const images: NonNullable<Inventory['images']> = [];
  for (const { repositoryName } of pages.flatMap(({ repositories }) => repositories)) {
    const input = { repositoryName };
    const details = await allPages(reading, 'ecr', 'DescribeImages', imagesSchema, input);
    for (const image of details.flatMap(({ imageDetails }) => imageDetails)) {
      const { imageDigest: id, imageSizeInBytes, imagePushedAt, lastRecordedPullTime } = image;
      images.push({
        ...{ id, repository: repositoryName, gb: (imageSizeInBytes ?? 0) / 1e9 },
        ageDays: imagePushedAt ? daysSince(imagePushedAt, reading.now) : 0,
        inUse:
          lastRecordedPullTime instanceof Date &&
          daysSince(lastRecordedPullTime, reading.now) <= PULLED_DAYS,
      });
    }
  }
  return images;
}

/** How CloudWatch names the classes of S3. */
const CLASSES: Readonly<Record<string, (typeof BUCKET_CLASSES)[number]>> = {
  StandardStorage: 'standard',
  StandardIAStorage: 'standard-ia',
  GlacierInstantRetrievalStorage: 'glacier-instant',
  GlacierStorage: 'glacier-flexible',
  DeepArchiveStorage: 'deep-archive',
};

/** Buckets, an entry for each class that they use. When they were last read AWS does not say. */
export async function readBuckets(reading: Reading): Promise<Inventory['buckets']> {
  const pages = await allPages(reading, 'cloudwatch', 'ListMetrics', metricsSchema, {
    ...{ Namespace: 'AWS/S3', MetricName: 'BucketSizeBytes' },
  });
  const buckets: NonNullable<Inventory['buckets']> = [];
  for (const { Dimensions } of pages.flatMap(({ Metrics }) => Metrics)) {
    const value = (name: string) => Dimensions.find((one) => one.Name === name)?.Value;
    const [name, type] = [value('BucketName'), value('StorageType')];
    const kind = CLASSES[type ?? ''];
    if (name === undefined || kind === undefined) continue;
    const bytes = await lastSize(reading, Dimensions);
    const lifecycle = await hasLifecycle(reading, name);
    if (bytes > 0) buckets.push({ name, class: kind, gb: bytes / 1e9, lifecycle });
  }
  return buckets;
}

/** As CloudWatch has it, once a day; 0 where it has none. */
async function lastSize({ reader, now }: Reading, dimensions: readonly object[]): Promise<number> {
  const answer = await reader.ask('cloudwatch', 'GetMetricStatistics', {
    ...{ Namespace: 'AWS/S3', MetricName: 'BucketSizeBytes', Statistics: ['Average'] },
    Dimensions: dimensions,
    ...{ StartTime: new Date(now - 3 * DAY_MS), EndTime: new Date(now), Period: 86_400 },
  });
  const points = statisticsSchema
    .parse(answer)
    .Datapoints.toSorted((a, b) => Number(a.Timestamp) - Number(b.Timestamp));
  return points.at(-1)?.Average ?? 0;
}

async function hasLifecycle({ reader }: Reading, bucket: string): Promise<boolean> {
  try {
    await reader.ask('s3', 'GetBucketLifecycleConfiguration', { Bucket: bucket });
    return true;
  } catch (error) {
    if ((error as { name?: string }).name === 'NoSuchLifecycleConfiguration') return false;
    throw error;
  }
}
