import { z } from 'zod';
import { findDataset } from '../../bench/datasets/catalog.ts';
import { MabError } from '../../core/errors.ts';
import { parseUnitId, type RunId } from '../../core/ids.ts';
import { storedSettings } from '../../run/judging/stored-settings.ts';
import { type ManifestCell, type RunManifest, readManifest } from '../../run/manifest.ts';
import type { QuestionRow } from '../../run/report/question-row.ts';
import type { buildReport } from '../../run/report/run-report.ts';
import type { ExportedFile } from '../../run/report-format/inspect-log.ts';
import { type CellSettings, upstreamConfigs } from '../../run/report-format/upstream-names.ts';
import { upstreamResults } from '../../run/report-format/upstream-results.ts';
import { readCommit, readTimings } from '../../run/unit-store.ts';
import { openRunData } from '../run-data.ts';
import type { Workspace } from '../workspace.ts';

/**
 * The complete cells of a run as result files of the Python project; later trials in folders of
 * their own.
 * @throws {MabError} EXPORT_EMPTY where there is none; what opening the data throws.
 */
export async function writeUpstream(
  { store }: Workspace,
  runId: RunId,
  report: (add: (rows: readonly QuestionRow[]) => void) => ReturnType<typeof buildReport>,
): Promise<readonly ExportedFile[]> {
  const manifest = await readManifest(store, runId);
  const rows: QuestionRow[] = [];
  await report((some) => rows.push(...some));
  const buildSeconds = new Map<string, number>();
  for (const { unitId } of manifest.units) {
    const commit = await readCommit(store, parseUnitId(unitId));
    if (!commit) continue;
    const { memorizeMs, finalizeMs } = await readTimings(store, commit);
    buildSeconds.set(unitId, (memorizeMs + finalizeMs) / 1_000);
  }
  const ids = await qaPairIds(manifest);
  const extras = {
    qaPairId: (questionId: string) => ids.get(questionId),
    buildSeconds: (unitId: string) => buildSeconds.get(unitId) ?? 0,
  };
  const files = manifest.cells.flatMap((cell) =>
    trialsOf(manifest, cell).flatMap((trial) => {
      const own = completeRows(manifest, cell, trial, rows);
      const configs = upstreamConfigs(cell, settingsOf(manifest, cell));
      if (!own || !configs) return [];
      const { name, data } = upstreamResults(configs, own, extras);
      return [{ name: trial === 1 ? name : `trial-${trial}/${name}`, data }];
    }),
  );
  if (files.length > 0) return apart(files);
  throw new MabError('EXPORT_EMPTY', `No cell of ${runId} can be written in this format.`, {
    hint: 'Only cells with all their answers on datasets of MemoryAgentBench are; finish the run.',
  });
}

/** Settings that no result file of the Python project names are told apart by folders. */
function apart(files: readonly ExportedFile[]): ExportedFile[] {
  const seen = new Map<string, number>();
  return files.map(({ name, data }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `settings-${count}/${name}`, data };
  });
}

function trialsOf({ units }: RunManifest, { cellId }: ManifestCell): number[] {
  const own = units.filter((unit) => unit.cellId === cellId);
  return [...new Set(own.map(({ trial }) => trial))].sort((a, b) => a - b);
}

/** In the order of contexts; undefined where one is missing. */
function completeRows(
  { units }: RunManifest,
  { cellId }: ManifestCell,
  trial: number,
  rows: readonly QuestionRow[],
): QuestionRow[] | undefined {
  const wanted = units.filter((unit) => unit.cellId === cellId && unit.trial === trial);
  const own = wanted.flatMap(({ unitId }) =>
    rows.filter((row) => row.unit.unitId === unitId && row.cell.cellId === cellId),
  );
  const planned = wanted.reduce((sum, { questions }) => sum + questions, 0);
  const isComplete =
    own.length === planned && own.every(({ record }) => record.answer !== undefined);
  return isComplete ? own : undefined;
}

/** What else of a stored configuration a result file shows. */
const stored = z.object({
  reader: z.object({ temperature: z.number().optional().catch(undefined) }),
  datasets: z.array(z.object({ id: z.string(), outputTokens: z.unknown().optional() })),
  embedders: z.record(z.string(), z.object({ model: z.string().optional() })).catch({}),
  methods: z.array(
    z.object({
      ...{ id: z.string(), profile: z.string(), embedder: z.string().optional() },
      options: z.object({ topK: z.int().optional() }).catch({}),
    }),
  ),
});

function settingsOf({ config, reader }: RunManifest, cell: ManifestCell): CellSettings {
  const { datasets, methods, embedders, reader: asked } = stored.parse(config);
  const known = findDataset(cell.dataset);
  const choice = datasets.find(({ id }) => id === cell.dataset)?.outputTokens;
  const byName = { config: known.maxOutputTokens, paper: known.paperMaxOutputTokens };
  const own = methods.filter(({ id, profile }) => id === cell.method && profile === cell.profile);
  const method =
    own.find(({ options }) => cell.settings.includes(`topK=${options.topK}`)) ?? own[0];
  const embedder = method?.embedder;
  return {
    model: reader.model,
    temperature: asked.temperature,
    outputTokens:
      typeof choice === 'number' ? choice : choice === 'paper' ? byName.paper : byName.config,
    topK: method?.options.topK,
    embedder: embedder && (embedders[embedder]?.model ?? embedder),
  };
}

/** By question. */
async function qaPairIds(manifest: RunManifest): Promise<Map<string, string>> {
  const source = await openRunData(manifest, storedSettings(manifest));
  const ids = new Map<string, string>();
  for (const dataset of new Set(manifest.cells.map((cell) => cell.dataset))) {
    for await (const { questions } of source.rows(dataset)) {
      for (const { id, qaPairId } of questions) if (qaPairId !== undefined) ids.set(id, qaPairId);
    }
  }
  return ids;
}
