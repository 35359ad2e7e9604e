import type { ChunkingOptions } from '../bench/chunking/chunk-text.ts';
import type { DatasetEntry } from '../bench/datasets/dataset-entry.ts';
import type { CataloguedMethod } from '../bench/methods/method-entry.ts';
import { PLUGIN_API_VERSION } from '../bench/methods/plugin/plugin-method.ts';
import { SCORING_VERSION } from '../bench/metrics/scorers.ts';
import type { CellPrompts } from '../bench/prompts/cell-prompts.ts';
import type { RowStatus } from '../contracts/dataset.ts';
import type { Profile } from '../contracts/memory-method.ts';
import type { EmbedderIdentity, ModelIdentity } from '../contracts/model.ts';
import { hashValue } from '../core/hashing.ts';
import { parseUnitId, type RunId, type UnitId } from '../core/ids.ts';

/**
 * Raised when the pipeline itself (not a method, prompt or dataset) may give another answer for the
 * same input. It is part of every unit's identity.
 */
export const PIPELINE_VERSION = 1;

/** What is known of a context before its text is read again. */
export interface RowFacts {
  readonly dataset: string;
  readonly contextId: string;
  readonly contextSha256: string;
  /** Of all questions with their answers. */
  readonly questionsSha256: string;
  /** Of the table of items; only where the row has one. Scores depend on it. */
  readonly itemsSha256?: string;
  readonly questions: number;
  readonly status: RowStatus;
}

/** An embedder under the name that the configuration gives it. */
export interface PlannedEmbedder {
  readonly name: string;
  readonly identity: EmbedderIdentity;
}

/** One cell: a number in the result matrix. */
export interface CellPlan {
  readonly cellId: string;
  readonly method: CataloguedMethod;
  readonly profile: Profile;
  /** As the user wrote them, for people. */
  readonly optionsGiven: Readonly<Record<string, unknown>>;
  /** With all defaults. */
  readonly options: unknown;
  /** Only of methods that need one. */
  readonly embedder: PlannedEmbedder | undefined;
  readonly dataset: DatasetEntry;
  readonly chunking: ChunkingOptions;
  readonly questionsMax: number | undefined;
  readonly prompts: CellPrompts;
  /** Of the book that they are from. */
  readonly promptsVersion: string;
}

/** One cell on one context, once: the smallest thing that is placed, retried and committed. */
export interface UnitPlan {
  readonly unitId: UnitId;
  readonly cell: CellPlan;
  readonly row: RowFacts;
  /** From 1. */
  readonly trial: number;
  readonly questions: number;
  /** For people: `bm25 (current) on factconsolidation_sh_6k#0`. */
  readonly label: string;
}

/** All that can change what a method does; for a plug-in also its code and what it is built on. */
export function methodIdentity({
  method: { id, version, plugin },
  profile,
  options,
}: Pick<CellPlan, 'method' | 'profile' | 'options'>): object {
  const code = plugin && { sha256: plugin.sha256, api: PLUGIN_API_VERSION };
  return { id, version, profile, options, code };
}

/**
 * The identity of a unit: a hash of all that can change its answers. Units whose replies are drawn
 * at random, or come from a model that may move, belong to one run; all others are shared between
 * runs.
 */
export function planUnit(
  cell: CellPlan,
  row: RowFacts,
  { reader, runId, trial }: { reader: ModelIdentity; runId: RunId; trial: number },
): UnitPlan {
  const { method, profile, dataset, chunking, questionsMax, embedder } = cell;
  const shared = reader.pinned && !reader.sampled && (embedder?.identity.pinned ?? true);
  const unitId = parseUnitId(
    hashValue({
      pipeline: PIPELINE_VERSION,
      prompts: cell.promptsVersion,
      method: methodIdentity(cell),
      dataset: { id: dataset.id, maxOutputTokens: dataset.maxOutputTokens },
      scoring: SCORING_VERSION,
      row: {
        ...{ context: row.contextSha256, questions: row.questionsSha256, id: row.contextId },
        items: row.itemsSha256,
      },
      chunking,
      reader: {
        model: reader.logicalModel,
        sampling: reader.sampling,
        contextTokens: reader.contextTokens,
      },
      embedder: embedder && embedderIdentity(embedder.identity),
      questionsMax,
      trial,
      lineage: shared ? undefined : runId,
    }),
  );
  return {
    ...{ unitId, cell, row, trial },
    questions: Math.min(row.questions, questionsMax ?? row.questions),
    label: `${method.id} (${profile}) on ${row.contextId}${trial > 1 ? ` trial ${trial}` : ''}`,
  };
}

/** All of an embedder that can change a vector. */
export function embedderIdentity(embedder: EmbedderIdentity): object {
  const { logicalModel, dimensions, prefixes, maxTokens } = embedder;
  return { logicalModel, dimensions, prefixes, maxTokens };
}
