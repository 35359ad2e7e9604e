import { type Random, randomInt } from '../../../core/random.ts';
import { pick } from './cast.ts';
import {
  FIRM_ENDINGS,
  GIVEN_NAMES,
  SHIP_QUALITIES,
  SHIP_THINGS,
  SURNAMES,
  TOWNS,
} from './names.ts';
import { fillTemplate } from './phrasing.ts';
import {
  RECORD_TEMPLATES,
  type RecordQuestion,
  type RecordTemplate,
  type SlotKind,
} from './record-templates.ts';
import { BELONGINGS, GOODS } from './value-pools.ts';

type SlotValues = Readonly<Record<string, string>>;

/** A sentence with invented facts, to be planted among real prose. */
export interface PlantedRecord {
  readonly template: RecordTemplate;
  readonly values: SlotValues;
  readonly sentence: string;
}

/**
 * Records in families of three: two relatives say the same kind of thing as the first one, and
 * each shares with it one of the two names that a question gives. Whoever matches only half of a
 * question is misled. Neighbours in the result belong together; put them apart.
 */
export function createRecords(random: Random, families: number): PlantedRecord[] {
  return Array.from({ length: families }, () => createFamily(random)).flat();
}

function createFamily(random: Random): PlantedRecord[] {
  const template = pick(random, RECORD_TEMPLATES);
  const [one, two] = pick(random, template.questions).by;
  const base = drawValues(random, template, []);
  return [base, relative(random, template, base, one), relative(random, template, base, two)].map(
    (values) => ({ template, values, sentence: fillTemplate(template.sentence, values) }),
  );
}

/** New values for all slots but `shared`, none of them the base's. */
function relative(
  random: Random,
  template: RecordTemplate,
  base: SlotValues,
  shared: string,
): SlotValues {
  const fresh = drawValues(random, template, Object.values(base));
  return { ...fresh, [shared]: base[shared] ?? '' };
}

function drawValues(
  random: Random,
  template: RecordTemplate,
  taken: readonly string[],
): SlotValues {
  const values: Record<string, string> = {};
  for (const [slot, kind] of Object.entries(template.slots)) {
    let value = VALUES[kind](random);
    while (taken.includes(value) || Object.values(values).includes(value)) {
      value = VALUES[kind](random);
    }
    values[slot] = value;
  }
  return values;
}

export const MONTHS: readonly string[] = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const UNITS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

const VALUES: Readonly<Record<SlotKind, (random: Random) => string>> = {
  person: (random) => `${pick(random, GIVEN_NAMES)} ${pick(random, SURNAMES)}`,
  town: (random) => pick(random, TOWNS),
  ship: (random) => `${pick(random, SHIP_QUALITIES)} ${pick(random, SHIP_THINGS)}`,
  firm: (random) => `${pick(random, SURNAMES)} ${pick(random, FIRM_ENDINGS)}`,
  goods: (random) => pick(random, GOODS),
  belonging: (random) => pick(random, BELONGINGS),
  // Every month has 28 days; two digits keep one day from standing inside another.
  date: (random) =>
    `${10 + randomInt(random, 19)} ${pick(random, MONTHS)} ${1820 + randomInt(random, 60)}`,
  dollars: (random) => `${101 + randomInt(random, 899)} dollars`,
  number: (random) => `${pick(random, TENS)}-${pick(random, UNITS)}`,
};

/**
 * The questions that only this record fits and that another record fits half, so that it
 * misleads.
 */
export function answerableQuestions(
  record: PlantedRecord,
  records: readonly PlantedRecord[],
): RecordQuestion[] {
  const kin = records.filter((other) => other !== record && other.template === record.template);
  return record.template.questions.filter(({ by: [one, two] }) => {
    const same = (other: PlantedRecord, slot: string) => other.values[slot] === record.values[slot];
    const isUnique = !kin.some((other) => same(other, one) && same(other, two));
    return isUnique && kin.some((other) => same(other, one) || same(other, two));
  });
}
