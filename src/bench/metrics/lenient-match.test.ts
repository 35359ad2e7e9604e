import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isAbstention } from './abstention.ts';
import { answerScores } from './answer-scores.ts';
import { lenientForm } from './lenient-form.ts';
import { SCORERS } from './scorers.ts';

/** The lenient scores as the scorer gives them. */
function lenientMatch(reply: string, answers: readonly string[]) {
  const { scores, notes } = SCORERS['short-answer'].create()(reply, { text: '', answers });
  const { exact_match_lenient = Number.NaN, substring_lenient = Number.NaN } = scores;
  return { scores: { exact_match_lenient, substring_lenient }, abstained: notes.length > 0 };
}

test('spelling makes no difference to the lenient form', () => {
  const SAME: readonly (readonly string[])[] = [
    ['Moby-Dick', 'moby dick', 'The “Moby Dick”', 'Moby—Dick!'],
    ['Beyoncé', 'BEYONCE', 'Beyonce\u0301'],
    ['U.S.', 'us', 'The U.S'],
    ['twenty-one', '21', 'Twenty one', '２１'],
    ['1,000 men', '1000 men'],
    ['R&B', 'r and b'],
    ["Ahab's", 'Ahabs', 'ahab’s'],
    ['seven', '7'],
  ];
  for (const texts of SAME) {
    assert.equal(new Set(texts.map(lenientForm)).size, 1, JSON.stringify(texts.map(lenientForm)));
  }
});

test('other words and numbers stay different', () => {
  assert.deepEqual(
    ['3.14', '314', '3,14', 'cats', 'one hundred', 'thirty thirty'].map(lenientForm),
    ['3.14', '314', '3 14', 'cats', '1 hundred', '30 30'],
  );
  assert.equal(lenientForm('العربية 中文'), 'العربية 中文');
});

test('an answer in a short sentence is an exact match, leniently', () => {
  const scoresOf = (reply: string) => lenientMatch(reply, ['Twenty-One Pilots']).scores;
  const hit = { exact_match_lenient: 1, substring_lenient: 1 };
  assert.deepEqual(scoresOf('The answer is 21 pilots.'), hit);
  assert.deepEqual(scoresOf('Reasoning first.\nAnswer: **Twenty one Pilots**'), hit);
  assert.deepEqual(scoresOf('It is a song by Twenty-One Pilots, I think.'), {
    exact_match_lenient: 0,
    substring_lenient: 1,
  });
});

test('a part of a word is no match', () => {
  assert.deepEqual(lenientMatch('party', ['art']).scores.substring_lenient, 0);
  assert.equal(answerScores('party', ['art']).substring_exact_match, 1);
});

test('an abstention that names the accepted answer is no hit, though the strict score has it', () => {
  const reply = 'I do not know whether it was Paris.';
  assert.equal(answerScores(reply, ['Paris']).substring_exact_match, 1);
  assert.deepEqual(lenientMatch(reply, ['Paris']), {
    scores: { exact_match_lenient: 0, substring_lenient: 0 },
    abstained: true,
  });
});

test('an accepted answer may be a phrase of not knowing', () => {
  assert.deepEqual(lenientMatch('Unknown', ['unknown']), {
    scores: { exact_match_lenient: 1, substring_lenient: 1 },
    abstained: false,
  });
});

test('phrases of not knowing are told from answers', () => {
  const abstentions = [
    "I don't know.",
    'I don’t recall that.',
    'The documents do not mention it; it is not stated.',
    'This cannot be determined from the text.',
    'No information about this person is given.',
    'There is not enough information.',
    'unknown',
    'N/A',
  ];
  const answers = [
    'Paris',
    'It is not stated, but probably Paris',
    "I don't know for sure, however the likely answer is 28",
    'Nadal',
    'The Unknown Soldier',
    'Nobel Prize',
  ];
  assert.deepEqual(
    abstentions.filter((text) => !isAbstention(text)),
    [],
  );
  assert.deepEqual(answers.filter(isAbstention), []);
});

test('the lenient exact match is never less than the strict one', () => {
  const text = fc.oneof(fc.constantFrom('the', 'Paris', 'a b', '½', 'Answer: x', ''), fc.string());
  fc.assert(
    fc.property(text, fc.array(text, { minLength: 1, maxLength: 3 }), (reply, answers) => {
      const { exact_match_lenient: lenient } = lenientMatch(reply, answers).scores;
      assert.ok(lenient >= answerScores(reply, answers).exact_match);
    }),
  );
});
