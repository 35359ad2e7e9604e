import { type Random, randomInt } from '../../../core/random.ts';
import { pick } from './cast.ts';
import { GIVEN_NAMES, SHIP_QUALITIES, SHIP_THINGS, SURNAMES, TOWNS } from './names.ts';

const FORMS: readonly ((random: Random) => string)[] = [
  (random) => `The ${pick(random, SHIP_QUALITIES)} ${pick(random, SHIP_THINGS)}`,
  (random) => `The ${pick(random, SHIP_THINGS)} of ${pick(random, TOWNS)}`,
  (random) => `${pick(random, GIVEN_NAMES)} and the ${pick(random, SHIP_THINGS)}`,
  (random) => `The ${pick(random, SHIP_QUALITIES)} ${pick(random, SURNAMES)}`,
  (random) => `${pick(random, GIVEN_NAMES)} in ${pick(random, TOWNS)}`,
  (random) => `Return to ${pick(random, TOWNS)} and ${pick(random, TOWNS)}`,
];

/**
 * Names of different invented films, each with a year, as people write them in ReDial:
 * `The Silver Heron (1954)`. No two have the same words but for the year.
 */
export function drawFilmNames(random: Random, count: number): string[] {
  const titles = new Set<string>();
  while (titles.size < count) titles.add(pick(random, FORMS)(random));
  return [...titles].map((title) => `${title} (${1930 + randomInt(random, 90)})`);
}
