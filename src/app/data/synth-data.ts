import { resolve } from 'node:path';
import { datasetUnknown } from '../../bench/datasets/dataset-unknown.ts';
import {
  openListing,
  parseOpenId,
  sortedOpenDatasets,
} from '../../bench/datasets/open-corpus/open-catalog.ts';
import { openCorpusSource } from '../../bench/datasets/open-corpus/open-corpus.ts';
import { createRowFile } from '../../bench/datasets/row-file.ts';
import type { Competency, DatasetListing, DatasetSource } from '../../contracts/dataset.ts';
import type { SynthOptions, SynthResult } from './data-contract.ts';
import { putUnlessOther } from './put-unless-other.ts';

/** Writes the open corpus as parquet in the published layout: one file per competency. */
export async function synthData(options: SynthOptions): Promise<SynthResult> {
  const source = openCorpusSource(options.seed);
  const chosen = choose(await source.list(), options.datasets, source.label);
  const folder = resolve(options.out);
  const files: SynthResult['files'][number][] = [];
  let at = 0;
  for (const [competency, datasets] of Map.groupBy(chosen, (listing) => listing.competency)) {
    const onDataset = (dataset: string): void => {
      options.signal.throwIfAborted();
      options.onDataset(dataset, at++, chosen.length);
    };
    const { name, bytes, ...counts } = await makeFile(source, { competency, datasets, onDataset });
    await putUnlessOther({ folder, option: '--out' }, name, bytes);
    files.push({ name, size: bytes.length, ...counts });
  }
  return { label: source.label, folder, files };
}

/** In the order of the corpus, whatever the order of the wish: the files have to be the same. */
function choose(
  listings: readonly DatasetListing[],
  wanted: readonly string[] | undefined,
  label: string,
): readonly DatasetListing[] {
  if (!wanted) return listings;
  const known = listings.map(({ dataset }) => dataset);
  for (const id of wanted) if (!parseOpenId(id)) throw datasetUnknown(id, known, `the ${label}`);
  return sortedOpenDatasets(wanted).map(openListing);
}

interface FileParts {
  readonly competency: Competency;
  readonly datasets: readonly DatasetListing[];
  readonly onDataset: (dataset: string) => void;
}

async function makeFile(source: DatasetSource, { competency, datasets, onDataset }: FileParts) {
  const file = createRowFile(competency, source.label);
  let [rows, questions] = [0, 0];
  for (const { dataset } of datasets) {
    onDataset(dataset);
    for await (const row of source.rows(dataset)) {
      file.add(row);
      rows += 1;
      questions += row.questions.length;
    }
  }
  return { name: file.name, bytes: file.finish(), rows, questions };
}
