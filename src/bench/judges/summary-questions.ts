import { z } from 'zod';
import type { JudgeQuestion } from './ask-judge.ts';
import type { Material } from './fenced-material.ts';
import type { VerdictForm } from './verdict.ts';

type Materials = readonly Material[];

/** Room for a model that thinks before it speaks. */
const SHORT_OUTPUT_TOKENS = 2_048;
/** For reasons and a list of numbers. Source: the judge's limit in `summarization_evaluate.py`. */
const LONG_OUTPUT_TOKENS = 4_096;

const FLUENT: VerdictForm<{ fluent: boolean }> = {
  name: 'fluency',
  schema: objectSchema({ fluent: { type: 'boolean' } }),
  instruction:
    'Answer with one JSON object and nothing else: {"fluent": true} or {"fluent": false}.',
  parser: z.strictObject({ fluent: z.boolean() }),
};

/** Whether the summary reads well. */
export function fluencyQuestion(materials: Materials): JudgeQuestion<{ fluent: boolean }> {
  return {
    step: 'fluency',
    rule:
      'Decide whether the summary of a book below is fluent. ' +
      'It is, if it is coherent, grammatical, and does not repeat itself; ' +
      'a last sentence that breaks off does not count against it. ' +
      'It is not, if it is hard to follow, gibberish, says the same again and again even in other ' +
      'words, or is not a summary but only the beginning of one. ' +
      'Whether what it says is true plays no part here.',
    materials,
    form: FLUENT,
    maxOutputTokens: SHORT_OUTPUT_TOKENS,
  };
}

/** Which key points the summary holds. */
export function recallQuestion(
  materials: Materials,
  keypoints: number,
): JudgeQuestion<{ found: number[] }> {
  return {
    step: 'recall',
    rule:
      'Below are a summary of a book and numbered key points that it should hold. ' +
      'Decide for each key point whether the summary holds it. ' +
      'It does, if it says most of what the key point says, in whatever words. ' +
      'It does not, if it says nothing of it, or something that contradicts it: ' +
      'another person, place or outcome.',
    materials,
    form: {
      name: 'recall',
      schema: listSchema('found'),
      instruction: listInstruction('found', `the key points that the summary holds`, keypoints),
      parser: z.strictObject({ reasons: z.string(), found: numbersUpTo(keypoints) }),
    },
    maxOutputTokens: LONG_OUTPUT_TOKENS,
  };
}

/** Which sentences of the summary the expert's summary supports. */
export function precisionQuestion(
  materials: Materials,
  sentences: number,
): JudgeQuestion<{ supported: number[] }> {
  return {
    step: 'precision',
    rule:
      'Below are a summary of a book, its sentences numbered, and a summary by an expert. ' +
      "Decide for each numbered sentence whether the expert's summary supports it. " +
      'It does, if the main facts of the sentence stand there too; ' +
      'lesser details such as a date, a place or a name may be missing. ' +
      'It does not, if the main facts are missing or contradicted there, ' +
      'or if the sentence adds remarks or interpretation that the expert does not have.',
    materials,
    form: {
      name: 'precision',
      schema: listSchema('supported'),
      instruction: listInstruction('supported', 'the supported sentences', sentences),
      parser: z.strictObject({ reasons: z.string(), supported: numbersUpTo(sentences) }),
    },
    maxOutputTokens: LONG_OUTPUT_TOKENS,
  };
}

function listInstruction(field: string, what: string, most: number): string {
  return (
    `Answer with one JSON object and nothing else: {"reasons": "…", "${field}": […]}. ` +
    `"reasons" says in short why. "${field}" lists the numbers of ${what}, ` +
    `each once and from 1 to ${most}; [] if there are none.`
  );
}

function listSchema(field: string) {
  const numbers = { type: 'array', items: { type: 'integer' } };
  return objectSchema({ reasons: { type: 'string' }, [field]: numbers });
}

function objectSchema(properties: Readonly<Record<string, object>>) {
  const required = Object.keys(properties);
  return { type: 'object', properties, required, additionalProperties: false };
}

function numbersUpTo(most: number) {
  return z
    .array(z.int().min(1).max(most))
    .refine((numbers) => new Set(numbers).size === numbers.length);
}
