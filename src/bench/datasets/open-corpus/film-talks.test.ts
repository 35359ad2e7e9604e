import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openRow } from './__fixtures__/open-row.ts';

const IDS = ['6k', '32k', '64k', '262k'].map((size) => `open_recsys_${size}`);

const FILM = /(?:[A-Z]\w*)(?: (?:of |and the |and |in |to )?[A-Z]\w*)* (?=\(\d{4}\))/g;
const filmsIn = (text: string): string[] => (text.match(FILM) ?? []).map((film) => film.trim());

/** Films that people name together, apart from those that they dislike: connected components. */
function circlesOf(dialogues: readonly string[]): Map<string, Set<string>> {
  const circles = new Map<string, Set<string>>();
  for (const dialogue of dialogues) {
    // The second line of the seeker has the film that was disliked.
    const films = dialogue.split('\n').toSpliced(2, 1).flatMap(filmsIn);
    assert.equal(films.length, 4, dialogue);
    const joined = new Set(films.flatMap((film) => [film, ...(circles.get(film) ?? [])]));
    for (const film of joined) circles.set(film, joined);
  }
  return circles;
}

describe('open_recsys', () => {
  for (const id of IDS) {
    it(`accepts in ${id} exactly the films that are liked with those of the question`, async () => {
      const { context, questions, items } = await openRow(id);
      assert.ok(items);
      const idOf = new Map(items.names.map((name, at) => [name, items.ids[at]]));
      assert.equal(idOf.size, items.ids.length);
      assert.equal(new Set(items.ids).size, items.ids.length);
      const dialogues = context.split(/(?:^|\n\n)Dialogue \d+:\n/).slice(1);
      const circles = circlesOf(dialogues);
      assert.equal(circles.size, items.names.length);
      for (const { text, answers } of questions) {
        const [first = '', second = '', third = '', last] = text.split('\n');
        assert.equal(last, 'System:');
        const [liked, disliked] = [filmsIn(`${first}\n${second}`), filmsIn(third)];
        assert.deepEqual([liked.length, disliked.length], [2, 1]);
        const circle = circles.get(liked[0] ?? '') ?? new Set<string>();
        assert.ok(circle.has(liked[1] ?? '') && !circle.has(disliked[0] ?? ''));
        const others = [...circle].filter((film) => !liked.includes(film));
        assert.deepEqual(others.map((film) => idOf.get(film)).sort(), [...answers].sort());
        assert.equal(answers.length, 4);
      }
    });
  }

  it('numbers its dialogues from 1', async () => {
    const { context } = await openRow('open_recsys_32k');
    const numbers = [...context.matchAll(/^Dialogue (\d+):$/gm)].map(([, number]) => number);
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => String(at + 1)),
    );
  });
});
