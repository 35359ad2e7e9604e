/** What fills a place of a template; see `record-values.ts`. */
export type SlotKind =
  | 'person'
  | 'town'
  | 'ship'
  | 'firm'
  | 'goods'
  | 'belonging'
  | 'date'
  | 'dollars'
  | 'number';

export interface RecordQuestion {
  readonly text: string;
  /** The slot whose value is the answer. */
  readonly asks: string;
  /** The slots that the question names; together they point to one record only. */
  readonly by: readonly [string, string];
}

/** A sentence to plant among real prose, and what can be asked about it. */
export interface RecordTemplate {
  readonly sentence: string;
  readonly slots: Readonly<Record<string, SlotKind>>;
  readonly questions: readonly RecordQuestion[];
}

export const RECORD_TEMPLATES: readonly RecordTemplate[] = [
  {
    sentence:
      'The log of the {ship} for {date} notes that {person} bought a load of {goods} from {other} in {town}.',
    slots: {
      ship: 'ship',
      date: 'date',
      person: 'person',
      goods: 'goods',
      other: 'person',
      town: 'town',
    },
    questions: [
      {
        text: 'What did {person} buy from {other}?',
        asks: 'goods',
        by: ['person', 'other'],
      },
      {
        text: 'From whom did {person} buy a load of {goods}?',
        asks: 'other',
        by: ['person', 'goods'],
      },
      {
        text: 'In which town did {person} buy something from {other}?',
        asks: 'town',
        by: ['person', 'other'],
      },
    ],
  },
  {
    sentence:
      'In a letter written in {town} on {date}, {person} mentions having lent the {belonging} to {other}.',
    slots: {
      town: 'town',
      date: 'date',
      person: 'person',
      belonging: 'belonging',
      other: 'person',
    },
    questions: [
      {
        text: 'To whom did {person} lend the {belonging}?',
        asks: 'other',
        by: ['person', 'belonging'],
      },
      { text: 'What did {person} lend to {other}?', asks: 'belonging', by: ['person', 'other'] },
      {
        text: 'In which town did {person} write the letter about lending the {belonging}?',
        asks: 'town',
        by: ['person', 'belonging'],
      },
    ],
  },
  {
    sentence:
      'The harbour book of {town} says the {ship} came in on {date} under Captain {person} with a cargo of {goods}.',
    slots: { town: 'town', ship: 'ship', date: 'date', person: 'person', goods: 'goods' },
    questions: [
      { text: 'Which captain brought the {ship} to {town}?', asks: 'person', by: ['ship', 'town'] },
      { text: 'What cargo did the {ship} bring to {town}?', asks: 'goods', by: ['ship', 'town'] },
      {
        text: 'On which date did the {ship} come in under Captain {person}?',
        asks: 'date',
        by: ['ship', 'person'],
      },
      {
        text: 'To which port did Captain {person} bring a cargo of {goods}?',
        asks: 'town',
        by: ['person', 'goods'],
      },
    ],
  },
  {
    sentence:
      'The account book of {firm} shows that {person} paid {dollars} for repairs to the {ship} in {town}.',
    slots: { firm: 'firm', person: 'person', dollars: 'dollars', ship: 'ship', town: 'town' },
    questions: [
      {
        text: 'How much did {person} pay for repairs to the {ship}?',
        asks: 'dollars',
        by: ['person', 'ship'],
      },
      {
        text: 'Who paid for repairs to the {ship} in {town}?',
        asks: 'person',
        by: ['ship', 'town'],
      },
      {
        text: 'In which town did {person} pay for repairs to the {ship}?',
        asks: 'town',
        by: ['person', 'ship'],
      },
    ],
  },
  {
    sentence:
      'A notice printed in {town} on {date} offers a reward of {dollars} for the {belonging} that {person} has lost.',
    slots: {
      town: 'town',
      date: 'date',
      dollars: 'dollars',
      belonging: 'belonging',
      person: 'person',
    },
    questions: [
      {
        text: 'What reward is offered for the {belonging} that {person} has lost?',
        asks: 'dollars',
        by: ['belonging', 'person'],
      },
      {
        text: 'Who has lost the {belonging} that a notice printed in {town} describes?',
        asks: 'person',
        by: ['belonging', 'town'],
      },
      {
        text: 'What has {person} lost, according to a notice printed in {town}?',
        asks: 'belonging',
        by: ['person', 'town'],
      },
    ],
  },
  {
    sentence:
      'The journal of {person} relates that the {ship} sighted {number} whales off {town} on {date}.',
    slots: { person: 'person', ship: 'ship', number: 'number', town: 'town', date: 'date' },
    questions: [
      {
        text: 'How many whales did the {ship} sight off {town}?',
        asks: 'number',
        by: ['ship', 'town'],
      },
      {
        text: 'Which ship sighted whales off {town}, according to the journal of {person}?',
        asks: 'ship',
        by: ['town', 'person'],
      },
      {
        text: 'On which date did the {ship} sight whales off {town}?',
        asks: 'date',
        by: ['ship', 'town'],
      },
    ],
  },
  {
    sentence: 'The will of {person}, read in {town} on {date}, leaves the {belonging} to {other}.',
    slots: {
      person: 'person',
      town: 'town',
      date: 'date',
      belonging: 'belonging',
      other: 'person',
    },
    questions: [
      {
        text: 'To whom does the will of {person} leave the {belonging}?',
        asks: 'other',
        by: ['person', 'belonging'],
      },
      {
        text: 'What does the will of {person} leave to {other}?',
        asks: 'belonging',
        by: ['person', 'other'],
      },
      {
        text: 'On which date was the will read in which {person} leaves something to {other}?',
        asks: 'date',
        by: ['person', 'other'],
      },
    ],
  },
];
