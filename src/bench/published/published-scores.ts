import { z } from 'zod';
import { MabError } from '../../core/errors.ts';
import { findDataset } from '../datasets/catalog.ts';
import tables from './published-tables.json' with { type: 'json' };

/** One score that the benchmark's paper gives. */
export interface PublishedScore {
  /** Of the paper, for example `8`. */
  readonly table: string;
  /** As the paper names the method. */
  readonly name: string;
  /** The method's id here, whether this release has it or not. */
  readonly method: string;
  readonly embedder?: string;
  /** The model that answered, without its snapshot. */
  readonly reader: string;
  readonly dataset: string;
  /** In [0, 1]; rounded by the paper to 0.01 or 0.001. */
  readonly score: number;
  /** Absent where nothing is counted, or nobody knows. */
  readonly topK?: number;
  readonly chunkTokens: number;
}

/** Where the scores stand, for people. */
export const PUBLISHED_SOURCE = tables.source;

/** These were fed in chunks of 4,096 tokens on every dataset. Source: Table 15. */
const LARGE_CHUNKS = new Set(['mem0-v1', 'cognee', 'zep', 'mirix']);
const LARGE_CHUNK_TOKENS = 4_096;

/** A mean over datasets: no dataset of its own. */
const MEAN_COLUMN = 'icl_mean';

const methodSchema = z.strictObject({
  method: z.string(),
  reader: z.string(),
  embedder: z.string().optional(),
  topK: z.int().optional(),
});

const tableSchema = z.strictObject({
  table: z.string(),
  columns: z.array(z.string()),
  /** In percent, in the order of the columns. */
  rows: z.record(z.string(), z.array(z.number())),
  /** Of the whole table. */
  topKAll: z.int().optional(),
  chunkTokens: z.int().optional(),
  /** Cells that differ from the rest of their row: by dataset, then name. */
  topK: z.record(z.string(), z.record(z.string(), z.int())).optional(),
});
type PublishedTable = z.infer<typeof tableSchema>;

const methods = z.record(z.string(), methodSchema).parse(tables.methods);

/**
 * All scores of the paper that belong to one dataset, of its main table (3) and of the tables on
 * labels (7), chunk size (8), top-k (9) and length (5, 10). A score that several tables give stands
 * here several times.
 *
 * Source: `PUBLISHED_SOURCE`; chunk sizes from Table 15, top-k from the captions. Known of it:
 *   cells of EventQA in Table 3 are not all at k = 10; the means of Table 3 over the five sets of
 *   labels differ from Table 7 for GPT-4o-mini, GraphRAG and MIRIX (4.1-mini), so that Table 7 is
 *   taken.
 */
export const PUBLISHED_SCORES: readonly PublishedScore[] = z
  .array(tableSchema)
  .parse(tables.tables)
  .flatMap((table) =>
    Object.entries(table.rows).flatMap(([name, row]) => scoresOf(table, name, row)),
  );

function scoresOf(table: PublishedTable, name: string, row: readonly number[]): PublishedScore[] {
  const facts = methods[name];
  if (!facts || row.length !== table.columns.length) {
    throw new MabError('PUBLISHED_SCORES_BROKEN', `Table ${table.table}: the row of ${name}.`, {
      blame: 'bug',
    });
  }
  const { method, embedder, reader } = facts;
  return table.columns.flatMap((dataset, at) => {
    const percent = row[at];
    if (dataset === MEAN_COLUMN || percent === undefined) return [];
    const topK = facts.topK && (table.topK?.[dataset]?.[name] ?? table.topKAll ?? facts.topK);
    const { paperChunkTokens } = findDataset(dataset);
    const usual = LARGE_CHUNKS.has(method) ? LARGE_CHUNK_TOKENS : paperChunkTokens;
    return [
      {
        ...{ table: table.table, name, method, reader, dataset },
        ...(embedder === undefined ? {} : { embedder }),
        ...(topK === undefined ? {} : { topK }),
        score: Math.round(percent * 10) / 1_000,
        chunkTokens: table.chunkTokens ?? usual,
      },
    ];
  });
}
