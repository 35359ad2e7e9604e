import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { costFormulasPage } from './cost-formulas-page.ts';

it('the page of cost formulas is what they say; `npm run docs` makes it anew', async () => {
  const path = new URL('../../../docs/reference/cost-formulas.md', import.meta.url);
  assert.equal(await readFile(path, 'utf8'), costFormulasPage());
});
