import { DISHES, FLOWERS, GOODS, INSTRUMENTS, LANGUAGES, OCCUPATIONS } from './value-pools.ts';

/** Kinds of things that facts are about; values of these kinds can be asked about in turn. */
export type EntityKind = 'person' | 'town' | 'ship' | 'firm';

/**
 * One kind of fact. In the texts `{s}` stands for the subject (with its article: `the Silver
 * Heron`), `{v}` for the value and `{a v}` for the value after `a` or `an`.
 */
export interface Relation {
  readonly id: string;
  readonly subject: EntityKind;
  /** The kind of entity that is the value, or the pool that it comes from. */
  readonly value: EntityKind | readonly string[];
  readonly statement: string;
  readonly question: string;
  /**
   * Names the value within another question: `the mayor of {s}`. Entity-valued relations have it.
   */
  readonly phrase?: string;
}

const ofPerson: readonly Omit<Relation, 'subject'>[] = [
  {
    id: 'residence',
    value: 'town',
    statement: '{s} lives in {v}.',
    question: 'In which town does {s} live?',
    phrase: 'the town where {s} lives',
  },
  {
    id: 'employer',
    value: 'firm',
    statement: '{s} works for {v}.',
    question: 'Which firm does {s} work for?',
    phrase: 'the firm that {s} works for',
  },
  {
    id: 'ship',
    value: 'ship',
    statement: '{s} sails aboard {v}.',
    question: 'On which ship does {s} sail?',
    phrase: 'the ship on which {s} sails',
  },
  {
    id: 'mentor',
    value: 'person',
    statement: 'The mentor of {s} is {v}.',
    question: 'Who is the mentor of {s}?',
    phrase: 'the mentor of {s}',
  },
  {
    id: 'physician',
    value: 'person',
    statement: 'The physician of {s} is {v}.',
    question: 'Who is the physician of {s}?',
    phrase: 'the physician of {s}',
  },
  {
    id: 'landlord',
    value: 'person',
    statement: 'The landlord of {s} is {v}.',
    question: 'Who is the landlord of {s}?',
    phrase: 'the landlord of {s}',
  },
  {
    id: 'heir',
    value: 'person',
    statement: 'The heir of {s} is {v}.',
    question: 'Who is the heir of {s}?',
    phrase: 'the heir of {s}',
  },
  {
    id: 'occupation',
    value: OCCUPATIONS,
    statement: '{s} works as {a v}.',
    question: 'What does {s} work as?',
  },
  {
    id: 'instrument',
    value: INSTRUMENTS,
    statement: '{s} plays the {v}.',
    question: 'Which instrument does {s} play?',
  },
  {
    id: 'language',
    value: LANGUAGES,
    statement: '{s} is learning {v}.',
    question: 'Which language is {s} learning?',
  },
  {
    id: 'dish',
    value: DISHES,
    statement: '{s} likes {v} best of all dishes.',
    question: 'Which dish does {s} like best?',
  },
  {
    id: 'flower',
    value: FLOWERS,
    statement: 'The favourite flower of {s} is the {v}.',
    question: 'What is the favourite flower of {s}?',
  },
];

const ofShip: readonly Omit<Relation, 'subject'>[] = [
  {
    id: 'captain',
    value: 'person',
    statement: 'The captain of {s} is {v}.',
    question: 'Who is the captain of {s}?',
    phrase: 'the captain of {s}',
  },
  {
    id: 'home-port',
    value: 'town',
    statement: 'The home port of {s} is {v}.',
    question: 'What is the home port of {s}?',
    phrase: 'the home port of {s}',
  },
  {
    id: 'destination',
    value: 'town',
    statement: '{s} is bound for {v}.',
    question: 'For which port is {s} bound?',
    phrase: 'the port for which {s} is bound',
  },
  {
    id: 'owner',
    value: 'firm',
    statement: '{s} belongs to {v}.',
    question: 'To which firm does {s} belong?',
    phrase: 'the firm to which {s} belongs',
  },
  {
    id: 'cargo',
    value: GOODS,
    statement: '{s} carries a cargo of {v}.',
    question: 'What cargo does {s} carry?',
  },
];

const ofTown: readonly Omit<Relation, 'subject'>[] = [
  {
    id: 'mayor',
    value: 'person',
    statement: 'The mayor of {s} is {v}.',
    question: 'Who is the mayor of {s}?',
    phrase: 'the mayor of {s}',
  },
  {
    id: 'harbour-master',
    value: 'person',
    statement: 'The harbour master of {s} is {v}.',
    question: 'Who is the harbour master of {s}?',
    phrase: 'the harbour master of {s}',
  },
  {
    id: 'librarian',
    value: 'person',
    statement: 'The librarian of {s} is {v}.',
    question: 'Who is the librarian of {s}?',
    phrase: 'the librarian of {s}',
  },
  {
    id: 'export',
    value: GOODS,
    statement: '{s} mainly exports {v}.',
    question: 'What does {s} mainly export?',
  },
];

const ofFirm: readonly Omit<Relation, 'subject'>[] = [
  {
    id: 'headquarters',
    value: 'town',
    statement: '{s} has its headquarters in {v}.',
    question: 'In which town does {s} have its headquarters?',
    phrase: 'the town where {s} has its headquarters',
  },
  {
    id: 'director',
    value: 'person',
    statement: 'The director of {s} is {v}.',
    question: 'Who is the director of {s}?',
    phrase: 'the director of {s}',
  },
  {
    id: 'bookkeeper',
    value: 'person',
    statement: 'The bookkeeper of {s} is {v}.',
    question: 'Who is the bookkeeper of {s}?',
    phrase: 'the bookkeeper of {s}',
  },
  {
    id: 'trade',
    value: GOODS,
    statement: '{s} trades in {v}.',
    question: 'What does {s} trade in?',
  },
];

const about = (subject: EntityKind, table: readonly Omit<Relation, 'subject'>[]): Relation[] =>
  table.map((relation) => ({ subject, ...relation }));

/** All kinds of facts. A subject has at most one value of each at a time. */
export const RELATIONS: readonly Relation[] = [
  ...about('person', ofPerson),
  ...about('ship', ofShip),
  ...about('town', ofTown),
  ...about('firm', ofFirm),
];
