import type { HumanLabel } from '../../bench/judges/human-labels.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { MabError } from '../../core/errors.ts';
import { parseRunId, parseUnitId } from '../../core/ids.ts';
import type { ManifestCell, RunManifest } from '../manifest.ts';
import { methodName } from '../report-format/cell-names.ts';
import { readCommit, readRecords } from '../unit-store.ts';
import { writeLabels } from './label-store.ts';

/** Whether a label names a cell: by its id, its method, or as people call that. */
export function isLabelOf({ cell: name }: HumanLabel, cell: ManifestCell): boolean {
  return name === undefined || [cell.cellId, cell.method, methodName(cell)].includes(name);
}

/**
 * Keeps labels beside a run if each is a label of exactly one of its answers.
 *
 * @throws {MabError} LABELS_UNKNOWN, LABELS_AMBIGUOUS.
 */
export async function keepLabels(
  store: BlobStore,
  manifest: RunManifest,
  labels: readonly HumanLabel[],
): Promise<void> {
  const cells = new Map(manifest.cells.map((cell) => [cell.cellId, cell]));
  const answers: { readonly questionId: string; readonly cell: ManifestCell }[] = [];
  for (const { unitId, cellId } of manifest.units) {
    const commit = await readCommit(store, parseUnitId(unitId));
    const cell = cells.get(cellId);
    if (!commit || !cell) continue;
    for (const { questionId } of await readRecords(store, commit))
      answers.push({ questionId, cell });
  }
  const byQuestion = Map.groupBy(answers, ({ questionId }) => questionId);
  for (const label of labels) {
    const found = (byQuestion.get(label.questionId) ?? []).filter(({ cell }) =>
      isLabelOf(label, cell),
    );
    if (found.length === 0) throw unknown(label, manifest);
    if (found.length > 1)
      throw ambiguous(
        label,
        found.map(({ cell }) => methodName(cell)),
      );
  }
  await writeLabels(store, parseRunId(manifest.runId), labels);
}

function unknown({ questionId, cell }: HumanLabel, { cells }: RunManifest): MabError {
  const names = [...new Set(cells.map(methodName))].slice(0, 8).join(', ');
  const whose = cell === undefined ? '' : ` of ${cell}`;
  return new MabError('LABELS_UNKNOWN', `The run has no answer${whose} to ${questionId}.`, {
    hint:
      'Question ids are those of `mab report RUN --format csv`; cells are called as ' +
      `there: ${names}.`,
  });
}

function ambiguous({ questionId }: HumanLabel, cells: readonly string[]): MabError {
  return new MabError(
    'LABELS_AMBIGUOUS',
    `${questionId} has ${cells.length} answers: ${cells.slice(0, 4).join(', ')}.`,
    { hint: 'Say in each label whose answer it is: "cell": the cell’s id, or its method.' },
  );
}
