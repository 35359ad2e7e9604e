import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandsPage } from './tooling/docs/commands-page.ts';
import { configurationPage } from './tooling/docs/configuration-page.ts';
import { errorsPage } from './tooling/docs/errors-page.ts';
import { recordsPage } from './tooling/docs/records-page.ts';
import { ROOT } from './tooling/list-files.ts';

/** The pages that are made from the code, by their name in `docs/reference`. */
const PAGES: Readonly<Record<string, () => string>> = {
  'commands.md': commandsPage,
  'configuration.md': configurationPage,
  'errors.md': errorsPage,
  'records.md': recordsPage,
};

/** `npm run docs`: writes the pages that are made from the code. @returns 0. */
export async function main(): Promise<number> {
  for (const [name, page] of Object.entries(PAGES)) {
    await writeFile(join(ROOT, 'docs', 'reference', name), page());
  }
  return 0;
}
