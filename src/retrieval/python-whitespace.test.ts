import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitWhitespace, stripWhitespace } from './python-whitespace.ts';

// [c for c in range(0x110000) if chr(c).isspace()] in Python 3.11.
const PYTHON_SPACES = [
  9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198,
  8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288,
];

test('exactly the characters that Python calls white space separate words', () => {
  const separators: number[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    if (splitWhitespace(`a${String.fromCharCode(code)}b`).length === 2) separators.push(code);
  }
  assert.deepEqual(separators, PYTHON_SPACES);
});

test('stripping removes the same characters from both ends and keeps those inside', () => {
  const spaces = String.fromCharCode(...PYTHON_SPACES);
  assert.equal(stripWhitespace(`${spaces}a${spaces}b${spaces}`), `a${spaces}b`);
  assert.equal(stripWhitespace(spaces), '');
  assert.equal(stripWhitespace(''), '');
  assert.equal(stripWhitespace('\ufeffa\u200b'), '\ufeffa\u200b');
});

test('a text without words splits into nothing', () => {
  assert.deepEqual(splitWhitespace(''), []);
  assert.deepEqual(splitWhitespace(' \n\u3000'), []);
});
