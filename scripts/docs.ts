import { writeFile } from 'node:fs/promises';
import { configurationPage } from './tooling/docs/configuration-page.ts';

/** `npm run docs`: writes the pages that are made from the code. @returns 0. */
export async function main(): Promise<number> {
  await writeFile('docs/reference/configuration.md', configurationPage());
  return 0;
}
