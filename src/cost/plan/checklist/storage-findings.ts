import type { InventoryBucket, InventoryImage } from '../../../contracts/inventory.ts';
import { plain, usd } from '../number-text.ts';
import type { PriceDesk } from '../price-desk.ts';
import type { Finding, ItemCheck } from './finding.ts';

/** Disks that no machine has. */
export const unattachedVolumes: ItemCheck = {
  item: 'volumes',
  needs: ['volumes'],
  find: ({ volumes = [], region }, _, prices) =>
    volumes
      .filter(({ attached }) => !attached)
      .map(({ id, gb, type }) =>
        storageFinding(prices, {
          ...{ item: 'volumes', what: id, gb, region, service: 'ebs', kind: type },
          advice: 'Make a snapshot if anybody may want it, and delete it.',
        }),
      ),
};

/** Images beyond the newest of their repository, and snapshots, that are old. */
export const oldImages: ItemCheck = {
  item: 'images',
  needs: ['images', 'snapshots'],
  find({ images = [], snapshots = [], region }, { oldDays, imagesKept }, prices) {
    const repositories = [...Map.groupBy(images, ({ repository }) => repository).values()];
    const old = repositories.flatMap((ofOne) => beyondNewest(ofOne, imagesKept));
    return [
      ...old
        .filter(({ inUse }) => !inUse)
        .map(({ id, gb, repository }) =>
          storageFinding(prices, {
            ...{ item: 'images', what: `${repository} ${id}`, gb, region },
            ...{ service: 'ecr', kind: 'private' },
            advice: `Delete it; the newest ${imagesKept} stay. A lifecycle policy does so by itself.`,
          }),
        ),
      ...snapshots
        .filter(({ ageDays, keep }) => ageDays > oldDays && !keep)
        .map(({ id, gb, ageDays }) =>
          storageFinding(prices, {
            ...{ item: 'images', what: id, gb, region, service: 'ebs', kind: 'snapshot' },
            advice: `Delete it: it is ${plain(ageDays)} days old.`,
          }),
        ),
    ];
  },
};

function beyondNewest(images: readonly InventoryImage[], kept: number): readonly InventoryImage[] {
  return images.toSorted((a, b) => a.ageDays - b.ageDays).slice(kept);
}

interface Stored extends Pick<Finding, 'item' | 'what' | 'advice'> {
  readonly gb: number;
  readonly region: string;
  readonly service: string;
  readonly kind: string;
}

function storageFinding(prices: PriceDesk, stored: Stored): Finding {
  const { item, what, advice, gb, region, service, kind } = stored;
  const price = prices.find({ provider: 'aws', service, item: kind, meter: 'storage', region });
  return {
    ...{ item, what, advice, usdPerMonth: price ? gb * price.value : null },
    formula: price
      ? `${plain(gb)} GB × ${price.value} = ${usd(gb * price.value)}`
      : `${plain(gb)} GB of ${service} ${kind} in ${region}: no price known`,
  };
}

/** Buckets that nobody has read for long, in a class that is dear to keep. */
export const coldBuckets: ItemCheck = {
  item: 'classes',
  needs: ['buckets'],
  find: ({ buckets = [], region }, { coldDays, archiveDays }, prices) =>
    buckets.flatMap((bucket) => {
      const { daysSinceAccess: idle } = bucket;
      if (idle === undefined || idle < coldDays) return [];
      const to = idle >= archiveDays ? 'deep-archive' : 'standard-ia';
      return classFinding(bucket, { to, region }, prices) ?? [];
    }),
};

/** Days for which a class is paid at least: S3 user guide, storage classes. */
const LEAST_DAYS = { 'standard-ia': 30, 'deep-archive': 180 } as const;

function classFinding(
  { name, class: from, gb, daysSinceAccess = 0, lifecycle }: InventoryBucket,
  { to, region }: { readonly to: keyof typeof LEAST_DAYS; readonly region: string },
  prices: PriceDesk,
): Finding | undefined {
  const priceOf = (item: string) =>
    prices.find({ provider: 'aws', service: 's3', item, meter: 'storage', region })?.value;
  const [now, later] = [priceOf(from), priceOf(to)];
  if (now !== undefined && later !== undefined && later >= now) return undefined;
  const known = now !== undefined && later !== undefined;
  const rule = lifecycle ? '' : ' No lifecycle rule does so by itself: add one.';
  return {
    ...{ item: 'classes', what: name, usdPerMonth: known ? gb * (now - later) : null },
    advice:
      `Not read for ${plain(daysSinceAccess)} days: move it from ${from} to ${to}, which is paid ` +
      `for ${LEAST_DAYS[to]} days at least, and for reading.${rule}`,
    formula: known
      ? `${plain(gb)} GB × (${now} − ${later}) = ${usd(gb * (now - later))}`
      : `${plain(gb)} GB from ${from} to ${to} in ${region}: no price known`,
  };
}
