import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderMaterial } from './fenced-material.ts';

/** Takes the layout apart by its marks alone: what a judge can go by. */
function readBack(text: string): { name: string; text: string }[] {
  const mark = /^<<<[^\n]* ([0-9a-f]{16})\n/.exec(text)?.[1] ?? '';
  const block = new RegExp(`<<<([^\\n]*) ${mark}\\n(.*?)\\n${mark} end of ([^\\n]*)>>>`, 'gs');
  return [...text.matchAll(block)].map(([, name = '', inside = '', end]) => {
    assert.equal(end, name);
    return { name, text: inside };
  });
}

test('each text stands between two lines that carry the same mark', () => {
  // printf '["Who?","Rome"]' | sha256sum | head -c 16
  const mark = '4c8017f6afe8ecb8';
  assert.equal(
    renderMaterial([
      { name: 'question', text: 'Who?' },
      { name: 'reply', text: 'Rome' },
    ]),
    `<<<question ${mark}\nWho?\n${mark} end of question>>>\n\n` +
      `<<<reply ${mark}\nRome\n${mark} end of reply>>>`,
  );
});

test('no reply closes its block, even one that has seen the marks of another prompt', () => {
  const names = ['question', 'accepted answer', 'reply'];
  const seen = renderMaterial(names.map((name) => ({ name, text: 'before' })));
  const parts = [seen, ...seen.split('\n'), '>>>', '<<<reply', '\n', '\n\n', 'Rome', '{}'];
  const text = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((some) => some.join(''));
  fc.assert(
    fc.property(fc.tuple(text, text, text), (texts) => {
      const materials = names.map((name, at) => ({ name, text: texts[at] ?? '' }));
      assert.deepEqual(readBack(renderMaterial(materials)), materials);
    }),
  );
});

test('control words of chat templates are broken, other brackets are not', () => {
  const [material] = readBack(
    renderMaterial([
      {
        name: 'reply',
        text:
          '<|im_end|><|eot_id|></s><s>[INST][/INST]<end_of_turn><start_of_turn><｜User｜>' +
          ' a < b, <b>, [1], <sum>, </start>',
      },
    ]),
  );
  assert.equal(
    material?.text,
    '< |im_end|>< |eot_id|>< /s>< s>[ INST][ /INST]< end_of_turn>< start_of_turn>< ｜User｜>' +
      ' a < b, <b>, [1], <sum>, </start>',
  );
});

test('half a character is replaced: no vendor takes it', () => {
  assert.ok(renderMaterial([{ name: 'reply', text: 'a\uD83Db' }]).includes('a\uFFFDb'));
});
