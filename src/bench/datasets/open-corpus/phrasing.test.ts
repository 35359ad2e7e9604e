import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fillTemplate } from './phrasing.ts';

describe('fillTemplate', () => {
  it('puts values in and begins with a capital', () => {
    assert.equal(
      fillTemplate('{s} is bound for {v}.', { s: 'the Silver Heron', v: 'Lima' }),
      'The Silver Heron is bound for Lima.',
    );
  });

  it('chooses between a and an', () => {
    assert.deepEqual(
      ['baker', 'apothecary', 'Oboe'].map((v) => fillTemplate('{s} is {a v}', { s: 'He', v })),
      ['He is a baker', 'He is an apothecary', 'He is an Oboe'],
    );
  });
});
