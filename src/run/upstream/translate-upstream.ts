import { stringify } from 'yaml';
import { DATASETS, knownDataset } from '../../bench/datasets/catalog.ts';
import { datasetUnknown } from '../../bench/datasets/dataset-unknown.ts';
import { MabError } from '../../core/errors.ts';
import { ignoredFields } from './ignored-fields.ts';
import { type MappedAgent, mapAgent, mapReader } from './map-agent.ts';
import {
  parseUpstreamAgent,
  parseUpstreamDataset,
  type UpstreamAgent,
  type UpstreamDataset,
  type UpstreamFile,
} from './upstream-files.ts';

/** Configuration files of the Python project, and what they do not say. */
export interface UpstreamRun {
  readonly agent: UpstreamFile;
  /** At least one. */
  readonly datasets: readonly UpstreamFile[];
  /** Folder with the published files; absent: what `mab data pull` left. */
  readonly dataFolder?: string;
  /** Its file of prompts. */
  readonly prompts?: string;
}

/** The same as a configuration of mab. */
export interface TranslatedRun {
  readonly name: string;
  readonly yaml: string;
  /** What is ignored, and what differs, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Says in a configuration of mab what files of the Python project say.
 *
 * @throws {MabError} CONFIG_NOT_UTF8, CONFIG_EMPTY, CONFIG_SYNTAX, UPSTREAM_CONFIG_INVALID,
 *   METHOD_UNAVAILABLE, DATASET_UNKNOWN.
 */
export function translateUpstream(run: UpstreamRun): TranslatedRun {
  const { fileName } = run.agent;
  const agent = parseUpstreamAgent(run.agent);
  const datasets = run.datasets.map(parseUpstreamDataset);
  const mapped = mapAgent(agent, fileName);
  const { reader, notes } = mapReader(agent, mapped.method, fileName);
  const name = nameOf(agent);
  const { dataFolder, prompts } = run;
  const config = {
    name,
    data: dataFolder === undefined ? { hub: {} } : { folder: dataFolder },
    datasets: datasets.map(mapDataset),
    methods: [mapMethod(agent, mapped, datasets)],
    ...(mapped.embedder ? { embedders: { [mapped.embedder.name]: mapped.embedder.config } } : {}),
    reader,
    ...(prompts === undefined ? {} : { prompts }),
  };
  return {
    ...{ name, yaml: stringify(config) },
    notes: [...mapped.notes, ...notes, ...ignoredFields([agent, ...datasets])],
  };
}

function nameOf({ agent_name, model }: UpstreamAgent): string {
  const name = agent_name.includes('Long_context') ? 'long-context' : agent_name;
  const text = `${name}-${model}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return text.slice(0, 60).replace(/^-|-$/g, '');
}

function mapDataset(file: UpstreamDataset): object {
  const { sub_dataset: id, max_test_samples: contextsMax } = file;
  const known = knownDataset(id);
  if (known?.origin !== 'memoryagentbench') throw unknownDataset(id);
  return {
    ...{ id, chunkTokens: file.chunk_size, outputTokens: file.generation_max_length },
    ...(contextsMax < (known.rows ?? 0) ? { contextsMax } : {}),
  };
}

/** It is in their files, but not among the rows that they have published. */
const UNPUBLISHED = 'longmemeval_s_-1_500';

function unknownDataset(id: string): MabError {
  if (id === UNPUBLISHED) {
    return new MabError(
      'DATASET_UNKNOWN',
      `The published dataset has no rows of ${id}, so nobody can run this file.`,
      { hint: 'Take Longmemeval_s_star.yaml, whose rows are published.' },
    );
  }
  const ids = DATASETS.filter(({ origin }) => origin === 'memoryagentbench').map((one) => one.id);
  return datasetUnknown(id, ids, 'the catalogue');
}

function mapMethod(
  agent: UpstreamAgent,
  { method, embedder }: MappedAgent,
  datasets: readonly UpstreamDataset[],
): object {
  const chunksMax = method === 'long-context' ? undefined : chunksKept(agent, datasets);
  const options = {
    ...(method === 'long-context' ? { truncate: 'head' } : { topK: agent.retrieve_num ?? 10 }),
    ...(chunksMax === undefined ? {} : { chunksMax }),
  };
  return {
    id: method,
    profile: 'reference',
    options,
    ...(embedder && { embedder: embedder.name }),
  };
}

/** No published context has more tokens. */
const LONGEST_CONTEXT_TOKENS = 2_000_000;

/**
 * How many chunks the Python project keeps: it drops the oldest once the nominal sizes add up to
 * more than the limit. Undefined where that is more than any context has.
 * @throws {MabError} UPSTREAM_CONFIG_INVALID where datasets differ in it.
 */
function chunksKept(
  { input_length_limit, buffer_length }: UpstreamAgent,
  datasets: readonly UpstreamDataset[],
): number | undefined {
  const limits = datasets.map(({ chunk_size, generation_max_length }) => {
    const limit = input_length_limit - buffer_length - generation_max_length;
    if (limit >= LONGEST_CONTEXT_TOKENS) return undefined;
    return Math.max(1, Math.floor(limit / chunk_size));
  });
  const [first, ...others] = [...new Set(limits)];
  if (others.length === 0) return first;
  throw new MabError(
    'UPSTREAM_CONFIG_INVALID',
    `The agent keeps ${[...new Set(limits)].join(' or ')} chunks, depending on the dataset file.`,
    { hint: 'Run dataset files with different chunk_size one at a time.' },
  );
}
