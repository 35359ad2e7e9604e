import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type PriceRow, type PriceSnapshot, priceId } from '../../contracts/prices.ts';
import { MabError } from '../../core/errors.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { type ConfigDocument, parseConfigDocument } from '../../run/config/config-document.ts';
import { type ConfigProblem, formatProblem } from '../../run/config/config-problem.ts';
import { decodeUtf8 } from '../../run/config/decode-utf8.ts';
import { describeIssues, place } from '../../run/config/describe-issues.ts';
import { fileError } from '../file-error.ts';
import { frameOf } from './complete-row.ts';
import { type PriceDraft, type PriceFile, priceFileSchema } from './price-file-schema.ts';

/**
 * Reads a file of prices (YAML or JSON), and fills in what it leaves out.
 *
 * @param known  The catalogue without the file.
 * @throws {MabError} FILE_…, NO_PERMISSION, CONFIG_NOT_UTF8, CONFIG_SYNTAX; PRICES_INVALID with
 *   every problem at once.
 */
export async function readPriceFile(path: string, known: Catalogue): Promise<PriceSnapshot> {
  return parsePriceFile(await readBytes(path), path, known);
}

/** The same for bytes that were read. */
export function parsePriceFile(bytes: Uint8Array, path: string, known: Catalogue): PriceSnapshot {
  const document = parsedDocument(decodeUtf8(bytes, path), path);
  const parsed = priceFileSchema.safeParse(document.value);
  if (!parsed.success) {
    throw invalid(path, describeIssues(parsed.error.issues, priceFileSchema, document));
  }
  const file = parsed.data;
  if (file.prices.length + file.models.length + file.machines.length === 0) throw empty(path);
  const ownSource = basename(path);
  const rows = file.prices.map((draft) => completed(draft, { file, ownSource, known }));
  const problems = [
    ...rows.flatMap((row, at) => ('option' in row ? [problemOf(row, at, document)] : [])),
    ...duplicates(rows, document),
    ...unknownSources(file, document),
  ];
  if (problems.length > 0) throw invalid(path, problems);
  return {
    date: file.date ?? known.day,
    sources: {
      ...file.sources,
      [ownSource]: {
        name: file.source ?? path,
        licence: 'given by the user',
        date: file.date ?? 'undated',
      },
    },
    models: file.models,
    machines: file.machines,
    rateLimits: file.rateLimits,
    prices: withToday(
      rows.flatMap((row) => ('option' in row ? [] : [row])),
      known,
    ),
  };
}

/** A price that only begins later leaves today's as it is. */
function withToday(rows: readonly PriceRow[], known: Catalogue): PriceRow[] {
  const later = [...Map.groupBy(rows, priceId)].filter(([, those]) =>
    those.every(({ from = '' }) => from > known.day),
  );
  const ids = new Set(later.map(([id]) => id));
  return [...known.rows().filter((row) => ids.has(priceId(row))), ...rows];
}

type Completed = ReturnType<typeof completed>;

function completed(
  draft: PriceDraft,
  { file, ownSource, known }: { file: PriceFile; ownSource: string; known: Catalogue },
): PriceRow | Extract<ReturnType<typeof frameOf>, { option: unknown }> {
  const frame = frameOf(draft, known);
  if ('option' in frame) return frame;
  return {
    ...{ source: ownSource, date: file.date ?? 'undated' },
    ...draft,
    ...frame,
    currency: 'USD',
  };
}

function problemOf(
  { option, problem }: Extract<Completed, { option: unknown }>,
  at: number,
  document: ConfigDocument,
): ConfigProblem {
  return { ...place(['prices', at, option], document), problem };
}

function duplicates(rows: readonly Completed[], document: ConfigDocument): ConfigProblem[] {
  const seen = new Map<string, number>();
  return rows.flatMap((row, at) => {
    if ('option' in row) return [];
    const name = [priceId(row), row.aboveInputTokens, row.from].join(' ');
    const first = seen.get(name);
    seen.set(name, first ?? at);
    if (first === undefined) return [];
    const problem = `is a second price of ${priceId(row)}, beside prices[${first}]`;
    return [{ ...place(['prices', at], document), problem, suggestion: 'leave one of them out' }];
  });
}

function unknownSources({ prices, sources }: PriceFile, document: ConfigDocument): ConfigProblem[] {
  return prices.flatMap(({ source }, at) =>
    source === undefined || sources[source]
      ? []
      : [
          {
            ...place(['prices', at, 'source'], document),
            problem: `is "${source}", which is not under sources`,
            suggestion: 'leave it out, and say who says so as source at the top of the file',
          },
        ],
  );
}

function invalid(path: string, problems: readonly ConfigProblem[]): MabError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const lines = problems.map((problem) => `\n  ${formatProblem(problem)}`).join('');
  return new MabError('PRICES_INVALID', `${path} has ${count}:${lines}`, {
    hint: 'Mend the file, or look at docs/guide/prices.md for its form.',
    details: { problems },
  });
}

function empty(path: string): MabError {
  return new MabError('PRICES_INVALID', `${path} holds no price, no model and no machine.`, {
    hint: 'Write for example: prices: [{ item: gpt-4o, meter: input, value: 2.5 }]',
  });
}

function parsedDocument(text: string, path: string): ConfigDocument {
  try {
    return parseConfigDocument(text, path);
  } catch (error) {
    throw error instanceof MabError && error.code === 'CONFIG_EMPTY' ? empty(path) : error;
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(error, path);
  }
}
