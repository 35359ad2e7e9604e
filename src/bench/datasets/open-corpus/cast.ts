import { type Random, randomInt, shuffled } from '../../../core/random.ts';
import {
  FIRM_ENDINGS,
  GIVEN_NAMES,
  SHIP_QUALITIES,
  SHIP_THINGS,
  SURNAMES,
  TOWNS,
} from './names.ts';
import type { EntityKind } from './relations.ts';

/** Somebody or something that facts are about. */
export interface Entity {
  readonly kind: EntityKind;
  /** As an answer: `Silver Heron`. */
  readonly name: string;
  /** As within a sentence: `the Silver Heron`. */
  readonly mention: string;
}

export type Cast = Readonly<Record<EntityKind, readonly Entity[]>>;

/** Draws this many different people, towns, ships and firms; fewer only where the names run out. */
export function drawCast(random: Random, sizes: Readonly<Record<EntityKind, number>>): Cast {
  const draw = (kind: EntityKind, heads: readonly string[], tails: readonly string[]) =>
    pairsOf(random, heads, tails, sizes[kind]).map((name) => entity(kind, name));
  return {
    person: draw('person', GIVEN_NAMES, SURNAMES),
    ship: draw('ship', SHIP_QUALITIES, SHIP_THINGS),
    firm: draw('firm', SURNAMES, FIRM_ENDINGS),
    town: shuffled(TOWNS, random)
      .slice(0, sizes.town)
      .map((name) => entity('town', name)),
  };
}

function entity(kind: EntityKind, name: string): Entity {
  return { kind, name, mention: kind === 'ship' ? `the ${name}` : name };
}

/** Different two-word names, at most `wanted`. */
function pairsOf(
  random: Random,
  heads: readonly string[],
  tails: readonly string[],
  wanted: number,
): string[] {
  const names = new Set<string>();
  const most = Math.min(wanted, heads.length * tails.length);
  while (names.size < most) {
    names.add(`${pick(random, heads)} ${pick(random, tails)}`);
  }
  return [...names];
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[randomInt(random, items.length)] as T;
}
