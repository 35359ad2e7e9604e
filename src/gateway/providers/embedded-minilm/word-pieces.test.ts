import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from './__fixtures__/word-pieces.json' with { type: 'json' };
import { modelFolder, readModelFile } from './model-files.ts';
import { createWordPieces } from './word-pieces.ts';

const pieces = createWordPieces(
  (await readModelFile(await modelFolder(), 'tokenizer.json')).toString(),
);

test('5,000 strings of all scripts give the ids of the original tokenizer', () => {
  const bytes = Buffer.from(golden.ids, 'base64');
  const numbers = Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(at * 2));
  let at = 0;
  const expected = golden.strings.map((text) => {
    const start = at + 1;
    at = start + (numbers[at] ?? 0);
    return { text, ids: numbers.slice(start, at) };
  });
  assert.equal(at, numbers.length);
  const found = golden.strings.map((text) => ({ text, ids: pieces.encode(text) }));
  assert.deepEqual(found, expected);
});

test('a line without an end is counted in a few seconds, whatever it is made of', () => {
  const lines: [string, number][] = [
    ['word '.repeat(1_000_000), 1_000_000],
    ['字'.repeat(250_000), 250_000],
    ['!'.repeat(250_000), 250_000],
    // A word of more than 100 characters is one unknown piece.
    ['x'.repeat(250_000), 1],
    ['😀'.repeat(250_000), 1],
    [' '.repeat(250_000), 0],
    // Lower-cased and without the accent, it is a word of 250,000 letters.
    ['é'.repeat(250_000), 1],
    ['\u05b0'.repeat(250_000), 0],
  ];
  const start = performance.now();
  assert.deepEqual(
    lines.map(([line]) => pieces.count(line) - 2),
    lines.map(([, count]) => count),
  );
  // Work that grew with the square would take many times as long.
  assert.ok(performance.now() - start < 60_000);
});

test('half a surrogate pair counts as nothing worse than an unknown character', () => {
  assert.equal(pieces.count('a \ud83d b'), pieces.count('a \ufffd b'));
});
