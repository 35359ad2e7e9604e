import pLimit from 'p-limit';
import { WeightedRoom } from './weighted-room.ts';

/** What a run works on at once: enough to keep the calls coming, little enough for the memory. */
export interface WorkBounds {
  readonly unitsAtOnce: number;
  /** @param characters  Of the unit's context. */
  unit<T>(characters: number, work: () => Promise<T>): Promise<T>;
  /** For the questions of one unit; `characters` as above. */
  questions(characters: number): <T>(work: () => Promise<T>) => Promise<T>;
}

const UNITS_AT_ONCE = 4;

/** Questions that are answered at once wait for each other's calls. */
export function narrowBounds(concurrency: number): WorkBounds {
  return {
    unitsAtOnce: UNITS_AT_ONCE,
    unit: (_, work) => work(),
    questions: () => pLimit(concurrency),
  };
}

/**
 * Calls of one unit that are in flight together on average, in narrow bounds: units that are under
 * way together share the calls that a run may have in flight.
 *
 * @param units  That are to be run, from 1.
 */
export function callsOfUnit(concurrency: number, units: number): number {
  return Math.ceil(concurrency / Math.max(1, Math.min(UNITS_AT_ONCE, units)));
}

const WIDE_UNITS_AT_ONCE = 64;
/** Of the contexts of units under way: an index takes several times as much. */
const UNIT_CHARACTERS_MAX = 64_000_000;
/** Of all questions that wait: each may hold its whole context, as a string. */
const QUESTION_CHARACTERS_MAX = 512_000_000;

/**
 * For calls that wait for hours: what waits together is one batch, so everything that fits into the
 * memory is asked at once. Questions of a context of 65,536 tokens (260,000 characters) are about
 * 2,000.
 */
export function wideBounds(): WorkBounds {
  const units = new WeightedRoom(UNIT_CHARACTERS_MAX);
  const questions = new WeightedRoom(QUESTION_CHARACTERS_MAX);
  return {
    unitsAtOnce: WIDE_UNITS_AT_ONCE,
    unit: (characters, work) => units.during(characters, work),
    questions: (characters) => (work) => questions.during(characters, work),
  };
}
