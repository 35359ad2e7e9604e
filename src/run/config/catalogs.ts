import { DATASETS } from '../../bench/datasets/catalog.ts';
import type { DatasetEntry } from '../../bench/datasets/dataset-entry.ts';
import { METHODS } from '../../bench/methods/catalog.ts';
import type { MethodEntry } from '../../bench/methods/method-entry.ts';
import type { Capabilities } from '../../contracts/memory-method.ts';

/** What a configuration may name; at least one of each. Implementations are not loaded. */
export interface ConfigCatalogs {
  readonly methods: readonly (Pick<MethodEntry, 'id' | 'profiles' | 'options'> & {
    readonly capabilities: Pick<Capabilities, 'needsEmbedder'>;
  })[];
  readonly datasets: readonly Pick<
    DatasetEntry,
    'id' | 'origin' | 'supported' | 'unsupportedReason'
  >[];
}

/** Everything that this release has. */
export const CATALOGS: ConfigCatalogs = { methods: METHODS, datasets: DATASETS };
