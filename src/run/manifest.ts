import { z } from 'zod';
import type { BlobStore } from '../contracts/store.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import { parseRunId, type RunId } from '../core/ids.ts';

const kindPrices = z.object({
  inputPicoUsd: z.string(),
  cachedInputPicoUsd: z.string(),
  cacheWritePicoUsd: z.string(),
  /** Absent in old manifests. */
  outputPicoUsd: z.string().optional(),
});

/** What a run was, so that it can be reported, and made again. Written once, never changed. */
export const manifestSchema = z.object({
  v: z.literal(1),
  runId: z.string(),
  name: z.string(),
  createdAt: z.string(),
  data: z.object({ label: z.string(), openCorpus: z.boolean() }),
  reader: z.object({
    model: z.string(),
    provider: z.string(),
    note: z.string().optional(),
    /** Of one token when the run was planned; absent in old manifests. */
    prices: kindPrices.extend({ tiers: z.array(kindPrices).optional() }).optional(),
  }),
  /**
   * The judges that the run was begun with; absent where there were none. A judging says itself who
   * has marked.
   */
  judges: z
    .array(
      z.object({
        name: z.string(),
        model: z.string(),
        provider: z.string(),
        note: z.string().optional(),
      }),
    )
    .optional(),
  /** The models behind vectors; absent where no method uses any. */
  embedders: z.array(z.object({ model: z.string(), provider: z.string() })).optional(),
  /**
   * Where calls, limits and budgets stood: `postgres` is shared by all machines of the run,
   * `sqlite` by the processes of one. Absent in manifests of older releases.
   */
  ledger: z.enum(['sqlite', 'postgres']).optional(),
  /** With all defaults; holds the names of key variables, never keys. */
  config: z.unknown(),
  /** What the run's id is the hash of. */
  identity: z.unknown(),
  /** The methods that are no part of mab; absent where there are none. */
  plugins: z
    .array(
      z.object({
        method: z.string(),
        /** The file as the configuration names it, or `package@version`. */
        source: z.string(),
        /** Of the plug-in's entry file. */
        sha256: z.string(),
      }),
    )
    .optional(),
  /** The templates that were used instead of mab's own prompts; absent: these. */
  prompts: z.object({ file: z.string(), version: z.string() }).optional(),
  /**
   * The run was begun as one of so many processes that share nothing, each with its part of limits
   * and budgets; absent: it was not.
   */
  share: z.int().min(2).optional(),
  cells: z.array(
    z.object({
      /** A short hash of method, settings and dataset. */
      cellId: z.string(),
      method: z.string(),
      profile: z.enum(['paper', 'reference', 'current']),
      /** Options as they were written, for people: `topK=5`. */
      settings: z.string(),
      /** Those of the dataset: `questionsMax=20`; absent: none. */
      dataSettings: z.string().optional(),
      /** A floor or a ceiling, no method. */
      controlArm: z.boolean(),
      dataset: z.string(),
      /** Decides prompts and scorer. */
      family: z.string(),
      metric: z.string(),
      chunkTokens: z.int(),
    }),
  ),
  units: z.array(
    z.object({
      /** A hash of all that can change the unit's answers; the same in every run that has it. */
      unitId: z.string(),
      cellId: z.string(),
      contextId: z.string(),
      rowStatus: z.enum([
        'published',
        'rebuilt',
        'partial',
        'stand-in',
        'unverified',
        'open-corpus',
        'locomo',
        'longmemeval',
        'own-data',
      ]),
      questions: z.int(),
      trial: z.int(),
    }),
  ),
  versions: z.object({ mab: z.string(), node: z.string(), pipeline: z.int() }),
});
export type RunManifest = z.infer<typeof manifestSchema>;
export type ManifestCell = RunManifest['cells'][number];
export type ManifestUnit = RunManifest['units'][number];

const manifestKey = (runId: RunId): string => `runs/${runId}/manifest.json`;

/**
 * Writes the manifest of a new run; that of a run that exists stays as it was. @returns whether it
 * is new.
 */
export function writeManifest(
  store: BlobStore,
  runId: RunId,
  manifest: RunManifest,
): Promise<boolean> {
  return store.putIfAbsent(manifestKey(runId), `${canonicalJson(manifest)}\n`);
}

/** @throws {MabError} RUN_UNKNOWN, STORE_DAMAGED. */
export async function readManifest(store: BlobStore, runId: RunId): Promise<RunManifest> {
  const bytes = await store.get(manifestKey(runId));
  if (!bytes) {
    throw new MabError('RUN_UNKNOWN', `There is no run ${runId} in this workspace.`, {
      hint: 'Run `mab list` to see the runs, or give their folder with --workspace.',
    });
  }
  try {
    return manifestSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (error) {
    throw new MabError(
      'STORE_DAMAGED',
      `The manifest of ${runId} cannot be read: ${errorMessage(error)}`,
      {
        blame: 'environment',
        hint: 'Restore the workspace from a backup.',
        cause: error,
      },
    );
  }
}

/** The ids of all runs of a workspace, sorted. */
export async function listRunIds(store: BlobStore): Promise<RunId[]> {
  const keys = await store.list('runs/');
  return keys.flatMap((key) => {
    const [, id, file] = key.split('/');
    return id !== undefined && file === 'manifest.json' ? [parseRunId(id)] : [];
  });
}
