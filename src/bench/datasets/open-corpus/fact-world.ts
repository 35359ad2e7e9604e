import { invariant } from '../../../core/errors.ts';
import { createRandom, type Random, shuffled } from '../../../core/random.ts';
import { countTokens } from '../../chunking/token-count.ts';
import { type Cast, drawCast, type Entity, pick } from './cast.ts';
import { fillTemplate } from './phrasing.ts';
import { RELATIONS, type Relation } from './relations.ts';

/** A value that a fact states: an entity, or a word from a pool. */
export interface FactValue {
  /** As an answer. */
  readonly name: string;
  readonly entity?: Entity;
}

/** One line of the context. */
export interface StatedFact {
  readonly value: FactValue;
  /** Word for word as in the context, number included: `17. The mayor of Lisbon is Obed Coffin.` */
  readonly line: string;
}

/** All that a context says of one relation of one subject, oldest first; the last one holds. */
export interface FactThread {
  readonly subject: Entity;
  readonly relation: Relation;
  readonly stated: readonly StatedFact[];
}

export interface FactWorld {
  readonly context: string;
  readonly threads: readonly FactThread[];
}

const HEADING = 'Here is a list of facts:';

/** Well below the 13 that were measured, so that the facts never run out. */
const TOKENS_PER_FACT = 10;

/** Share of all possible relations that a subject has. */
const RELATION_DENSITY = 0.6;
/** Shares of the threads that state one, two and three values. */
const VALUES_PER_THREAD = [0.45, 0.45, 0.1] as const;
const MEAN_VALUES = 1.65;

/**
 * A numbered list of facts of about `contextTokens` tokens, where later facts override earlier
 * ones on the same subject and relation. Single-hop and multi-hop questions of one size share it.
 */
export function createFactWorld(seed: number, contextTokens: number): FactWorld {
  const random = createRandom(`open-fact ${seed} ${contextTokens}`);
  const threads = contextTokens / TOKENS_PER_FACT / MEAN_VALUES;
  const cast = drawCast(random, castSizes(threads));
  return stateFacts(threadPlans(random, cast), contextTokens, random);
}

/** So many of each kind that their relations make this many threads, most of them about people. */
function castSizes(threads: number): Record<Entity['kind'], number> {
  const size = (share: number, relations: number): number =>
    Math.ceil((threads * share) / (relations * RELATION_DENSITY));
  return { person: size(0.7, 12), ship: size(0.13, 5), firm: size(0.1, 4), town: size(0.07, 4) };
}

interface ThreadPlan {
  readonly subject: Entity;
  readonly relation: Relation;
  readonly values: readonly FactValue[];
}

function threadPlans(random: Random, cast: Cast): ThreadPlan[] {
  const subjects = Object.values(cast).flat();
  return subjects.flatMap((subject) =>
    RELATIONS.filter((relation) => relation.subject === subject.kind)
      .filter(() => random() < RELATION_DENSITY)
      .map((relation) => ({
        subject,
        relation,
        values: drawValues(random, cast, subject, relation),
      })),
  );
}

/** One to three different values, none of them the subject itself. */
function drawValues(random: Random, cast: Cast, subject: Entity, relation: Relation): FactValue[] {
  const values = new Map<string, FactValue>();
  const wanted = valuesWanted(random());
  while (values.size < wanted) {
    const value = drawValue(random, cast, relation);
    if (value.name !== subject.name) values.set(value.name, value);
  }
  return [...values.values()];
}

function valuesWanted(chance: number): number {
  if (chance < VALUES_PER_THREAD[0]) return 1;
  return chance < VALUES_PER_THREAD[0] + VALUES_PER_THREAD[1] ? 2 : 3;
}

function drawValue(random: Random, cast: Cast, relation: Relation): FactValue {
  if (typeof relation.value !== 'string') return { name: pick(random, relation.value) };
  const entity = pick(random, cast[relation.value]);
  return { name: entity.name, entity };
}

/** Shuffles the facts, but keeps each thread's own order, and writes them down while they fit. */
function stateFacts(plans: readonly ThreadPlan[], tokens: number, random: Random): FactWorld {
  const turns = shuffled(
    plans.flatMap((plan) => plan.values.map(() => plan)),
    random,
  );
  const stated = new Map<ThreadPlan, StatedFact[]>();
  const lines: string[] = [];
  let left = tokens - countTokens(HEADING);
  for (const plan of turns) {
    const facts = stated.get(plan) ?? [];
    const value = plan.values[facts.length];
    if (left <= 0 || value === undefined) break;
    const line = `${lines.length}. ${statement(plan, value)}`;
    left -= countTokens(`${line}\n`);
    lines.push(line);
    facts.push({ value, line });
    stated.set(plan, facts);
  }
  invariant(left <= 0, `the facts ran out ${left} tokens before the end of the context`);
  return {
    context: [HEADING, ...lines, ''].join('\n'),
    threads: [...stated].map(([{ subject, relation }, facts]) => ({
      subject,
      relation,
      stated: facts,
    })),
  };
}

function statement({ subject, relation }: ThreadPlan, value: FactValue): string {
  const v = value.entity?.mention ?? value.name;
  return fillTemplate(relation.statement, { s: subject.mention, v });
}
