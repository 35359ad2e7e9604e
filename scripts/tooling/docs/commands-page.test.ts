import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { commandsPage } from './commands-page.ts';

it('the page of commands is what the program says; `npm run docs` makes it anew', async () => {
  const path = new URL('../../../docs/reference/commands.md', import.meta.url);
  assert.equal(await readFile(path, 'utf8'), commandsPage());
});
