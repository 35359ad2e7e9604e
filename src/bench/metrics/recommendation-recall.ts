import type { AnswerSpace, QuestionScores, Scorer } from '../../contracts/metric.ts';
import { MabError } from '../../core/errors.ts';
import { requireAnswers } from './answer-scores.ts';
import { lenientForm } from './lenient-form.ts';
import { createNearestName } from './nearest-name.ts';
import { lenientRecommendations, strictRecommendations } from './recommendation-list.ts';

const CUTOFFS = [1, 5, 10] as const;
const LONGEST_LIST = 10;
/** Edits that a lenient match may take for each character of the name as the reply has it. */
const LENIENT_EDITS_SHARE = 0.2;

export const RECOMMENDATION_METRICS = [
  ...CUTOFFS.map((cutoff) => `recall_at_${cutoff}`),
  ...CUTOFFS.map((cutoff) => `recall_at_${cutoff}_lenient`),
] as [string, ...string[]];

/**
 * Recommendations against the accepted items, whose ids are the question's answers.
 *
 * `recall_at_k`: the share of the accepted items whose name is among the names nearest, by edit
 * distance without regard to case, to the first k names of the reply. Every name has a nearest one,
 * so a remark is an item too. Source: `_process_recsys_dataset` of the reference. Deviation: of
 * names equally near the first of the table is taken, where the reference's choice changes from
 * process to process.
 *
 * `recall_at_k_lenient`: the list is read as people would read it, names are compared in lenient
 * form, one that is within an edit for each five characters of an item's is that item, others are
 * none, and an item that is named twice takes one place. Source: none; our own.
 *
 * @throws {MabError} ITEM_TABLE_MISSING without items, ITEM_UNKNOWN for an answer that is no id,
 *   ANSWERS_EMPTY.
 */
export function createRecommendationScorer({ items }: AnswerSpace): Scorer {
  if (!items) {
    throw new MabError('ITEM_TABLE_MISSING', 'Recommendations need the table of items.', {
      hint: 'Name entity2id.json by data.itemTable in the configuration.',
    });
  }
  const { ids, names } = items;
  const namesById = new Map(ids.map((id, at) => [id, names[at] ?? '']));
  const strict = createStrictReader(names);
  const lenient = createLenientReader(names);
  return (reply, { answers }): QuestionScores => {
    requireAnswers(answers);
    const accepted = answers.map((id) => nameOf(id, namesById));
    const predicted = strict(reply);
    const named = lenient(reply);
    const scores = {
      ...recalls(accepted, predicted, ''),
      ...recalls(accepted.map(lenientForm), named.names, '_lenient'),
    };
    return { parsed: predicted.join(' | '), scores, notes: named.hasItem ? [] : ['items-missing'] };
  };
}

function nameOf(id: string, namesById: ReadonlyMap<string, string>): string {
  const name = namesById.get(id.trim());
  if (name !== undefined) return name;
  throw new MabError('ITEM_UNKNOWN', `The accepted answer ${id} is no id of the table of items.`, {
    hint: 'Use the entity2id.json that belongs to the dataset.',
  });
}

function recalls(accepted: readonly string[], predicted: readonly string[], suffix: string) {
  return Object.fromEntries(
    CUTOFFS.map((cutoff) => {
      const first = predicted.slice(0, cutoff);
      const hits = accepted.filter((name) => first.includes(name)).length;
      return [`recall_at_${cutoff}${suffix}`, hits / accepted.length];
    }),
  );
}

function createStrictReader(names: readonly string[]): (reply: string) => string[] {
  const nearest = createNearestName(names.map((name) => name.toLowerCase()));
  return (reply) =>
    strictRecommendations(reply)
      .slice(0, LONGEST_LIST)
      .map((name) => names[nearest(name.toLowerCase())?.index ?? -1] ?? '');
}

/** Names in lenient form; one that is near no item stands as it is, and so matches nothing. */
function createLenientReader(names: readonly string[]) {
  const forms = names.map(lenientForm);
  const nearest = createNearestName(forms);
  return (reply: string): { readonly names: readonly string[]; readonly hasItem: boolean } => {
    let hasItem = false;
    const named = lenientRecommendations(reply).map((name) => {
      const found = nearest(name, Math.floor(LENIENT_EDITS_SHARE * name.length));
      hasItem ||= found !== undefined;
      return (found && forms[found.index]) ?? name;
    });
    return { names: [...new Set(named)].slice(0, LONGEST_LIST), hasItem };
  };
}
