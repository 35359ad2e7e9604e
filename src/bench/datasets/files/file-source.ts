import type { ContextRow, DatasetListing, DatasetSource } from '../../../contracts/dataset.ts';
import { goodRow, type RowCheck } from '../check-rows.ts';
import { datasetUnknown } from '../dataset-unknown.ts';
import type { FileRows } from './file-row.ts';

/** Rows of files of text as a source. Each call reads the files from the beginning. */
export function fileSource(rows: FileRows): DatasetSource {
  return {
    label: rows.label,
    list: () => listings(rows),
    async *rows(dataset) {
      const others = new Set<string>();
      let isThere = false;
      for await (const row of goodRows(rows)) {
        if (row.dataset === dataset) yield row;
        isThere ||= row.dataset === dataset;
        others.add(row.dataset);
      }
      if (!isThere) throw datasetUnknown(dataset, [...others], rows.label);
    },
  };
}

async function* goodRows(rows: FileRows): AsyncGenerator<ContextRow> {
  for await (const found of rows.read()) {
    if ('error' in found) throw found.error;
    yield found.row;
  }
}

async function listings(rows: FileRows): Promise<DatasetListing[]> {
  const found = new Map<string, DatasetListing>();
  for await (const { dataset, competency, questions } of goodRows(rows)) {
    const { rows: before, questions: asked } = found.get(dataset) ?? { rows: 0, questions: 0 };
    const counts = { rows: before + 1, questions: asked + questions.length };
    found.set(dataset, { dataset, competency, ...counts });
  }
  return [...found.values()];
}

/** Every row as a finding; what hides the rest of the files is the last one. */
export async function* checkFileRows(rows: FileRows): AsyncGenerator<RowCheck> {
  for await (const found of rows.read()) {
    const { file, row } = found.place;
    if ('error' in found) {
      yield { file, row, code: found.error.code, problem: found.error.message };
      continue;
    }
    const good = goodRow({ name: file }, row, found.row);
    yield { ...good, warnings: [...good.warnings, ...found.warnings] };
  }
}
