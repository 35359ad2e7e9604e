import type { z } from 'zod';
import type { Advice, TopicSpec } from '../../contracts/advice.ts';
import type { PriceRow } from '../../contracts/prices.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { priceHealth } from '../catalogue/health.ts';
import { type KnownInputs, type KnownWork, knownInputs, type Reading } from './from-work.ts';
import { type InputSheet, inputSheet } from './input-sheet.ts';
import { PriceDesk } from './price-desk.ts';
import { readInputs } from './read-inputs.ts';

/** What a topic works out; question, inputs, prices and their warnings are put around it. */
export type Answer = Pick<
  Advice,
  'answer' | 'options' | 'tables' | 'formulas' | 'warnings' | 'documents'
>;

/** What is known besides what the user says. */
export interface AdviceWorld {
  readonly catalogue: Catalogue;
  /** A run or an estimate: what it tells stands in for defaults. */
  readonly known?: KnownWork;
}

/** One question that the advisor can answer. */
export interface Topic extends TopicSpec, Pick<InputSheet, 'problemOf'> {
  /** The inputs that a run or an estimate tells. */
  knownInputs(known: KnownWork, catalogue: Catalogue): KnownInputs;
  /**
   * @param given  Inputs by name, as a user wrote them.
   * @throws {MabError} PLAN_INPUT_INVALID with all that is wrong; PRICE_MISSING; MACHINE_UNKNOWN.
   */
  advise(given: Readonly<Record<string, unknown>>, world: AdviceWorld): Advice;
}

/** A topic as its file writes it. */
interface TopicDefinition<S extends z.core.$ZodLooseShape> {
  readonly id: string;
  readonly question: string;
  /** Made with `inputs.ts`, so that each has unit, bounds, default and description. */
  readonly inputs: S;
  /** What a run or an estimate tells of them; absent: nothing. */
  readonly readings?: Readonly<Partial<Record<keyof S & string, Reading>>>;
  readonly answer: (inputs: z.output<z.ZodObject<S, z.core.$strict>>, prices: PriceDesk) => Answer;
}

/** Makes a topic of a question, its inputs and the work. */
export function defineTopic<S extends z.core.$ZodLooseShape>({
  id,
  question,
  inputs,
  readings,
  answer,
}: TopicDefinition<S>): Topic {
  const sheet = inputSheet(inputs);
  const { specs, problemOf } = sheet;
  const told: Topic['knownInputs'] = (known, catalogue) =>
    knownInputs({ ...readings } as Record<string, Reading>, specs, known, catalogue);
  return {
    ...{ id, question, inputs: specs, measurable: Object.keys({ ...readings }) },
    ...{ problemOf, knownInputs: told },
    advise(given, { catalogue, known: work }) {
      const known = work ? told(work, catalogue) : NOTHING_KNOWN;
      const read = readInputs({ topic: id, sheet, given, known: known.inputs });
      const prices = new PriceDesk(catalogue);
      const { warnings, ...result } = answer(read.values, prices);
      const used = prices.used();
      return {
        ...{ topic: id, question, ...result, inputs: read.list, prices: used },
        warnings: [
          ...silence(id, known, work),
          ...warnings,
          ...catalogue.notes,
          ...healthTexts(used, catalogue),
        ],
      };
    },
  };
}

const NOTHING_KNOWN: KnownInputs = { inputs: {}, warnings: [] };

/** Whoever names a run is told what it does not say. */
function silence(topic: string, { inputs, warnings }: KnownInputs, known?: KnownWork): string[] {
  const isSilent = known !== undefined && Object.keys(inputs).length === 0;
  return [
    ...warnings,
    ...(isSilent ? [`The ${known.work.origin} tells nothing that ${topic} asks for.`] : []),
  ];
}

/** What is doubtful of the prices that went into an answer. */
function healthTexts(rows: readonly PriceRow[], catalogue: Catalogue): string[] {
  const models = rows.filter(({ service }) => service === 'models').map(({ item }) => item);
  const machines = rows.map(({ provider, item }) => `${provider}/${item}`);
  const used = { rows, models: [...new Set(models)], machines: [...new Set(machines)] };
  return priceHealth(used, catalogue).map(({ text }) => text);
}
