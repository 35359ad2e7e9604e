import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNumberedFacts } from './numbered-facts.ts';

test('reads a list with one entry per line', () => {
  assert.deepEqual(readNumberedFacts('Here are facts:\n0. Rome is old.\n1. Ur is older.\n'), [
    { serial: 0, statement: 'Rome is old.' },
    { serial: 1, statement: 'Ur is older.' },
  ]);
});

test('reads a list that a chunker has run together, and is not misled by years', () => {
  const text =
    'was signed in 1998. 41. Rome fell in 476. 42. Ur fell in 2004. 43. Apple is by Apple Inc..';
  assert.deepEqual(readNumberedFacts(text), [
    { serial: 41, statement: 'Rome fell in 476.' },
    { serial: 42, statement: 'Ur fell in 2004.' },
    { serial: 43, statement: 'Apple is by Apple Inc..' },
  ]);
});

test('reads single lines out of a list, with gaps', () => {
  assert.deepEqual(readNumberedFacts('7. Rome is old.\n19. Ur is older.'), [
    { serial: 7, statement: 'Rome is old.' },
    { serial: 19, statement: 'Ur is older.' },
  ]);
  assert.deepEqual(readNumberedFacts('451. Rodez is a city.'), [
    { serial: 451, statement: 'Rodez is a city.' },
  ]);
});

test('running text with numbers in it is no list', () => {
  const prose = 'He was born in 1901. Then he moved. '.repeat(40);
  assert.deepEqual(readNumberedFacts(prose), []);
  assert.deepEqual(readNumberedFacts(`7. ${prose}`), []);
  assert.deepEqual(readNumberedFacts(''), []);
});
