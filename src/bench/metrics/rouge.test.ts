import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goldenText } from './__fixtures__/golden.ts';
import { porterStem } from './porter-stemmer.ts';
import { createRouge } from './rouge.ts';

// Both files are made by scripts/golden/rouge.py from NLTK 3.10.4 and rouge_score 0.1.2.
type Pair = readonly [target: string, prediction: string, ...values: number[]];

test("44,678 words have NLTK's stems", () => {
  const lines = goldenText('porter.txt.gz').trimEnd().split('\n');
  assert.equal(lines.length, 44_678);
  const wrong = lines.filter((line) => {
    const [word = '', stem] = line.split(' ');
    return porterStem(word) !== stem;
  });
  assert.deepEqual(wrong, []);
});

test("5,000 pairs of texts score as rouge_score's rougeL and rougeLsum, to 1e-9", () => {
  const pairs = JSON.parse(goldenText('rouge.json.gz')) as Pair[];
  assert.equal(pairs.length, 5_000);
  const wrong = pairs.filter(([target, prediction, ...expected]) => {
    const { l, lsum } = createRouge(prediction)(target);
    const ours = [l, lsum].flatMap(({ precision, recall, f1 }) => [precision, recall, f1]);
    return expected.some((value, at) => !(Math.abs((ours[at] ?? 2) - value) <= 1e-9));
  });
  assert.deepEqual(wrong, []);
});

test('the worked example of the paper: w1 to w5 against two sentences', () => {
  // Lin 2004, section 3.2: the union of w1 w2 and w1 w3 w5 is 4 of the 5 words.
  const { l, lsum } = createRouge('w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5')('w1 w2 w3 w4 w5');
  assert.deepEqual([l.recall, lsum.recall], [4 / 5, 4 / 5]);
});

test('texts without words score 0, not NaN', () => {
  const nothing = { precision: 0, recall: 0, f1: 0 };
  for (const [prediction, accepted] of [
    ['', 'x'],
    ['x', ''],
    ['', ''],
    ['—', '中文'],
  ]) {
    assert.deepEqual(createRouge(prediction ?? '')(accepted ?? ''), { l: nothing, lsum: nothing });
  }
});
