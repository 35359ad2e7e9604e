import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskSource } from './mask-source.ts';

const codeOf = (text: string): string => maskSource(text).code;

test('comments and insides of strings are blanked, line breaks and positions stay', () => {
  assert.deepEqual(maskSource("a('x'); // b\n/* c\nd */ e"), {
    uncommented: "a('x');     \n    \n     e",
    code: "a(' ');     \n    \n     e",
  });
});

test('quotes and comment marks inside other texts mean nothing', () => {
  assert.equal(codeOf(`f("it's // not")`), `f("           ")`);
  assert.equal(codeOf("f('\\'{')"), "f('   ')");
});

test('code in the holes of a template stays, the rest of the template goes', () => {
  // `#{` stands for the mark that opens a hole.
  const withHoles = (text: string): string => text.replaceAll('#{', '$' + '{');
  assert.equal(
    codeOf(withHoles('`a{#{b({ c: `d#{e}` })}f}`')),
    withHoles('`  #{b({ c: ` #{e}` })}  `'),
  );
});

test('a slash is a regular expression where an expression may start, else a division', () => {
  assert.equal(codeOf('const a = /[/"]{/g;'), 'const a = /     /g;');
  assert.equal(codeOf('(a) / b / c'), '(a) / b / c');
  assert.equal(codeOf('f(/* x */ /"/)'), 'f(        / /)');
});

test('an unfinished comment or template reaches to the end', () => {
  assert.equal(codeOf('a /* b'), 'a     ');
  assert.equal(codeOf('a `b'), 'a ` ');
});
