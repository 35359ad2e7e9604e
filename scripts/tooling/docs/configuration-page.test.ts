import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { configurationPage } from './configuration-page.ts';

it('the configuration page is what the schema says; `npm run docs` makes it anew', async () => {
  const path = new URL('../../../docs/reference/configuration.md', import.meta.url);
  assert.equal(await readFile(path, 'utf8'), configurationPage());
});
