import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Question } from '../../../contracts/dataset.ts';
import { answerTo, openRow } from './__fixtures__/open-row.ts';

const IDS = ['6k', '32k', '64k', '262k'].map((size) => `open_whole_${size}`);

interface Landing {
  readonly sentence: string;
  readonly day: number;
  readonly words: readonly string[];
}

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** Every landing of a text, found by cutting it at the words of an entry. */
function landingsOf(context: string): Landing[] {
  return context
    .split(/(?<=[.!?"']) (?=On \d)|\n\n/)
    .filter((sentence) => / landed \d+ crates of /.test(sentence))
    .map((sentence) => {
      const [day = '', month = '', year = '', ...rest] = sentence.slice(3, -1).split(' ');
      const [ship = '', cargo = ''] = rest.join(' ').split(' landed ');
      const [crates = '', goods = '', town = ''] = cargo.split(/ crates of | in /);
      const when = Number(year) * 372 + MONTHS.indexOf(month) * 31 + Number(day);
      return { sentence, day: when, words: [ship.replace('the ', ''), crates, goods, town] };
    });
}

/** The answer by the words of the question, without the generator. */
function solve({ text }: Question, landings: readonly Landing[]): unknown {
  const own = landings.filter(({ words: [ship, , goods, town] }) => {
    if (text.includes(`the ${ship} land`)) return true;
    return (
      text.includes(` ${goods} `) && / (?:were|to) land/.test(text) && text.includes(`in ${town}`)
    );
  });
  const column = (at: number): string[] => own.map(({ words }) => words[at] ?? '');
  const ends = text.startsWith('Which ship') ? column(0) : column(3);
  if (text.includes('first')) return ends[0];
  if (text.includes('last')) return ends.at(-1);
  if (text.includes('crates'))
    return String(
      column(1)
        .map(Number)
        .reduce((a, b) => a + b),
    );
  if (text.includes('different')) return String(new Set(column(3)).size);
  if (text.includes('times')) return String(own.length);
  assert.match(text, /most often/);
  const values = column(text.startsWith('Which goods') ? 2 : 3);
  const countOf = (value: string): number => values.filter((other) => other === value).length;
  const most = Math.max(...values.map(countOf));
  return [...new Set(values.filter((value) => countOf(value) === most))].join(' or ');
}

describe('open_whole', () => {
  for (const id of IDS) {
    it(`has in ${id} the answers that reading every line gives, each the only one`, async () => {
      const { context, questions } = await openRow(id);
      const landings = landingsOf(context);
      assert.deepEqual(
        questions.map((question) => solve(question, landings)),
        questions.map(answerTo),
      );
    });

    it(`shows in ${id} all entries that a question is about, and no other`, async () => {
      const { context, questions } = await openRow(id);
      const landings = landingsOf(context);
      for (const { text, evidence = [] } of questions) {
        const ship = /the ([A-Z]\w+ [A-Z]\w+) land/.exec(text)?.[1];
        const [, goods, town] =
          /(?:crates of|to land) (.+?) (?:were landed )?in (.+?)(?: in all)?\?$/.exec(text) ?? [];
        const own = landings.filter(({ words }) =>
          ship === undefined ? words[2] === goods && words[3] === town : words[0] === ship,
        );
        assert.deepEqual(
          evidence,
          own.map(({ sentence }) => sentence),
          text,
        );
      }
    });
  }

  it('writes its entries in the order of time', async () => {
    const { context } = await openRow('open_whole_262k');
    const days = landingsOf(context).map(({ day }) => day);
    assert.ok(days.length > 5_000);
    assert.deepEqual(
      days,
      days.toSorted((a, b) => a - b),
    );
  });

  it('spreads the entries of a question over more than any chunk', async () => {
    const { context, questions } = await openRow('open_whole_32k');
    for (const { evidence = [] } of questions) {
      const spread = context.indexOf(evidence.at(-1) ?? '') - context.indexOf(evidence[0] ?? '');
      // 512 tokens are about 2,200 characters here.
      assert.ok(spread > 4_400, `${evidence[0]} and ${evidence.at(-1)} are close`);
    }
  });

  it('leaves no first, last or most frequent value to doubt', async () => {
    for (const id of IDS) {
      const { context, questions } = await openRow(id);
      const dayOf = new Map(landingsOf(context).map(({ sentence, day }) => [sentence, day]));
      for (const { text, evidence = [] } of questions) {
        const days = evidence.map((sentence) => dayOf.get(sentence));
        if (text.includes('first')) assert.notEqual(days[0], days[1]);
        if (text.includes('last')) assert.notEqual(days.at(-1), days.at(-2));
      }
    }
  });
});
