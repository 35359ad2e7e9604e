import { z } from 'zod';
import type { FoundPrices, PriceFeed, WantedPrices } from '../../../contracts/price-feed.ts';
import type { MachineFacts, PriceRow } from '../../../contracts/prices.ts';
import { parseDocument } from '../parse-document.ts';
import { unreadable } from '../price-web-errors.ts';
import { roundPrice } from '../round-price.ts';

const ADVISOR = new URL('https://spot-bid-advisor.s3.amazonaws.com/spot-advisor-data.json');

const advisorData = z.object({
  instance_types: z.record(
    z.string(),
    z.object({ cores: z.number().positive(), ram_gb: z.number().positive() }),
  ),
  /** Region → system → machine → saving in percent, and band of interruptions. */
  spot_advisor: z.record(
    z.string(),
    z.record(
      z.string(),
      z.record(z.string(), z.object({ s: z.number().min(0).max(100), r: z.int().min(0).max(4) })),
    ),
  ),
});
type AdvisorData = z.infer<typeof advisorData>;

/** Source: `ranges` of the same document. */
const BANDS = ['<5%', '5-10%', '10-15%', '15-20%', '>20%'] as const;

/**
 * Spot machines of AWS: how much less they cost than on demand, and how often they are taken back.
 * The advisor tells a saving, no price, so the price on demand has to be known.
 */
export function createSpotFeed(): PriceFeed {
  return {
    name: 'spot',
    async find(wanted, web) {
      return findSpot(wanted, parseDocument(advisorData, await web.json(ADVISOR), ADVISOR.href));
    },
  };
}

function findSpot(wanted: WantedPrices, data: AdvisorData): FoundPrices {
  const notes: string[] = [];
  const prices: PriceRow[] = [];
  const machines = new Map<string, MachineFacts>();
  for (const region of wanted.regions) {
    const advice = data.spot_advisor[region]?.Linux;
    if (!advice) throw unreadable(ADVISOR, `knows no ${region}`);
    for (const [item, { s: saving, r: band }] of Object.entries(advice)) {
      const facts = factsOf(item, wanted, data);
      const onDemand = wanted.prices.findLast(
        (row) =>
          row.service === 'ec2' &&
          row.item === item &&
          row.meter === 'on-demand' &&
          row.region === region,
      );
      if (!facts) continue;
      if (!onDemand) {
        notes.push(
          `${item} has no price on demand in ${region}, so none for spot; add --source aws.`,
        );
        continue;
      }
      prices.push(spotRow(onDemand, saving, wanted.day));
      // One band is kept of a machine: that of the region which was named first.
      if (machines.has(item)) continue;
      machines.set(item, {
        ...facts,
        interruption: { band: BANDS[band] ?? '>20%', region, date: wanted.day },
      });
    }
  }
  return {
    sources: {
      'spot-advisor': {
        ...{ name: 'AWS Spot Instance Advisor: price on demand × (1 − saving)', licence: 'facts' },
        ...{ date: wanted.day, url: ADVISOR.href },
      },
    },
    ...{ prices, machines: [...machines.values()], notes },
    lookedFor: wanted.prices.filter(
      ({ service, meter, region }) =>
        service === 'ec2' && meter === 'spot' && wanted.regions.includes(region),
    ),
  };
}

function factsOf(
  item: string,
  { machines, allMachines }: WantedPrices,
  { instance_types: types }: AdvisorData,
): MachineFacts | undefined {
  const known = machines.find(({ provider, type }) => provider === 'aws' && type === item);
  const told = types[item];
  if (known || !allMachines || !told) return known;
  return { provider: 'aws', type: item, vcpu: told.cores, memoryGib: told.ram_gb };
}

function spotRow(
  { note: _, term: __, ...onDemand }: PriceRow,
  saving: number,
  day: string,
): PriceRow {
  return {
    ...onDemand,
    ...{ meter: 'spot', value: roundPrice(onDemand.value * (1 - saving / 100)) },
    ...{ source: 'spot-advisor', date: day, confidence: 'medium' },
    note: `${saving} % below ${onDemand.value} on demand of ${onDemand.source}, ${onDemand.date}`,
  };
}
