import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventAfter } from './event-after.ts';
import { readEntries, readTally } from './log-tally.ts';
import { createMemoryViewer } from './memory-view.ts';
import { readQuestion } from './read-question.ts';
import { readItemGroups, readItemNames, recommendItems } from './recommend-items.ts';

const viewMemory = createMemoryViewer((text) => text.length);
const sentencesOf = async (memory: string) => (await viewMemory(memory)).sentences();

describe('eventAfter', () => {
  const options = ['Ann sold the boat.', 'Ann bought a horse.', 'Ann lost her hat.'];
  const ask = (told: string): string => `So far:\n1. Ann slept.\n2. ${told}\n\nWhat is next?`;
  const story =
    'At noon, Ann bought a horse. At one, Ann met Luke Page, as ever. ' +
    'Soon Ann lost her hat and wept. At dusk Ann sold the boat. ';

  it('takes the option that stands first after the last event told', async () => {
    const memory = await sentencesOf(story);
    assert.equal(eventAfter(ask('Ann met Luke Page.'), options, memory), options[2]);
    assert.equal(eventAfter(ask('Ann lost her hat.'), options.slice(0, 2), memory), options[0]);
  });

  it('goes on with the first memory behind the last one', async () => {
    const memory = await sentencesOf('At one Ann met Luke Page.\n\n[Memory 2]\nAnn sold the boat.');
    assert.equal(eventAfter(ask('Ann met Luke Page.'), options, memory), options[0]);
    assert.equal(eventAfter(ask('Ann sold the boat.'), options.slice(1), memory), undefined);
  });

  it('leaves events that memory words in another way alone', async () => {
    const memory = await sentencesOf(story);
    assert.equal(eventAfter(ask('Ann encountered Luke Page.'), options, memory), undefined);
    assert.equal(eventAfter(ask('Ann met Luke Page.'), ['Ann vended it.'], memory), undefined);
    assert.equal(eventAfter('What is next?', options, memory), undefined);
  });
});

describe('recommendItems', () => {
  const talks = [
    'Dialogue 1:\nUser: I like Blue Heron (1950).\nSystem: yes, The Lion of York (1960)?',
    'Dialogue 2:\nUser: I saw Ann and the Whale (1970).\nSystem: yes, Blue Heron (1950), Red Sea (1999)?',
    'Dialogue 3:\nUser: Red Sea (1999)?\nSystem: or Men: Part 2 (2001).',
  ];
  const groups = readItemGroups(talks.join('\n\n'));

  it('finds names of items by the year behind them', () => {
    assert.deepEqual(
      readItemNames('so I saw 12 Angry Men (1957), X-Men: The Last (2006) and Up.'),
      ['12 Angry Men (1957)', 'X-Men: The Last (2006)'],
    );
  });

  it('lists what was named together with the items of the question, best first', () => {
    assert.equal(
      recommendItems('User: I love Blue Heron (1950) and Ann and the Whale (1970).', groups),
      '1. Red Sea (1999)\n2. The Lion of York (1960)\n3. Men: Part 2 (2001)',
    );
  });

  it('takes a text without headings apart at blank lines', () => {
    assert.deepEqual(readItemGroups('a Blue Heron (1950)\n\nb Red Sea (1999)'), [
      ['Blue Heron (1950)'],
      ['Red Sea (1999)'],
    ]);
  });

  it('lists ten items at most, and nothing where memory names no other one', () => {
    const names = Array.from({ length: 12 }, (_, at) => `Film ${at} (1990)`);
    assert.equal(recommendItems('User: hello', [names])?.split('\n').length, 10);
    assert.equal(recommendItems('User: Up (2009)', [['Up (2009)']]), undefined);
  });

  it('is asked when a dialogue is to be continued by the system', () => {
    const text = 'User: I love Blue Heron (1950).\nSystem:';
    assert.deepEqual(readQuestion(`Go on.\n\nQuestion: ${text}\nNames:`), {
      kind: 'recommendation',
      text,
    });
  });
});

describe('readTally', () => {
  const entries = readEntries(
    'It rained. On 2 May 1850 the Red Lion landed 30 crates of salt in York. On 3 May 1850 the Old ' +
      'Crow landed 12 crates of pig iron in Sag Harbor. "Yes." On 9 June 1850 the Red Lion landed 5 ' +
      'crates of salt in Cadiz. On 1 July 1851 the Red Lion landed 7 crates of salt in York.',
  );

  it('counts, adds and compares entries', () => {
    const answers = {
      'How many times did the Red Lion land goods?': '3',
      'How many crates did the Red Lion land in all?': '42',
      'In how many different towns did the Red Lion land goods?': '2',
      'In which town did the Old Crow land goods first?': 'Sag Harbor',
      'In which town did the Red Lion land goods last?': 'York',
      'In which town did the Red Lion land goods most often?': 'York',
      'Which goods did the Old Crow land most often?': 'pig iron',
      'How many crates of salt were landed in York in all?': '37',
      'Which ship was the last one to land pig iron in Sag Harbor?': 'Old Crow',
    };
    for (const [question, answer] of Object.entries(answers)) {
      assert.equal(readTally(question)?.(entries), answer, question);
    }
  });

  it('leaves other questions alone, and has no answer about what no entry names', () => {
    assert.equal(readTally('How many times did the Blue Jay land goods?')?.(entries), undefined);
    assert.equal(readTally('How many ships are there?'), undefined);
  });
});
