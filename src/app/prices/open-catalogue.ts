import { dirname, resolve } from 'node:path';
import { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../cost/catalogue/shipped.ts';
import { nodeClock } from '../node-clock.ts';
import { farOffNotes } from './far-off-notes.ts';
import { readPriceFile } from './read-price-file.ts';
import { readRefreshed } from './refreshed-prices.ts';
import { filePrices, replacedNotes } from './replaced-notes.ts';

/** Whose prices they are; the later ones go before the earlier ones. */
export interface CatalogueOptions {
  /** Prices that `mab prices refresh` has left in this folder; it need not be there. */
  readonly workspace?: string;
  /** Files of the user, the last one first. */
  readonly files?: readonly string[];
}

/**
 * The prices of today: those that were shipped, then those of the workspace, then those of files.
 * @throws {MabError} FILE_…, NO_PERMISSION, CONFIG_SYNTAX, CONFIG_NOT_UTF8, PRICES_INVALID.
 */
export async function openCatalogue(options: CatalogueOptions = {}): Promise<Catalogue> {
  const { workspace, files = [] } = options;
  const day = today();
  const refreshed = workspace === undefined ? undefined : await readRefreshed(workspace);
  const parts = [...shippedPrices(), ...(refreshed ? [refreshed] : [])];
  const notes: string[] = [];
  const given = new Map<string, { readonly file: string; readonly value: number }>();
  for (const file of files) {
    const known = new Catalogue(parts, day);
    const part = await readPriceFile(file, known);
    const own = filePrices(part, file);
    notes.push(...farOffNotes(part, known, file), ...replacedNotes(own, given));
    for (const [id, price] of own) given.set(id, price);
    parts.push(part);
  }
  return new Catalogue(parts, day, notes);
}

/** ISO 8601, UTC. */
export function today(): string {
  return new Date(nodeClock.now()).toISOString().slice(0, 10);
}

/**
 * The files of a run: the one that its configuration names, then those of the command line.
 * @param configPath  The configuration, to whose folder its paths are relative.
 */
export function priceFilesOf(
  { prices }: { readonly prices?: string },
  configPath: string,
  flags: readonly string[] = [],
): string[] {
  return [...(prices === undefined ? [] : [resolve(dirname(configPath), prices)]), ...flags];
}
