import { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../cost/catalogue/shipped.ts';
import { nodeClock } from '../node-clock.ts';

/** The prices of today: those that were shipped. */
export async function openCatalogue(): Promise<Catalogue> {
  const day = new Date(nodeClock.now()).toISOString().slice(0, 10);
  return new Catalogue(shippedPrices(), day);
}
