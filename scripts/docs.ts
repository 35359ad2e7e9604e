import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requirementsPage } from './requirements-check/render.ts';
import { commandsPage } from './tooling/docs/commands-page.ts';
import { configurationPage } from './tooling/docs/configuration-page.ts';
import { costFormulasPage } from './tooling/docs/cost-formulas-page.ts';
import { errorsPage } from './tooling/docs/errors-page.ts';
import { recordsPage } from './tooling/docs/records-page.ts';
import { ROOT } from './tooling/list-files.ts';

/** The pages that are made from the code, by their path in `docs`. */
const PAGES: Readonly<Record<string, () => string>> = {
  'reference/commands.md': commandsPage,
  'reference/configuration.md': configurationPage,
  'reference/cost-formulas.md': costFormulasPage,
  'reference/errors.md': errorsPage,
  'reference/records.md': recordsPage,
  'requirements-check.md': requirementsPage,
};

/** `npm run docs`: writes the pages that are made from the code. @returns 0. */
export async function main(): Promise<number> {
  for (const [name, page] of Object.entries(PAGES)) {
    await writeFile(join(ROOT, 'docs', name), page());
  }
  return 0;
}
