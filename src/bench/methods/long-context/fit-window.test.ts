import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutIntoPieces, fitPieces, type TruncatedPart } from './fit-window.ts';

const tokens = (text: string): number => text.length;
const piece = (text: string) => ({ text, tokens: text.length, chunk: 0 });
const FIVE = ['aaa', 'bbb', 'ccc', 'ddd', 'eee'].map(piece);

function kept(budget: number, truncate: TruncatedPart): unknown {
  const { before, after, droppedTokens } = fitPieces(FIVE, budget, truncate);
  return [before.map(({ text }) => text), after.map(({ text }) => text), droppedTokens];
}

test('leaves out the head, the tail or the middle', () => {
  assert.deepEqual(kept(15, 'head'), [['aaa', 'bbb', 'ccc', 'ddd', 'eee'], [], 0]);
  assert.deepEqual(kept(14, 'head'), [[], ['bbb', 'ccc', 'ddd', 'eee'], 3]);
  assert.deepEqual(kept(8, 'head'), [[], ['ddd', 'eee'], 9]);
  assert.deepEqual(kept(8, 'tail'), [['aaa', 'bbb'], [], 9]);
  assert.deepEqual(kept(9, 'middle'), [['aaa'], ['ddd', 'eee'], 6]);
  assert.deepEqual(kept(2, 'middle'), [[], [], 15]);
});

test('pieces joined are the text again and split no character', () => {
  const words = fc.array(fc.constantFrom('a', '😀', '\n', ' ', 'long'.repeat(300)));
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 50 }), (pieces, times) => {
      const whole = pieces.join('').repeat(times);
      const cut = cutIntoPieces(whole, 0, tokens);
      assert.equal(cut.map(({ text }) => text).join(''), whole);
      assert.ok(cut.every(({ text }) => text.length <= 1_000 && text !== ''));
    }),
  );
  const emoji = cutIntoPieces('😀'.repeat(1_001), 0, tokens);
  assert.ok(emoji.every((each) => each.text.isWellFormed()));
});
