import { basename, extname } from 'node:path';
import { z } from 'zod';
import { MabError } from '../../core/errors.ts';
import { budgetConfig } from './budget-config.ts';
import { CATALOGS, type ConfigCatalogs } from './catalogs.ts';
import { type ConfigDocument, parseConfigDocument } from './config-document.ts';
import { type ConfigProblem, formatProblem } from './config-problem.ts';
import { missingControls } from './control-arms.ts';
import { crossChecks } from './cross-checks.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import { describeIssues } from './describe-issues.ts';
import { embedderSchema } from './embedder-schema.ts';
import { judgeConfig } from './judge-schema.ts';
import type { DataConfig, DatasetConfig, MethodConfig, RunConfig } from './run-config.ts';
import {
  EMBEDDED,
  pluginNames,
  type RunConfigDraft,
  runConfigSchema,
} from './run-config-schema.ts';

export interface ParseConfigOptions {
  /** For messages, and for the run's name when the file gives none. Never opened. */
  readonly fileName: string;
  /** What may be named; everything of this release unless a test says otherwise. */
  readonly catalogs?: ConfigCatalogs;
  /** Those that methods use, which is the default, or all that can be named. */
  readonly embedders?: 'used' | 'all';
}

/**
 * The plug-ins that a configuration names; none where they are not named as they should be, which
 * `parseConfig` will complain of.
 *
 * @throws {MabError} CONFIG_NOT_UTF8, CONFIG_EMPTY, CONFIG_SYNTAX.
 */
export function parsePluginNames(bytes: Uint8Array, fileName: string): readonly string[] {
  const { value } = parseConfigDocument(decodeUtf8(bytes, fileName), fileName);
  const parsed = z.object({ plugins: pluginNames }).safeParse(value);
  return parsed.success ? parsed.data.plugins : [];
}

/**
 * Reads a configuration (YAML or JSON). Pure: the caller has read the file.
 *
 * @returns All defaults filled in, deeply frozen.
 * @throws {MabError} CONFIG_NOT_UTF8, CONFIG_EMPTY, CONFIG_SYNTAX, or CONFIG_INVALID with every
 *   problem at once in `details.problems` (`ConfigProblem[]`). No message ever holds a key.
 */
export function parseConfig(bytes: Uint8Array, options: ParseConfigOptions): RunConfig {
  const { fileName, catalogs = CATALOGS, embedders = 'used' } = options;
  const document = parseConfigDocument(decodeUtf8(bytes, fileName), fileName);
  const draft = checked(document, catalogs, fileName);
  const methods = methodsOf(draft, catalogs, document);
  return deepFreeze({
    name: draft.name ?? nameFromFile(fileName),
    data: dataConfig(draft.data),
    datasets: draft.datasets.map((entry) => datasetConfig(entry, draft)),
    methods,
    embedders: embeddersOf(draft, embedders === 'all' ? undefined : methods),
    controls: draft.controls,
    plugins: draft.plugins,
    ...(draft.prompts !== undefined && { prompts: draft.prompts }),
    punkt: draft.chunking.punkt,
    reader: draft.reader,
    ...(draft.judge && { judge: judgeConfig(draft.judge) }),
    concurrency: draft.concurrency,
    ...(draft.sharedLimits && { sharedLimits: draft.sharedLimits }),
    trials: draft.trials,
    budget: budgetConfig(draft),
    ...(draft.prices !== undefined && { prices: draft.prices }),
    storeRequests: draft.storeRequests,
    batch: { lane: draft.lane, ...draft.batch },
    ...(draft.confirmAboveUsd === undefined ? {} : { confirmAboveUsd: draft.confirmAboveUsd }),
    aliasDaysMax: draft.aliasDaysMax,
  });
}

