import { invariant } from '../../../core/errors.ts';
import { createRandom, shuffled } from '../../../core/random.ts';
import type { FactThread, FactWorld, StatedFact } from './fact-world.ts';
import type { OpenQuestion } from './open-text.ts';
import { fillTemplate } from './phrasing.ts';

/** Questions for the current value of facts that were updated at least once. */
export function singleHopQuestions(world: FactWorld, seed: number, count: number): OpenQuestion[] {
  const random = createRandom(`open-fact-sh ${seed} ${world.context.length}`);
  const updated = world.threads.filter((thread) => thread.stated.length > 1);
  return first(count, shuffled(updated, random).map(singleHop));
}

function singleHop(thread: FactThread): OpenQuestion {
  const current = currentFact(thread);
  return {
    text: fillTemplate(thread.relation.question, { s: thread.subject.mention }),
    answers: [current.value.name],
    evidence: [current.line],
  };
}

/**
 * Questions over two facts: a relation of the current value of another relation. Whoever reads an
 * outdated fact on the way gets another answer, or none; at least one such wrong answer exists
 * for each question.
 */
export function multiHopQuestions(world: FactWorld, seed: number, count: number): OpenQuestion[] {
  const random = createRandom(`open-fact-mh ${seed} ${world.context.length}`);
  const bySubject = Map.groupBy(world.threads, (thread) => thread.subject.name);
  const questions = shuffled(world.threads, random).flatMap((hop) => {
    const next = currentFact(hop).value.entity;
    const chains = (next ? (bySubject.get(next.name) ?? []) : [])
      .filter((second) => currentFact(second).value.name !== hop.subject.name)
      .filter((second) => isDecidedByUpdate(hop, second, bySubject));
    return shuffled(chains, random)
      .slice(0, 1)
      .map((second) => multiHop(hop, second));
  });
  return first(count, questions);
}

function multiHop(hop: FactThread, second: FactThread): OpenQuestion {
  const { phrase } = hop.relation;
  invariant(phrase, `relation ${hop.relation.id} has entities for values but no phrase`);
  // Only the start of the whole question is a capital.
  const bridge = phrase.replace('{s}', hop.subject.mention);
  const [one, two] = [currentFact(hop), currentFact(second)];
  return {
    text: fillTemplate(second.relation.question, { s: bridge }),
    answers: [two.value.name],
    evidence: [one.line, two.line],
  };
}

/** True when outdated facts lead to other answers only, and to one at least. */
function isDecidedByUpdate(
  hop: FactThread,
  second: FactThread,
  bySubject: ReadonlyMap<string, readonly FactThread[]>,
): boolean {
  const answer = currentFact(second).value.name;
  const alternatives = hop.stated
    .slice(0, -1)
    .flatMap(({ value }) =>
      (bySubject.get(value.name) ?? [])
        .filter((thread) => thread.relation === second.relation)
        .flatMap((thread) => thread.stated),
    );
  const wrong = [...alternatives, ...second.stated.slice(0, -1)].map(({ value }) => value.name);
  return wrong.length > 0 && !wrong.includes(answer);
}

/** The fact that holds: the last one stated. */
export function currentFact(thread: FactThread): StatedFact {
  const fact = thread.stated.at(-1);
  invariant(fact, `nothing is stated about ${thread.subject.name}`);
  return fact;
}

function first(count: number, questions: readonly OpenQuestion[]): OpenQuestion[] {
  invariant(questions.length >= count, `the context holds ${questions.length} questions only`);
  return questions.slice(0, count);
}
