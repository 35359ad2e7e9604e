import { invariant } from '../../../core/errors.ts';
import { type Random, shuffled } from '../../../core/random.ts';
import type { LogEntry } from './log-entry.ts';
import type { OpenQuestion } from './open-text.ts';

/** Entries that one question needs, so that there is something to count and it can be shown. */
const SHIP_ENTRIES_MIN = 6;
const SHIP_ENTRIES_MAX = 40;
const CARGO_ENTRIES_MIN = 3;

/** A question about all entries of a ship, or of one kind of goods in one town. */
interface Form {
  readonly text: (entry: LogEntry) => string;
  /** Undefined where two answers would be right. */
  readonly answer: (entries: readonly LogEntry[]) => string | undefined;
}

const SHIP_FORMS: readonly Form[] = [
  {
    text: ({ ship }) => `How many times did the ${ship} land goods?`,
    answer: (entries) => String(entries.length),
  },
  {
    text: ({ ship }) => `How many crates did the ${ship} land in all?`,
    answer: totalCrates,
  },
  {
    text: ({ ship }) => `In how many different towns did the ${ship} land goods?`,
    answer: (entries) => String(new Set(entries.map(({ town }) => town)).size),
  },
  {
    text: ({ ship }) => `In which town did the ${ship} land goods first?`,
    answer: (entries) => alone(entries[0], entries[1])?.town,
  },
  {
    text: ({ ship }) => `In which town did the ${ship} land goods last?`,
    answer: (entries) => alone(entries.at(-1), entries.at(-2))?.town,
  },
  {
    text: ({ ship }) => `In which town did the ${ship} land goods most often?`,
    answer: (entries) => mostFrequent(entries.map(({ town }) => town)),
  },
  {
    text: ({ ship }) => `Which goods did the ${ship} land most often?`,
    answer: (entries) => mostFrequent(entries.map(({ goods }) => goods)),
  },
];

const CARGO_FORMS: readonly Form[] = [
  {
    text: ({ goods, town }) => `How many crates of ${goods} were landed in ${town} in all?`,
    answer: totalCrates,
  },
  {
    text: ({ goods, town }) => `Which ship was the last one to land ${goods} in ${town}?`,
    answer: (entries) => alone(entries.at(-1), entries.at(-2))?.ship,
  },
];

/** The forms of question take turns; each is asked of ever new ships and cargoes. */
export function logQuestions(
  random: Random,
  entries: readonly LogEntry[],
  count: number,
): OpenQuestion[] {
  const ships = groups(entries, ({ ship }) => ship).filter(
    ({ length }) => length >= SHIP_ENTRIES_MIN && length <= SHIP_ENTRIES_MAX,
  );
  const cargoes = groups(entries, ({ goods, town }) => `${goods} in ${town}`).filter(
    ({ length }) => length >= CARGO_ENTRIES_MIN && length <= SHIP_ENTRIES_MAX,
  );
  const perForm = [
    ...SHIP_FORMS.map((form) => askAll(form, shuffled(ships, random))),
    ...CARGO_FORMS.map((form) => askAll(form, shuffled(cargoes, random))),
  ];
  const longest = Math.max(...perForm.map(({ length }) => length));
  const questions = Array.from({ length: longest }, (_, at) =>
    perForm.flatMap((asked) => asked[at] ?? []),
  ).flat();
  invariant(questions.length >= count, `the log holds ${questions.length} questions only`);
  return questions.slice(0, count);
}

function groups(
  entries: readonly LogEntry[],
  keyOf: (entry: LogEntry) => string,
): (readonly LogEntry[])[] {
  return [...Map.groupBy(entries, keyOf).values()];
}

function askAll(form: Form, groups: readonly (readonly LogEntry[])[]): OpenQuestion[] {
  return groups.flatMap((entries) => {
    const [first] = entries;
    const answer = form.answer(entries);
    if (!first || answer === undefined) return [];
    const evidence = entries.map(({ sentence }) => sentence);
    return [{ text: form.text(first), answers: [answer] as const, evidence }];
  });
}

/** The entry, unless its neighbour has the same date. */
function alone(entry: LogEntry | undefined, neighbour: LogEntry | undefined): LogEntry | undefined {
  return entry?.date === neighbour?.date ? undefined : entry;
}

function totalCrates(entries: readonly LogEntry[]): string {
  return String(entries.reduce((sum, { crates }) => sum + crates, 0));
}

/** The value that comes more often than every other one; undefined where there is a draw. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = [...Map.groupBy(values, (value) => value)]
    .map(([value, same]) => ({ value, count: same.length }))
    .sort((a, b) => b.count - a.count);
  return counts[0]?.count === counts[1]?.count ? undefined : counts[0]?.value;
}
