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

/** An invented film. */
export interface Film {
  readonly id: string;
  /** `The Silver Heron`; no two films have the same. */
  readonly title: string;
  /** As people write it in ReDial: `The Silver Heron (1954)`. */
  readonly mention: string;
}

/** Different films with the ids 1000, 1001, … */
export function drawFilms(random: Random, count: number): Film[] {
  const titles = new Set<string>();
  while (titles.size < count) titles.add(pick(random, FORMS)(random));
  return [...titles].map((title, at) => ({
    id: String(1_000 + at),
    title,
    mention: `${title} (${1930 + randomInt(random, 90)})`,
  }));
}
