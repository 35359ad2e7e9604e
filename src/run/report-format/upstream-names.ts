import type { ManifestCell } from '../manifest.ts';

/** What a dataset file of the Python project says, as far as names of results show it. */
interface DatasetFacts {
  readonly dataset: string;
  readonly contextMaxLength: number;
  readonly samplesMax: number;
  readonly shots?: number;
}

const accurate = (contextMaxLength: number, samplesMax: number): DatasetFacts => ({
  ...{ dataset: 'Accurate_Retrieval', contextMaxLength, samplesMax, shots: 0 },
});
const facts = (contextMaxLength: number): DatasetFacts => ({
  ...{ dataset: 'Conflict_Resolution', contextMaxLength, samplesMax: 1, shots: 0 },
});
const examples: DatasetFacts = {
  ...{ dataset: 'Test_Time_Learning', contextMaxLength: 131_072, samplesMax: 100, shots: 0 },
};

/** Source: `configs/data_conf` of the reference. */
const DATASETS: Readonly<Record<string, DatasetFacts>> = {
  ruler_qa1_197K: accurate(220_000, 100),
  ruler_qa2_421K: accurate(524_288, 100),
  'longmemeval_s*': accurate(400_000, 5),
  eventqa_65536: accurate(65_536, 5),
  eventqa_131072: accurate(131_072, 5),
  eventqa_full: accurate(800_000, 5),
  icl_banking77_5900shot_balance: examples,
  icl_clinic150_7050shot_balance: examples,
  icl_nlu_8296shot_balance: examples,
  icl_trec_coarse_6600shot_balance: examples,
  icl_trec_fine_6400shot_balance: examples,
  recsys_redial_full: { ...examples, contextMaxLength: 1_480_000, samplesMax: 1 },
  infbench_sum_eng_shots2: {
    ...{ dataset: 'Long_Range_Understanding', contextMaxLength: 1_200_000 },
    ...{ samplesMax: 100, shots: 2 },
  },
  detective_qa: {
    ...{ dataset: 'Long_Range_Understanding', contextMaxLength: 200_000, samplesMax: 10 },
  },
  factconsolidation_sh_6k: facts(6_000),
  factconsolidation_sh_32k: facts(32_768),
  factconsolidation_sh_64k: facts(65_536),
  factconsolidation_sh_262k: facts(300_000),
  factconsolidation_mh_6k: facts(6_000),
  factconsolidation_mh_32k: facts(32_768),
  factconsolidation_mh_64k: facts(65_536),
  factconsolidation_mh_262k: facts(300_000),
};

/** A part of a result file: what was run. */
export interface UpstreamConfigs {
  readonly agent_config: Readonly<Record<string, string | number>>;
  readonly dataset_config: Readonly<Record<string, string | number | boolean | null>>;
}

/** What is known of a cell beside its manifest. */
export interface CellSettings {
  readonly model: string;
  readonly temperature: number | undefined;
  readonly outputTokens: number;
  readonly topK: number | undefined;
  readonly embedder: string | undefined;
}

/**
 * A cell in the terms of the Python project's configuration files; undefined for datasets that it
 * does not have.
 */
export function upstreamConfigs(
  cell: ManifestCell,
  settings: CellSettings,
): UpstreamConfigs | undefined {
  const known = DATASETS[cell.dataset];
  if (!known) return undefined;
  const { model, temperature, outputTokens, topK } = settings;
  const name = methodName(cell, settings);
  return {
    agent_config: {
      ...{ agent_name: agentName(cell, name, model), model },
      ...(temperature === undefined ? {} : { temperature }),
      ...(topK === undefined ? {} : { retrieve_num: topK }),
      output_dir: `./outputs/${model}${name === '' ? '' : `-${name}`}`,
    },
    dataset_config: {
      ...{ dataset: known.dataset, chunk_size: cell.chunkTokens, debug: false, seed: 42 },
      ...{ context_max_length: known.contextMaxLength, sub_dataset: cell.dataset },
      ...{ generation_max_length: outputTokens, max_test_samples: known.samplesMax },
      ...(known.shots === undefined ? {} : { shots: known.shots }),
      tag: null,
    },
  };
}

/** Empty for the long context of the profile that follows the Python project. */
function methodName({ method, profile }: ManifestCell, { embedder }: CellSettings): string {
  const base =
    method === 'dense' ? (embedder ?? method).replaceAll('-', '_') : method.replaceAll('-', '_');
  const isTheirs = profile === 'reference';
  if (isTheirs && method === 'long-context') return '';
  return isTheirs ? base : `${base}_${profile}`;
}

/** Their code tells kinds of agents by words in their names. */
function agentName({ method }: ManifestCell, name: string, model: string): string {
  if (method === 'long-context') return `Long_context_agent_${model}`;
  return method === 'dense' ? `Embedding_rag_${name}` : `Simple_rag_${name}`;
}

/** Where the Python project looks for the results of such a cell. Source: `initialization.py`. */
export function upstreamPath({ agent_config, dataset_config }: UpstreamConfigs): string {
  const of = (value: unknown): string => String(value ?? 'unknown');
  const { retrieve_num: k, agent_name: agent } = agent_config;
  const tag = [
    ...[of(dataset_config.sub_dataset), of(dataset_config.tag)],
    `in${of(dataset_config.context_max_length)}`,
    `size${of(dataset_config.generation_max_length)}`,
    `shots${of(dataset_config.shots)}`,
    `max_samples${of(dataset_config.max_test_samples)}`,
    ...(of(agent).includes('rag') ? [`k${of(k)}`, `chunk${of(dataset_config.chunk_size)}`] : []),
  ];
  const folder = of(agent_config.output_dir).replace('./', '');
  return `${folder}/${of(dataset_config.dataset)}/${tag.join('_')}_results.json`;
}
