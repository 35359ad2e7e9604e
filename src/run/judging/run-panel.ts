import type { DatasetFamily } from '../../bench/datasets/dataset-entry.ts';
import { judgeProtocol, protocolOfFamily } from '../../bench/judges/catalog.ts';
import type { JudgeProtocol } from '../../contracts/judge.ts';
import type { DatasetConfig } from '../config/run-config.ts';
import type { ManifestCell } from '../manifest.ts';

/** What says how the datasets of a run are marked. */
export type JudgedBy = NonNullable<DatasetConfig['judge']>;

/**
 * The protocol of each cell: the dataset's own, the generic one, or none.
 *
 * @param judgedBy  By the id of a dataset; `auto` where it says nothing.
 */
export function protocolOf(
  judgedBy: (dataset: string) => JudgedBy | undefined,
): (cell: ManifestCell) => JudgeProtocol | undefined {
  return ({ dataset, family }) => {
    const by = judgedBy(dataset) ?? 'auto';
    if (by === 'none') return undefined;
    const id = by === 'generic' ? by : protocolOfFamily(family as DatasetFamily);
    return id && judgeProtocol(id);
  };
}
