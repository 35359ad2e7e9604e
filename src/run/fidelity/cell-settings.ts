import { z } from 'zod';
import type { RowStatus } from '../../contracts/dataset.ts';
import type { CellReport, RunReport } from '../../contracts/report.ts';
import type { RunManifest } from '../manifest.ts';

/** What of a cell decides whether its score can be held against a published one. */
export interface CellSettings {
  readonly method: string;
  readonly profile: string;
  readonly isPlugin: boolean;
  /** The logical model; undefined where the method has none. */
  readonly embedder: string | undefined;
  readonly reader: string;
  readonly temperature: number | undefined;
  readonly dataset: string;
  readonly rowStatus: RowStatus;
  /** Undefined where the method retrieves nothing. */
  readonly topK: number | undefined;
  readonly chunkTokens: number;
  readonly maxOutputTokens: number;
  /** Fewer than the complete dataset has. */
  readonly isPart: boolean;
  readonly trials: number;
  /** Who gave the score, and by which protocol; undefined where no judge did. */
  readonly judge: { readonly protocol: string; readonly models: readonly string[] } | undefined;
}

/** The parts of a run's identity that are read here; lenient, for runs of other releases. */
const identitySchema = z.object({
  reader: z.object({ sampling: z.object({ temperature: z.number().optional() }).optional() }),
  trials: z.number().default(1),
  cells: z.array(
    z.object({
      method: z.object({ options: z.object({ topK: z.number().optional() }).catch({}) }),
      embedder: z.object({ logicalModel: z.string() }).optional(),
      maxOutputTokens: z.number(),
      chunking: z.object({ chunkTokens: z.number() }),
    }),
  ),
});

/** The settings of each cell of a run, by its id; none of a run of another release. */
export function cellSettings(
  manifest: RunManifest,
  { cells, judging }: Pick<RunReport, 'cells' | 'judging'>,
  complete: (dataset: string) => { readonly questions?: number } | undefined,
): Map<string, CellSettings> {
  const { data: identity } = identitySchema.safeParse(manifest.identity);
  if (!identity) return new Map();
  const plugins = new Set((manifest.plugins ?? []).map(({ method }) => method));
  return new Map(
    manifest.cells.flatMap((cell, at) => {
      const facts = identity.cells[at];
      const report = cells.find(({ cellId }) => cellId === cell.cellId);
      if (!facts || !report) return [];
      const { method, profile, dataset, chunkTokens } = cell;
      const all = complete(dataset)?.questions ?? 0;
      const settings: CellSettings = {
        ...{ method, profile, dataset, chunkTokens },
        isPlugin: plugins.has(method),
        embedder: facts.embedder?.logicalModel,
        reader: manifest.reader.model,
        temperature: identity.reader.sampling?.temperature,
        rowStatus: report.rowStatus,
        topK: facts.method.options.topK,
        maxOutputTokens: facts.maxOutputTokens,
        isPart: report.questions.planned < all * identity.trials,
        trials: identity.trials,
        judge: judgeOf(report, judging),
      };
      return [[cell.cellId, settings] as const];
    }),
  );
}

function judgeOf(
  { metric, judged }: CellReport,
  judging: RunReport['judging'],
): CellSettings['judge'] {
  if (!judged?.metrics.includes(metric) || !judging) return undefined;
  return { protocol: judged.protocol, models: judging.judges.map(({ model }) => model) };
}
