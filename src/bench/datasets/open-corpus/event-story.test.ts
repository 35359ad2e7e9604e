import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Question } from '../../../contracts/dataset.ts';
import { answerTo, openRow, timesIn } from './__fixtures__/open-row.ts';

const IDS = ['6k', '32k', '64k', '262k'].map((size) => `open_event_${size}`);

/** The events told and the options of a question, read from its text alone. */
function partsOf({ text }: Question) {
  const told = [...text.matchAll(/^\d\. (.+)\.$/gm)].map(([, event = '']) => event);
  const list = /^\['(.+)'\]$/m.exec(text)?.[1] ?? '';
  return { told, options: list.split("', '").map((option) => option.replace(/\.$/, '')) };
}

describe('open_event', () => {
  for (const id of IDS) {
    it(`lists in ${id} six events of the story, of which only the answer comes next`, async () => {
      const { context, questions } = await openRow(id);
      const sentences = context.replace(/Chapter \d+\n\n/g, '').split(/(?<=\.)\s+/);
      const placeOf = (event: string): number => {
        assert.equal(timesIn(context, event), 1, `"${event}" happens once`);
        return sentences.findIndex((sentence) => sentence.includes(event));
      };
      for (const question of questions) {
        const { told, options } = partsOf(question);
        assert.equal(told.length, 3);
        assert.equal(new Set(options).size, 6);
        const [first = -1, ...others] = told.map(placeOf);
        assert.deepEqual(others, [first + 1, first + 2]);
        const next = options.filter((option) => placeOf(option) === first + 3);
        assert.deepEqual([`${next.join()}.`], question.answers);
        assert.ok(!options.some((option) => told.includes(option)));
      }
    });
  }

  it('gives neither by name nor by place in the list away which option is right', async () => {
    for (const id of IDS) {
      const { questions } = await openRow(id);
      const places = questions.map((question) => {
        const { options } = partsOf(question);
        assert.equal(new Set(options.map((option) => /^\w+ \w+/.exec(option)?.[0])).size, 1);
        return options.indexOf(answerTo(question).replace(/\.$/, ''));
      });
      const counts = [0, 1, 2, 3, 4, 5].map((at) => places.filter((place) => place === at).length);
      // Of 100 fair draws, each of six places gets 4 to 31 in all but 1 of 10,000 rows.
      assert.ok(Math.min(...counts) >= 4 && Math.max(...counts) <= 31, counts.join(', '));
    }
  });

  it('takes wrong options from before and from after the right event', async () => {
    const { context, questions } = await openRow('open_event_32k');
    const later = questions.flatMap((question) => {
      const right = answerTo(question).replace(/\.$/, '');
      const at = context.indexOf(right);
      return partsOf(question)
        .options.filter((option) => option !== right)
        .map((option) => context.indexOf(option) > at);
    });
    const share = later.filter(Boolean).length / later.length;
    assert.ok(share > 0.35 && share < 0.65, `${share} come later`);
  });
});
