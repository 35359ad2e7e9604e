import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerTo, openRow } from './__fixtures__/open-row.ts';
import { KINDS, WISHES } from './intent-phrases.ts';

const IDS = ['6k', '32k', '64k', '262k'].map((size) => `open_icl_${size}`);

function readExamples(context: string) {
  return context.split('\n\n').map((example) => {
    const [text = '', label = ''] = example.split('\nlabel: ');
    assert.match(label, /^\d+$/);
    return { text, label };
  });
}

/** Which wish about which kind of thing a text has, found by looking for every phrase there is. */
function intentOf(text: string): string {
  const lower = text.toLowerCase();
  const wishes = [...WISHES.keys()].filter((at) =>
    WISHES[at]?.some((wish) => {
      const parts = wish.toLowerCase().split('{t}');
      return parts.every((part) => lower.includes(part.trim()));
    }),
  );
  const kinds = [...KINDS.keys()].filter((at) =>
    KINDS[at]?.uses.some((use) => lower.includes(use)),
  );
  assert.deepEqual([wishes.length, kinds.length], [1, 1], `${text} has one meaning`);
  return `${wishes[0]} ${kinds[0]}`;
}

describe('open_icl', () => {
  for (const id of IDS) {
    it(`has one label for each meaning in ${id}, in examples and questions alike`, async () => {
      const { context, questions } = await openRow(id);
      const labels = new Map<string, Set<string>>();
      for (const { text, label } of readExamples(context)) {
        const intent = intentOf(text);
        labels.set(intent, (labels.get(intent) ?? new Set()).add(label));
      }
      assert.equal(labels.size, 24);
      assert.equal(new Set([...labels.values()].flatMap((own) => [...own])).size, 24);
      for (const question of questions) {
        assert.deepEqual([...(labels.get(intentOf(question.text)) ?? [])], question.answers);
      }
    });

    it(`asks in ${id} for each label alike, with texts that no example has`, async () => {
      const { context, questions } = await openRow(id);
      const examples = readExamples(context);
      const countsOf = (labels: readonly string[]): number[] =>
        [...Map.groupBy(labels, (label) => label).values()].map(({ length }) => length);
      const [shown, asked] = [examples.map(({ label }) => label), questions.map(answerTo)].map(
        countsOf,
      ) as [number[], number[]];
      assert.ok(Math.max(...shown) - Math.min(...shown) <= 1);
      assert.ok(asked.length === 24 && Math.max(...asked) - Math.min(...asked) <= 1);
      const texts = new Set(examples.map(({ text }) => text));
      assert.equal(texts.size, examples.length);
      assert.ok(!questions.some(({ text }) => texts.has(text)));
    });
  }

  it('numbers the labels anew for each seed and size', async () => {
    const rows = await Promise.all([
      openRow('open_icl_6k'),
      openRow('open_icl_6k', 2),
      openRow('open_icl_7k'),
    ]);
    const numbers = rows.map(
      ({ context }) =>
        readExamples(context)
          .map(({ text, label }) => `${intentOf(text)}: ${label}`)
          .sort()[0],
    );
    assert.ok(new Set(numbers).size > 1);
  });
});
