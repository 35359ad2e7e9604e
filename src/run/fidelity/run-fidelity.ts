import { knownDataset } from '../../bench/datasets/catalog.ts';
import { METHODS } from '../../bench/methods/catalog.ts';
import { proveScorers } from '../../bench/published/prove-scorers.ts';
import type { PublishedScore } from '../../bench/published/published-scores.ts';
import { PUBLISHED_SCORES, PUBLISHED_SOURCE } from '../../bench/published/published-scores.ts';
import type { CellFidelity, FidelityReport } from '../../contracts/fidelity.ts';
import type { RunReport } from '../../contracts/report.ts';
import { invariant } from '../../core/errors.ts';
import type { RunManifest } from '../manifest.ts';
import { cellFidelity } from './cell-fidelity.ts';
import { cellSettings } from './cell-settings.ts';

/** Holds every cell of a run, control arms apart, against what was published of it. */
export function runFidelity(report: RunReport, manifest: RunManifest): FidelityReport {
  const cells = fidelityOfCells(report, manifest);
  return {
    v: 1,
    ...{ runId: report.runId, name: report.name, source: PUBLISHED_SOURCE, cells },
    scorer: proveScorers(),
    notes: notesOf(report, cells),
  };
}

function fidelityOfCells(report: RunReport, manifest: RunManifest): CellFidelity[] {
  const settings = cellSettings(manifest, report, knownDataset);
  const byDataset = Map.groupBy(PUBLISHED_SCORES, ({ dataset }) => dataset);
  const rivals = report.cells.filter(({ controlArm }) => !controlArm);
  return rivals.map((cell) => {
    const own = settings.get(cell.cellId);
    invariant(own, `The cell ${cell.cellId} is not in its manifest.`);
    const published: readonly PublishedScore[] = byDataset.get(cell.dataset) ?? [];
    const profiles: readonly string[] =
      METHODS.find(({ id }) => id === cell.method)?.profiles ?? [];
    return cellFidelity(cell, own, {
      published,
      hasReference: profiles.includes('reference'),
      questions: knownDataset(cell.dataset)?.questions ?? cell.questions.planned,
      prompts: 'ours',
    });
  });
}

function notesOf({ data }: RunReport, cells: readonly CellFidelity[]): string[] {
  const compared = cells.filter(({ verdict }) => verdict !== 'not-comparable');
  return [
    ...(data.openCorpus
      ? ['The data is the open corpus, generated here: nothing was ever published of it.']
      : []),
    ...(compared.length > 0
      ? [
          'agrees says that no difference could be seen, not that there is none: see how large it ' +
            'would have to be.',
        ]
      : [
          'No score of this run can be held against a published one; the reasons stand beside each.',
        ]),
  ];
}
