import { DATASETS } from '../../bench/datasets/catalog.ts';
import type { DatasetEntry } from '../../bench/datasets/dataset-entry.ts';
import {
  openEntry,
  openSizeProblem,
  parseOpenId,
} from '../../bench/datasets/open-corpus/open-catalog.ts';
import { ownEntry } from '../../bench/datasets/own/own-catalog.ts';
import { METHODS } from '../../bench/methods/catalog.ts';
import type { MethodEntry } from '../../bench/methods/method-entry.ts';
import type { Capabilities } from '../../contracts/memory-method.ts';

/** What a configuration has to know of a dataset. */
export type DatasetChoice = Pick<DatasetEntry, 'id' | 'origin'>;

/** What a configuration may name; at least one of each. Implementations are not loaded. */
export interface ConfigCatalogs {
  readonly methods: readonly (Pick<MethodEntry, 'id' | 'profiles' | 'options'> & {
    readonly capabilities: Pick<Capabilities, 'needsEmbedder'>;
  })[];
  readonly datasets: readonly DatasetChoice[];
  /** A dataset that is not listed, because it comes in too many sizes; absent: there are none. */
  readonly unlistedDataset?: (id: string) => DatasetChoice | undefined;
  /** What is wrong with an id of such a dataset, without the id: `must be …`. */
  readonly datasetIdProblem?: (id: string) => string | undefined;
}

/** The dataset that an id means; undefined when there is none. */
export function chosenDataset(
  { datasets, unlistedDataset }: ConfigCatalogs,
  id: unknown,
): DatasetChoice | undefined {
  if (typeof id !== 'string') return undefined;
  return datasets.find((dataset) => dataset.id === id) ?? unlistedDataset?.(id);
}

/** Everything that this release has. */
export const CATALOGS: ConfigCatalogs = {
  methods: METHODS,
  datasets: DATASETS,
  unlistedDataset: (id) => {
    const dataset = parseOpenId(id);
    return dataset ? openEntry(dataset) : ownEntry(id);
  },
  datasetIdProblem: openSizeProblem,
};
