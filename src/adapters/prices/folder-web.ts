import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PriceWeb } from '../../contracts/price-feed.ts';
import { MabError } from '../../core/errors.ts';
import { linesOf, parsedJson } from './read-bytes.ts';

/**
 * Documents in a folder, each at `<host>/<path>` as `wget -x` leaves them. Of a list in pages every
 * `*.json` anywhere below the folder of its host is a page.
 */
export function createFolderWeb(folder: string): PriceWeb {
  const pathOf = ({ host, pathname }: URL): string => join(folder, host, pathname);
  return {
    json: (url) => parsedJson(fileBytes(pathOf(url)), pathOf(url)),
    lines: (url) => linesOf(fileBytes(pathOf(url))),
    async *pages(first) {
      const root = join(folder, first.host);
      const names = await readdir(root, { recursive: true }).catch((error: unknown) => {
        throw missing(root, error);
      });
      const pages = names.filter((name) => name.endsWith('.json')).sort();
      if (pages.length === 0) throw missing(join(root, '*.json'));
      for (const name of pages) {
        const path = join(root, name);
        yield await parsedJson(fileBytes(path), path);
      }
    },
  };
}

async function* fileBytes(path: string): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw missing(path, error);
  }
}

function missing(path: string, cause?: unknown): MabError {
  return new MabError('PRICES_COPY_MISSING', `The folder of --from has no ${path}.`, {
    hint: 'Fetch it with `wget -x`, or leave out the --source that needs it.',
    ...(cause !== undefined && { cause }),
  });
}
