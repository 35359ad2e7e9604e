import type { DatasetOrigin } from '../../bench/datasets/dataset-entry.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { nearestNames } from '../../core/nearest.ts';
import { budgetProblems } from './budget-config.ts';
import { type ConfigCatalogs, chosenDataset } from './catalogs.ts';
import type { ConfigDocument, ConfigPath } from './config-document.ts';
import { type ConfigProblem, suggestNames } from './config-problem.ts';
import { place } from './describe-issues.ts';
import { EMBEDDED } from './run-config-schema.ts';

/**
 * What concerns several parts of a configuration at once. Parts that are wrong by themselves are
 * passed over here: the schema has complained of them already.
 */
export function crossChecks(document: ConfigDocument, catalogs: ConfigCatalogs): ConfigProblem[] {
  if (!isRecord(document.value)) return [];
  return [
    ...datasetProblems(document, document.value, catalogs),
    ...judgeProblems(document, document.value),
    ...methodProblems(document, document.value, catalogs),
    ...embedderProblems(document, document.value),
    ...budgetProblems(document, document.value),
  ];
}

type Plain = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function idOf(entry: unknown): unknown {
  return isRecord(entry) ? entry.id : entry;
}

/** Where the id of an entry stands, in its short or its long form. */
function idPath(list: string, at: number, entry: unknown): ConfigPath {
  return isRecord(entry) ? [list, at, 'id'] : [list, at];
}

function datasetProblems(
  document: ConfigDocument,
  config: Plain,
  catalogs: ConfigCatalogs,
): ConfigProblem[] {
  const entries = listOf(config.datasets);
  const ids = entries.map(idOf);
  const origin = originOf(config.data);
  return entries.flatMap((entry, at) => {
    const dataset = chosenDataset(catalogs, ids[at]);
    if (!dataset) return [];
    const where = place(idPath('datasets', at, entry), document);
    const first = ids.indexOf(dataset.id);
    if (first < at) return [duplicate(where, `datasets[${first}]`)];
    if (!origin || origin === dataset.origin) return [];
    const offered = catalogs.datasets.filter((other) => other.origin === origin);
    return [{ ...where, ...otherSource(dataset.id, offered) }];
  });
}

/** Judges that were asked for have to be there; those that a dataset has by itself may not be. */
function judgeProblems(document: ConfigDocument, config: Plain): ConfigProblem[] {
  if (config.judge !== undefined) return [];
  return listOf(config.datasets).flatMap((entry, at) => {
    if (!isRecord(entry) || entry.judge !== 'generic') return [];
    return [
      {
        ...place(['datasets', at, 'judge'], document),
        problem: 'asks for judges, and this file has none',
        suggestion: 'name them: judge: { models: [{ provider: …, model: … }] }',
      },
    ];
  });
}

/**
 * What the source can hold. Undefined for a folder, which may hold anything (the open corpus too,
 * as `mab data synth` writes it), and unless exactly one source is named: the schema has a word for
 * that.
 */
function originOf(data: unknown): DatasetOrigin | undefined {
  if (!isRecord(data) || data.folder !== undefined) return undefined;
  const named = Object.entries(ORIGINS).filter(([source]) => data[source] !== undefined);
  return named.length === 1 ? named[0]?.[1] : undefined;
}

const ORIGINS: Readonly<Record<string, DatasetOrigin>> = {
  hub: 'memoryagentbench',
  openCorpus: 'open-corpus',
  locomo: 'locomo',
  longmemeval: 'longmemeval',
  jsonl: 'own-data',
};

function otherSource(
  id: string,
  offered: readonly { readonly id: string }[],
): Pick<ConfigProblem, 'problem' | 'received' | 'suggestion'> {
  const names = offered.map((dataset) => dataset.id);
  return {
    problem: 'is not a dataset of the source under data',
    received: JSON.stringify(id),
    suggestion: suggestNames(nearestNames(id, names), names),
  };
}

function duplicate(where: Pick<ConfigProblem, 'path' | 'line'>, first: string): ConfigProblem {
  return { ...where, problem: `says the same as ${first}`, suggestion: 'remove one of them' };
}

function methodProblems(
  document: ConfigDocument,
  config: Plain,
  catalogs: ConfigCatalogs,
): ConfigProblem[] {
  const entries = listOf(config.methods);
  const meanings = entries.map((entry) => methodMeaning(entry, catalogs));
  return entries.flatMap((entry, at) => {
    const first = meanings.indexOf(meanings[at]);
    if (meanings[at] === undefined || first === at) return [];
    return [duplicate(place(idPath('methods', at, entry), document), `methods[${first}]`)];
  });
}

/** A method may name an embedder of this file, or the built-in one. */
function embedderProblems(document: ConfigDocument, config: Plain): ConfigProblem[] {
  const embedders = isRecord(config.embedders) ? config.embedders : {};
  const names = [EMBEDDED, ...Object.keys(embedders)];
  return listOf(config.methods).flatMap((entry, at) => {
    const name = isRecord(entry) ? entry.embedder : undefined;
    if (typeof name !== 'string' || names.includes(name)) return [];
    return [
      {
        ...place(['methods', at, 'embedder'], document),
        problem: 'is not an embedder of this file',
        received: JSON.stringify(name),
        suggestion: suggestNames(nearestNames(name, names), names),
      },
    ];
  });
}

/**
 * Method, profile, embedder and options with all defaults, as text; undefined for an entry that is
 * not valid.
 */
function methodMeaning(entry: unknown, { methods }: ConfigCatalogs): string | undefined {
  const method = methods.find(({ id }) => id === idOf(entry));
  if (!method) return undefined;
  const given = isRecord(entry) ? entry : {};
  const options = method.options.safeParse(given.options ?? {});
  if (!options.success) return undefined;
  const profile = given.profile ?? method.profiles[0];
  const { embedder } = given;
  const name = method.capabilities.needsEmbedder ? (embedder ?? EMBEDDED) : embedder;
  return canonicalJson({ id: method.id, profile, options: options.data, embedder: name });
}
