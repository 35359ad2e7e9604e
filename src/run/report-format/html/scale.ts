/** Maps values to a length, with the values that deserve a label. */
export interface Scale {
  /** Where a value stands, from 0 to 1. */
  position(value: number): number;
  readonly ticks: readonly number[];
  readonly isLogarithmic: boolean;
}

/** From this ratio of largest to smallest on, equal steps would crowd most values at one end. */
const LOGARITHMIC_FROM = 20;

/**
 * A scale for values from 0 up: linear from 0, or logarithmic where they span decades and none is
 * 0. Ticks are 1, 2 or 5 times a power of ten, at most six of them.
 */
export function createScale(values: readonly number[]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least > 0 && most / least >= LOGARITHMIC_FROM) return logarithmic(least, most);
  return linear(most);
}

function linear(most: number): Scale {
  const step = niceStep((most > 0 ? most : 1) / 4);
  const steps = Math.max(1, Math.ceil(most / step - 1e-9));
  return {
    position: (value) => value / (steps * step),
    ticks: Array.from({ length: steps + 1 }, (_, at) => at * step),
    isLogarithmic: false,
  };
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function logarithmic(least: number, most: number): Scale {
  // A little room, so that no point stands on the edge.
  const [from, to] = [Math.log10(least) - 0.15, Math.log10(most) + 0.15];
  const decades = range(Math.floor(from), Math.ceil(to));
  const every = Math.ceil(decades.length / 6);
  const powers = decades.filter((_, at) => at % every === 0).map((power) => 10 ** power);
  const fine = decades.flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power));
  const inside = (ticks: readonly number[]): number[] =>
    ticks.filter((tick) => Math.log10(tick) >= from && Math.log10(tick) <= to);
  return {
    position: (value) => (Math.log10(value) - from) / (to - from),
    ticks: inside(powers).length >= 3 || inside(fine).length > 6 ? inside(powers) : inside(fine),
    isLogarithmic: true,
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
