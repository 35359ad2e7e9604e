import { z } from 'zod';
import type { Advice, InputSpec, InputValue, TopicSpec } from '../../contracts/advice.ts';
import type { PriceRow } from '../../contracts/prices.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { priceHealth } from '../catalogue/health.ts';
import { inputSpecs } from './inputs.ts';
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
  /** From earlier runs: stands in for defaults. */
  readonly measured?: Readonly<
    Record<string, { readonly value: InputValue; readonly note: string }>
  >;
}

/** One question that the advisor can answer. */
export interface Topic extends TopicSpec {
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
  readonly answer: (inputs: z.output<z.ZodObject<S, z.core.$strict>>, prices: PriceDesk) => Answer;
}

/** Makes a topic of a question, its inputs and the work. */
export function defineTopic<S extends z.core.$ZodLooseShape>({
  id,
  question,
  inputs,
  answer,
}: TopicDefinition<S>): Topic {
  const schema = z.strictObject(inputs);
  const specs: readonly InputSpec[] = inputSpecs(inputs as Record<string, z.ZodType>);
  return {
    ...{ id, question, inputs: specs },
    advise(given, { catalogue, measured = {} }) {
      const read = readInputs({ topic: id, schema, specs, given, measured });
      const prices = new PriceDesk(catalogue);
      const { warnings, ...result } = answer(read.values, prices);
      const used = prices.used();
      return {
        ...{ topic: id, question, ...result, inputs: read.list, prices: used },
        warnings: [...warnings, ...catalogue.notes, ...healthTexts(used, catalogue)],
      };
    },
  };
}

/** What is doubtful of the prices that went into an answer. */
function healthTexts(rows: readonly PriceRow[], catalogue: Catalogue): string[] {
  const models = rows.filter(({ service }) => service === 'models').map(({ item }) => item);
  const machines = rows.map(({ provider, item }) => `${provider}/${item}`);
  const used = { rows, models: [...new Set(models)], machines: [...new Set(machines)] };
  return priceHealth(used, catalogue).map(({ text }) => text);
}
