import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MabError } from '../../../core/errors.ts';
import { templateFields } from './format-template.ts';
import { pythonString } from './python-string.ts';
import { TIME_STAMP, templatePrompts } from './template-prompts.ts';

/** A stand-in for the file of the Python project, in words of our own. */
const FILE = `
# A comment.
from typing import Any
ROLE = "You remember " 'things.'
BASE_TEMPLATES = {
    'ruler_qa': {
        'system': ROLE,
        'memorize': 'Kept at {time_stamp} \\\\n\\n{context}',  # a comment
        'query': {
            'long_context_agent': ("Say {{it}}.\\n"
                "{question}?"),
            'rag_agent': r'''Now Answer the Question: {question}\\n''',
        },
    },
    'eventqa': {'system': ROLE, 'memorize': '{context}', 'query': '{question} {question_dates}|'},
}
def get_template(name):
    return BASE_TEMPLATES[name]
`;

const question = { id: 'q', index: 0, text: 'Who', answers: ['Ana'], date: '2024' };

const book = (source: string) => templatePrompts(Buffer.from(source), 'templates.py');

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof MabError && error.code === 'PROMPTS_INVALID') return error.message;
    throw error;
  }
  return 'nothing';
}

describe('templates of the Python project', () => {
  it('are chosen by family and kind of method, and filled in as str.format does', () => {
    const { version, promptsOf } = book(FILE);
    assert.match(version, /^templates [0-9a-f]{64}$/);
    const { system, memorize, query } = promptsOf('ruler-qa', 'full-context');
    assert.equal(system, 'You remember things.');
    assert.equal(memorize('$& {x}'), `Kept at ${TIME_STAMP} \\n\n$& {x}`);
    assert.deepEqual(query(question), {
      message: 'Say {it}.\nWho?',
      publishedText: 'Say {it}.\nWho?',
      layout: 'published',
    });
    assert.deepEqual(promptsOf('ruler-qa', 'retrieve-then-read').query(question), {
      message: 'Now Answer the Question: Who\\n',
      publishedText: 'Who\\n',
      layout: 'published',
    });
    assert.equal(promptsOf('eventqa', 'full-context').query(question).message, 'Who 2024|');
  });

  it('are refused where they are more than literals, with the line', () => {
    const said = (source: string): string => failure(() => book(source));
    const place = 'templates.py';
    assert.equal(
      said('A = 1'),
      `${place}: there is no BASE_TEMPLATES that a literal is assigned to.`,
    );
    assert.equal(
      said('\nBASE_TEMPLATES = {"a": open("x").read()}'),
      `${place}:2: a CallExpression is neither a string nor a dictionary of strings.`,
    );
    assert.equal(
      said('BASE_TEMPLATES = {\n  "a": f"{1}"}'),
      `${place}:2: a FormatString is neither a string nor a dictionary of strings.`,
    );
    assert.equal(said('BASE_TEMPLATES = {"a": b"x"}'), `${place}:1: a string has the prefix b.`);
    assert.equal(
      said('BASE_TEMPLATES = X\nX = BASE_TEMPLATES'),
      `${place}:2: BASE_TEMPLATES is made of itself.`,
    );
    assert.equal(
      said('BASE_TEMPLATES = {}\nBASE_TEMPLATES = {}'),
      `${place}:2: BASE_TEMPLATES is assigned to twice.`,
    );
    assert.equal(
      said('BASE_TEMPLATES = {**X}'),
      `${place}:1: a dictionary is more than keys and values.`,
    );
  });

  it('are refused where a cell has none, or where they ask for an answer', () => {
    const { promptsOf } = book(FILE.replace('{question_dates}', '{answer}'));
    assert.match(
      failure(() => promptsOf('whole-corpus', 'full-context')),
      /no templates for whole/,
    );
    assert.match(
      failure(() => promptsOf('ruler-qa', 'self-answering')),
      /no text at BASE_TEMPLATES.ruler_qa.query.agentic_memory_agent/,
    );
    assert.match(
      failure(() => promptsOf('eventqa', 'full-context')),
      /asks for \{answer\} at eventqa.query.long_context_agent; there is only question, /,
    );
  });
});

/* Expected by CPython 3.11: `print(ascii(LITERAL))`. */
it('string literals are what Python makes of them', () => {
  assert.equal(
    pythonString(String.raw`'a\x41\101\u00e9\U0001F600\q\
b'`),
    'aAAé😀\\qb',
  );
  assert.equal(pythonString(String.raw`R"\n\\"`), String.raw`\n\\`);
  assert.equal(pythonString(`'''it's'''`), "it's");
  assert.deepEqual(pythonString(String.raw`'\N{BULLET}'`), {
    problem: 'names a character with \\N{…}',
  });
  assert.equal(pythonString(String.raw`'\\N{x}'`), String.raw`\N{x}`);
});

it('templates with more than names in braces are not understood', () => {
  assert.deepEqual(templateFields('{{x}} {a} {b}'), ['a', 'b']);
  for (const template of ['{', '}', '{}', '{0}', '{a.b}', '{a!r}', '{a:>3}', '{a[0]}']) {
    assert.equal(templateFields(template), undefined, template);
  }
});
