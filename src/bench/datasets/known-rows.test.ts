import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { knownRow, questionsSha256 } from './known-rows.ts';

const CONTEXT_6K = 'e46cb14b53eedd71bf92762974a597d46b001157b6b769c03865dee9641818a1';

describe('knownRow', () => {
  it('calls a context that nobody has compared unverified', () => {
    assert.equal(knownRow('factconsolidation_sh_6k', 'f'.repeat(64), []).status, 'unverified');
  });

  it('calls a known context with other questions unverified', () => {
    const questions = [{ text: 'Which sport is goaltender associated with?', answers: ['tennis'] }];
    assert.equal(knownRow('factconsolidation_sh_6k', CONTEXT_6K, questions).status, 'unverified');
  });

  it('calls whatever bears the name of an open dataset open corpus, in any size', () => {
    for (const dataset of ['open_fact_sh_6k', 'open_event_20k']) {
      assert.equal(knownRow(dataset, CONTEXT_6K, []).status, 'open-corpus');
    }
    assert.equal(knownRow('open_event', CONTEXT_6K, []).status, 'unverified');
  });

  it('has a note for people that is a full sentence', () => {
    assert.equal(
      knownRow('icl_nlu_8296shot_balance', '', []).note,
      'Nobody has compared this row with the published one.',
    );
  });
});

describe('questionsSha256', () => {
  it('hashes the JSON of texts and answers in order', () => {
    const questions = [
      { text: 'a', answers: ['1', '2'] },
      { text: 'b', answers: ['3'] },
    ];
    const expected = createHash('sha256').update('[["a",["1","2"]],["b",["3"]]]').digest('hex');
    assert.equal(questionsSha256(questions), expected);
  });

  it('sees a changed answer and a changed order', () => {
    const [one, two] = [
      { text: 'a', answers: ['1'] },
      { text: 'b', answers: ['2'] },
    ] as const;
    const hashes = [
      [one, two],
      [two, one],
      [one, { ...two, answers: ['3'] }],
    ].map(questionsSha256);
    assert.equal(new Set(hashes).size, 3);
  });
});
