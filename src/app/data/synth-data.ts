import { resolve } from 'node:path';
import { datasetUnknown } from '../../bench/datasets/dataset-unknown.ts';
import { openEntry, parseOpenId } from '../../bench/datasets/open-corpus/open-catalog.ts';
import { openCorpusSource } from '../../bench/datasets/open-corpus/open-corpus.ts';
import { createRowFile, type RowFile } from '../../bench/datasets/row-file.ts';
import type { Competency } from '../../contracts/dataset.ts';
import type { SynthOptions, SynthResult } from './data-contract.ts';
import { putUnlessOther } from './put-unless-other.ts';

interface Wanted {
  readonly dataset: string;
  readonly competency: Competency;
}

/** Writes the open corpus as parquet in the published layout: one file per competency. */
export async function synthData(options: SynthOptions): Promise<SynthResult> {
  const { label } = openCorpusSource(options.seed);
  const chosen = await chooseDatasets(options);
  const folder = resolve(options.out);
  const files: SynthResult['files'][number][] = [];
  let at = 0;
  for (const [competency, datasets] of Map.groupBy(chosen, (wanted) => wanted.competency)) {
    const onDataset = (dataset: string): void => {
      options.signal.throwIfAborted();
      options.onDataset(dataset, at++, chosen.length);
    };
    const file = createRowFile(competency, label);
    const counts = await addRows(file, { seed: options.seed, datasets, onDataset });
    const bytes = file.finish();
    await putUnlessOther({ folder, option: '--out' }, file.name, bytes);
    files.push({ name: file.name, size: bytes.length, ...counts });
  }
  return { label, folder, files };
}

/** The order of the wish does not matter: the files have to be the same. */
async function chooseDatasets({ datasets, seed }: SynthOptions): Promise<readonly Wanted[]> {
  const { label, list } = openCorpusSource(seed);
  const listed = await list();
  if (!datasets) return listed;
  return [...new Set(datasets)].sort().map((id) => {
    const open = parseOpenId(id);
    if (open) return { dataset: id, competency: openEntry(open).competency };
    const known = listed.map(({ dataset }) => dataset);
    throw datasetUnknown(id, known, `the ${label}`);
  });
}

interface Rows {
  readonly seed: number;
  readonly datasets: readonly Wanted[];
  readonly onDataset: (dataset: string) => void;
}

async function addRows(
  file: RowFile,
  { seed, datasets, onDataset }: Rows,
): Promise<{ rows: number; questions: number }> {
  let [rows, questions] = [0, 0];
  for (const { dataset } of datasets) {
    onDataset(dataset);
    // A source keeps what it has made, so each dataset gets one of its own.
    for await (const row of openCorpusSource(seed).rows(dataset)) {
      file.add(row);
      rows += 1;
      questions += row.questions.length;
    }
  }
  return { rows, questions };
}
