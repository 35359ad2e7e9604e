import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIn } from '../reading/planted.ts';
import { liveLinks } from './links.ts';

test('dead links, headings and paths are found', () => {
  assert.deepEqual(
    findIn(liveLinks, {
      'docs/a.md': '# A\n[b](b.md#no) [c](c.md)\n`src/core/gone.ts` [up](../README.md)',
      'docs/b.md': '# Yes\n',
    }),
    [
      'docs/a.md:2: a link to b.md#no, which has no such heading',
      'docs/a.md:2: a link to c.md, which is not there',
      'docs/a.md:3: a link to ../README.md, which is not there',
      'docs/a.md:3: src/core/gone.ts is not there',
    ],
  );
});

test('files, folders, headings, other sites and examples in code blocks are left alone', () => {
  assert.deepEqual(
    findIn(liveLinks, {
      'README.md': '[d](docs) [w](docs/b.md#why-this-is-so) [x](https://example.org) [s](#a)\n# A',
      'docs/b.md': '## Why `this` is so?\n```\n[gone](gone.md)\n```\n`docs/b.md` `docs/`',
    }),
    [],
  );
});
