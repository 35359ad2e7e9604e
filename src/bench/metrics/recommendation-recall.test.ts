import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { MabError } from '../../core/errors.ts';
import { parseItemTable } from '../datasets/item-table.ts';
import { goldenText } from './__fixtures__/golden.ts';
import { createNearestName } from './nearest-name.ts';
import { lenientRecommendations, strictRecommendations } from './recommendation-list.ts';
import { createRecommendationScorer } from './recommendation-recall.ts';

interface Golden {
  readonly table: Readonly<Record<string, number>>;
  readonly names: readonly string[];
  readonly rows: readonly (readonly [string, readonly string[], readonly string[], ...number[]])[];
}

// Made by scripts/golden/recommendation.py with the reference's own code and editdistance.
const golden = JSON.parse(goldenText('recommendation.json.gz')) as Golden;

test('5,000 replies name the items, and have the recall, that the reference gives them', () => {
  const items = parseItemTable(Buffer.from(JSON.stringify(golden.table)), 'entity2id.json');
  assert.deepEqual(items.names, golden.names);
  assert.deepEqual(items.ids, Object.values(golden.table).map(String));
  const score = createRecommendationScorer({ items });
  assert.equal(golden.rows.length, 5000);
  const wrong = golden.rows.filter(([reply, answers, predicted, ...recall]) => {
    const { parsed, scores } = score(reply, { text: '', answers });
    const ours = [scores.recall_at_1, scores.recall_at_5, scores.recall_at_10];
    const isSame = recall.every((value, at) => Math.abs(value - (ours[at] ?? 2)) <= 1e-12);
    return !isSame || parsed !== predicted.join(' | ');
  });
  assert.deepEqual(wrong, []);
});

const ITEMS = {
  ids: ['1', '2', '3', '4', '5'],
  names: ['Jaws', '12 Angry Men', 'Thelma & Louise', 'Jaws 2', 'Water'],
};

test('a list is read leniently whatever its form', () => {
  const names = ['jaws', '12 angry men', 'water'];
  for (const reply of [
    '1. Jaws\n2. 12 Angry Men\n3. Water',
    '1) **Jaws** (1975) - a shark\n\n2) "12 Angry Men" (1957)\n\n3) Water\n\nEnjoy!',
    'Here you are: 1. Jaws, 2. 12 Angry Men, 3. Water',
    '- Jaws\n- 12 Angry Men\n* Water',
    'Jaws, 12 Angry Men; Water',
    '1.Jaws\n2.12 Angry Men\n3.Water',
    '1. Jaws\n2. Jaws\n3. 12 Angry Men\n4. Water',
  ]) {
    assert.deepEqual(lenientRecommendations(reply), names, reply);
  }
  assert.deepEqual(lenientRecommendations(' \n,'), []);
});

test('the strict reading keeps what the reference does to blank lines and numbers', () => {
  assert.deepEqual(strictRecommendations('Apollo 11. Jaws\n\n2. 12 Angry Men (1957)'), [
    'Jaws',
    '',
    '12 Angry Men',
  ]);
  assert.deepEqual(strictRecommendations('1. 12 Angry Men, Jaws'), ['Angry Men, Jaws']);
  assert.deepEqual(strictRecommendations('Jaws, Water'), ['Jaws', 'Water']);
});

test('strict and lenient recall stand side by side', () => {
  const score = createRecommendationScorer({ items: ITEMS });
  const result = score('My picks!\n\n* Thelma and Louise\n* jaw\n* Something else entirely', {
    text: '',
    answers: ['3', '5'],
  });
  assert.deepEqual(result, {
    // Every line has a nearest item: "My picks!", "", then the three bullets.
    parsed: 'Jaws | Jaws | Thelma & Louise | Jaws | Thelma & Louise',
    scores: {
      ...{ recall_at_1: 0, recall_at_5: 0.5, recall_at_10: 0.5 },
      ...{ recall_at_1_lenient: 0.5, recall_at_5_lenient: 0.5, recall_at_10_lenient: 0.5 },
    },
    notes: [],
  });
});

test('a reply without an item is scored, and noted', () => {
  const score = createRecommendationScorer({ items: ITEMS });
  for (const reply of ['', 'I have nothing to recommend.', '🙂\u202e\n'.repeat(20)]) {
    const { scores, notes } = score(reply, { text: '', answers: ['2'] });
    // Strictly it may be a hit: every line, whatever it says, is the item nearest to it.
    assert.equal(scores.recall_at_10_lenient, 0);
    assert.deepEqual(notes, ['items-missing']);
  }
});

test('without a table, or with an id that it lacks, nothing is scored', () => {
  const hasCode = (code: string) => (error: unknown) =>
    error instanceof MabError && error.code === code;
  assert.throws(() => createRecommendationScorer({}), hasCode('ITEM_TABLE_MISSING'));
  const score = createRecommendationScorer({ items: ITEMS });
  assert.throws(() => score('1. Jaws', { text: '', answers: ['99'] }), hasCode('ITEM_UNKNOWN'));
});

test('the nearest name is the one that comparing with every name finds', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', ' ', 'é', '🎬', '🙂'),
    maxLength: 8,
  });
  // Each character as one unit, so that the plain distance counts code points.
  const units = (text: string) => text.replaceAll('🎬', 'X').replaceAll('🙂', 'Y');
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), name, (names, wanted) => {
      const edits = names.map((each) => distance(units(wanted), units(each)));
      const least = Math.min(...edits);
      const find = createNearestName(names);
      assert.deepEqual(find(wanted), { index: edits.indexOf(least), edits: least });
      if (least > 0) assert.equal(find(wanted, least - 1), undefined);
    }),
  );
});