function checked(
  document: ConfigDocument,
  catalogs: ConfigCatalogs,
  fileName: string,
): RunConfigDraft {
  const schema = runConfigSchema(catalogs);
  const parsed = schema.safeParse(document.value);
  const problems = [
    ...describeIssues(parsed.error?.issues ?? [], schema, document),
    ...crossChecks(document, catalogs),
  ].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw invalid(fileName, problems);
}

/** All problems of a file at once. */
export function invalid(fileName: string, problems: readonly ConfigProblem[]): MabError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const lines = problems.map((problem) => `\n  ${formatProblem(problem)}`).join('');
  return new MabError('CONFIG_INVALID', `${fileName} has ${count}:${lines}`, {
    hint: 'Nothing was run or spent. Mend the file and run the same command again.',
    details: { problems },
  });
}

/** `My Run.yaml` gives `my-run`. */
function nameFromFile(fileName: string): string {
  const stem = basename(fileName, extname(fileName)).toLowerCase();
  const name = stem.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return name.slice(0, 60) || 'run';
}

function dataConfig(data: RunConfigDraft['data']): DataConfig {
  const { folder, itemTable, hub, openCorpus } = data;
  if (folder !== undefined) {
    return { kind: 'folder', folder, ...(itemTable === undefined ? {} : { itemTable }) };
  }
  if (hub !== undefined) return { kind: 'hub', revision: hub.revision };
  for (const kind of ['jsonl', 'locomo', 'longmemeval'] as const) {
    const path = data[kind];
    if (path !== undefined) return { kind, path };
  }
  return { kind: 'open-corpus', seed: openCorpus?.seed ?? 1 };
}

function datasetConfig(
  entry: RunConfigDraft['datasets'][number],
  { chunking: { chunkTokens }, outputTokens }: RunConfigDraft,
): DatasetConfig {
  const given = typeof entry === 'string' ? { id: entry } : entry;
  return {
    ...(chunkTokens !== undefined && { chunkTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...given,
  };
}

/** Those of the file first: where a budget ends, the control arms are what is missing. */
function methodsOf(
  { methods, controls }: RunConfigDraft,
  catalogs: ConfigCatalogs,
  document: ConfigDocument,
): MethodConfig[] {
  const named = methods.map((entry, at) =>
    methodConfig(entry, catalogs, optionsAsWritten(document, at)),
  );
  const added = controls ? missingControls(named) : [];
  return [...named, ...added.map((id) => methodConfig(id, catalogs, {}))];
}

function methodConfig(
  entry: RunConfigDraft['methods'][number],
  catalogs: ConfigCatalogs,
  optionsGiven: Readonly<Record<string, unknown>>,
): MethodConfig {
  if (typeof entry !== 'string') {
    const { embedder, ...rest } = entry;
    return { ...rest, optionsGiven, ...(embedder === undefined ? {} : { embedder }) };
  }
  const method = catalogs.methods.find(({ id }) => id === entry);
  if (!method) throw new MabError('METHOD_UNKNOWN', `There is no method "${entry}".`);
  return {
    id: entry,
    profile: method.profiles[0],
    optionsGiven,
    options: method.options.parse({}),
    ...(method.capabilities.needsEmbedder ? { embedder: EMBEDDED } : {}),
  };
}

/** @param users  Absent: all embedders are wanted. */
function embeddersOf(
  { embedders }: RunConfigDraft,
  users: readonly MethodConfig[] | undefined,
): RunConfig['embedders'] {
  const known = { [EMBEDDED]: embedderSchema.parse({ provider: 'embedded' }), ...embedders };
  if (!users) return known;
  const names = new Set(users.flatMap(({ embedder }) => embedder ?? []));
  return Object.fromEntries(Object.entries(known).filter(([name]) => names.has(name)));
}

function optionsAsWritten(document: ConfigDocument, at: number): Record<string, unknown> {
  const { methods } = document.value as { methods: readonly (string | { options?: object })[] };
  const entry = methods[at];
  return typeof entry === 'object' ? { ...entry.options } : {};
}

/** The value itself, with all that is in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
