import type {
  FoundPrices,
  PriceFeed,
  PriceWeb,
  WantedPrices,
} from '../../../contracts/price-feed.ts';
import { type MachineFacts, type PriceRow, priceId } from '../../../contracts/prices.ts';
import { unreadable } from '../price-web-errors.ts';
import { roundPrice } from '../round-price.ts';
import { isPlainMachine, machineFacts, reservedPart, wantedTerm } from './machine-rows.ts';
import { type OfferRow, offerRows, offerUrl, PRICE_LIST } from './offer-file.ts';
import { isOffered, OFFERS, type Offered, offeredBy } from './offer-rules.ts';

/** Prices of machines that the file has: a spot price is on no list. */
const MACHINE_METERS = ['on-demand', 'reserved-1y', 'reserved-3y'];

/** Prices of AWS, on demand and reserved, from its public price list. Needs no account. */
export function createAwsFeed(): PriceFeed {
  return {
    name: 'aws',
    async find(wanted, web) {
      const collector = new AwsCollector(wanted);
      for (const region of wanted.regions) {
        for (const offer of collector.offers()) {
          await collector.read(web, offer, region);
        }
      }
      return collector.found();
    },
  };
}

class AwsCollector {
  readonly #wanted: WantedPrices;
  readonly #known: readonly PriceRow[];
  readonly #rows = new Map<string, PriceRow>();
  readonly #machines = new Map<string, MachineFacts>();
  readonly #reserved = new Map<string, PriceRow>();
  readonly #notes: string[] = [];

  constructor(wanted: WantedPrices) {
    this.#wanted = wanted;
    this.#known = wanted.prices.filter(({ provider }) => provider === 'aws');
  }

  /** Those in which a price has to be that the catalogue knows. */
  offers(): string[] {
    return Object.keys(OFFERS).filter((offer) => this.#known.some((row) => isIn(offer, row)));
  }

  async read(web: PriceWeb, offer: string, region: string): Promise<void> {
    const url = await offerUrl(web, offer, region);
    for await (const row of offerRows(web, url)) {
      const isHere = row('Region Code') === region;
      if (!isHere || row('Currency') !== 'USD') continue;
      if (offer === 'AmazonEC2' && isPlainMachine(row)) this.#machine(row, region, url);
      else this.#service(row, offeredBy(offer, row), region, url);
    }
  }

  #machine(row: OfferRow, region: string, url: URL): void {
    const item = row('Instance Type');
    if (!this.#isKnown('ec2', item) && !this.#wanted.allMachines) return;
    if (row('TermType') === 'OnDemand' && row('Unit') === 'Hrs') {
      const price = {
        service: 'ec2',
        item,
        meter: 'on-demand',
        unit: 'usd/hour',
        times: 1,
      } as const;
      this.#add(this.#priceRow(row, price, region, url));
      this.#facts(row);
      return;
    }
    const part = reservedPart(row);
    if (part?.term !== wantedTerm(this.#known, item, part?.meter ?? '')) return;
    const { meter, term, usdPerHour } = part;
    const offered = { service: 'ec2', item, meter, unit: 'usd/hour', times: 1 } as const;
    const whole = { ...this.#priceRow(row, offered, region, url), term };
    // The fee at the start and the hours are two rows, in any order.
    const before = this.#reserved.get(priceId(whole))?.value ?? 0;
    this.#reserved.set(priceId(whole), { ...whole, value: before + usdPerHour });
  }

  #facts(row: OfferRow): void {
    const facts = machineFacts(row);
    const isKnown = this.#wanted.machines.some(({ type }) => type === row('Instance Type'));
    if (facts && !isKnown) this.#machines.set(facts.type, facts);
  }

  #service(row: OfferRow, offered: Offered | undefined, region: string, url: URL): void {
    const isFirstTier = ['', '0'].includes(row('StartingRange'));
    if (!offered || row('TermType') !== 'OnDemand' || !isFirstTier) return;
    if (this.#isKnown(offered.service, offered.item)) {
      this.#add(this.#priceRow(row, offered, region, url));
    }
  }

  #isKnown(service: string, item: string): boolean {
    return this.#known.some((row) => row.service === service && row.item === item);
  }

  #priceRow(row: OfferRow, offered: Offered, region: string, url: URL): PriceRow {
    const { times, ...price } = offered;
    const value = Number(row('PricePerUnit'));
    if (row('PricePerUnit') === '' || !(value >= 0)) {
      throw unreadable(url, `has the price "${row('PricePerUnit')}"`);
    }
    return {
      ...{ provider: 'aws', ...price, value: roundPrice(value * times), region },
      ...{ currency: 'USD', source: 'aws-price-list', date: this.#wanted.day },
    };
  }

  #add(row: PriceRow): void {
    const before = this.#rows.get(priceId(row));
    if (before && before.value !== row.value) {
      this.#notes.push(
        `AWS lists ${priceId(row)} at ${before.value} and at ${row.value} ${row.unit}. The first ` +
          'is kept.',
      );
    }
    if (!before) this.#rows.set(priceId(row), row);
  }

  found(): FoundPrices {
    const reserved = [...this.#reserved.values()];
    return {
      sources: {
        'aws-price-list': {
          ...{ name: 'AWS price list, offer files', licence: 'facts', date: this.#wanted.day },
          url: PRICE_LIST.href,
        },
      },
      prices: [
        ...this.#rows.values(),
        ...reserved.map((row) => ({ ...row, value: roundPrice(row.value) })),
      ],
      machines: [...this.#machines.values()],
      lookedFor: this.#known.filter(
        (row) =>
          this.#wanted.regions.includes(row.region) &&
          Object.keys(OFFERS).some((offer) => isIn(offer, row)),
      ),
      notes: this.#notes,
    };
  }
}

/** Whether a known price has to be in an offer file. */
function isIn(offer: string, row: PriceRow): boolean {
  const isMachine = row.service === 'ec2' && MACHINE_METERS.includes(row.meter);
  return isOffered(offer, row) || (offer === 'AmazonEC2' && isMachine);
}
