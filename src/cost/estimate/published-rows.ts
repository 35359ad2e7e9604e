import { z } from 'zod';
import rows from './published-rows.json' with { type: 'json' };

const publishedRows = z.strictObject({
  dataset: z.string().min(1),
  /** Rows; each has the tokens below, and an equal share of the questions. */
  contexts: z.int().min(1),
  contextTokens: z.int().min(1).describe('Of one row, in o200k_base.'),
  questions: z.int().min(1).describe('Of all rows.'),
  promptTokens: z.number().min(1).describe('Mean of a question with its instructions.'),
  basis: z.enum(['counted', 'paper', 'name']),
  source: z.string().min(1),
  promptSource: z.string().min(1),
  inMainTable: z.boolean().describe('Of the paper, where the largest size of a dataset stands.'),
});

/** The rows of one dataset of MemoryAgentBench, without their texts. */
export type PublishedRows = z.infer<typeof publishedRows>;

/** `paper`: the datasets of the paper’s main table. `all`: every dataset that is published. */
export type RowSet = 'paper' | 'all';

/**
 * What is known of the published rows without having them: 146 rows, 3,671 questions; of the main
 * table 130 and 2,071. Counted by `scripts/count-rows.ts` where a row was at hand; else from the
 * paper (arXiv 2507.05257 v4, Tables 6 and 10), whose K is 1,024, as the counted rows show.
 */
export function publishedRowsOf(set: RowSet): readonly PublishedRows[] {
  const all = z.array(publishedRows).parse(rows);
  return set === 'all' ? all : all.filter(({ inMainTable }) => inMainTable);
}
