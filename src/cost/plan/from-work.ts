import type { InputSpec, InputValue } from '../../contracts/advice.ts';
import type { MeasuredWork } from '../../contracts/measured-work.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { DAYS_PER_MONTH } from '../formulas/hours.ts';
import { plain } from './number-text.ts';

/** Work that was measured or estimated, and how often a month it is done. */
export interface KnownWork {
  readonly work: MeasuredWork;
  readonly runsPerMonth: number;
}

/** An input that nobody said: it stands in for the default. */
export interface KnownInput {
  readonly value: InputValue;
  readonly from: MeasuredWork['kind'];
  /** Where it stems from: `run small-0123456789abcdef, 4 a month`. */
  readonly note: string;
}

/** What is known of an input, or why what is known cannot be used. */
type Told = { readonly value: InputValue; readonly note?: string } | { readonly unusable: string };

/** How an input is told by work. Undefined: the work does not tell it. */
export type Reading = (known: KnownWork, catalogue: Catalogue) => Told | undefined;

/** What one run tells, however often there is one. */
export function once(of: (work: MeasuredWork) => InputValue | undefined): Reading {
  return ({ work }) => {
    const value = of(work);
    return value === undefined ? undefined : { value };
  };
}

/** What grows with the runs of a month. */
export function monthly(of: (work: MeasuredWork) => number | undefined): Reading {
  return ({ work, runsPerMonth }) => {
    const value = of(work);
    return value === undefined
      ? undefined
      : { value: value * runsPerMonth, note: `${plain(runsPerMonth)} a month` };
  };
}

/** Hours a day of one machine, over the whole month. */
export const dailyHours = monthly(({ hours }) => hours && hours / DAYS_PER_MONTH);

/** A model that the catalogue has a price of; with another one nothing can be computed. */
export function priced(of: (work: MeasuredWork) => string | undefined): Reading {
  return ({ work }, catalogue) => {
    const model = of(work);
    if (model === undefined) return undefined;
    return catalogue.rows({ item: model, meter: 'input' }).length > 0
      ? { value: model }
      : { unusable: `${model} of the ${work.origin} has no price here` };
  };
}

/** Share of what models read and write that they write. */
export const writtenPercent = once(({ inputTokens, outputTokens }) => {
  const all = inputTokens + outputTokens;
  return all === 0 ? undefined : (100 * outputTokens) / all;
});

/** What work tells of inputs, and what of that cannot be used, a sentence each. */
export interface KnownInputs {
  readonly inputs: Readonly<Record<string, KnownInput>>;
  readonly warnings: readonly string[];
}

/**
 * The inputs that work tells, within their bounds: a run of a minute a day is the least that a
 * topic reckons with. Nothing where the work has none of what must be more than none.
 */
export function knownInputs(
  readings: Readonly<Record<string, Reading>>,
  specs: readonly InputSpec[],
  known: KnownWork,
  catalogue: Catalogue,
): KnownInputs {
  const told = specs.flatMap((spec) => {
    const one = readings[spec.name]?.(known, catalogue);
    return one ? [{ spec, one }] : [];
  });
  const { origin, kind } = known.work;
  const inputs = told.flatMap(({ spec, one }): [string, KnownInput][] => {
    const fitting = 'value' in one ? withinBounds(one.value, spec) : undefined;
    if (!fitting || 'unusable' in one) return [];
    const note = [origin, one.note, fitting.note].filter((part) => part !== undefined).join(', ');
    return [[spec.name, { value: fitting.value, from: kind, note }]];
  });
  const warnings = told.flatMap(({ spec, one }) =>
    'unusable' in one ? [`${one.unusable}: ${spec.name} is the default, or ${spec.flag}.`] : [],
  );
  return { inputs: Object.fromEntries(inputs), warnings };
}

function withinBounds(
  value: InputValue,
  { kind, min, max, unit = '' }: InputSpec,
): { readonly value: InputValue; readonly note?: string } | undefined {
  const numbers = Array.isArray(value) ? value : [value];
  const [number] = numbers;
  if (typeof number !== 'number' || min === undefined || max === undefined) return { value };
  if (number === 0 && min > 0) return undefined;
  const rounded = kind === 'whole' ? Math.round(number) : number;
  const fitting = Math.min(Math.max(rounded, min), max);
  const note =
    fitting === rounded ? undefined : `${plain(number)} taken as ${plain(fitting)} ${unit}`.trim();
  return { value: kind === 'numbers' ? [fitting] : fitting, ...(note && { note }) };
}
