import { knownDataset } from '../../bench/datasets/catalog.ts';
import { METHODS } from '../../bench/methods/catalog.ts';
import { proveScorers } from '../../bench/published/prove-scorers.ts';
import type { PublishedScore } from '../../bench/published/published-scores.ts';
import { PUBLISHED_SCORES, PUBLISHED_SOURCE } from '../../bench/published/published-scores.ts';
import type { CellFidelity, FidelityReport } from '../../contracts/fidelity.ts';
import type { PublishedBeside, RunReport } from '../../contracts/report.ts';
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

/** What stands beside each cell in a report, by its id; nothing where nothing was published. */
export function publishedBeside(
  report: Pick<RunReport, 'cells' | 'judging'>,
  manifest: RunManifest,
): Map<string, PublishedBeside> {
  return new Map(
    fidelityOfCells(report, manifest).flatMap(({ cellId, published, verdict }) =>
      published ? [[cellId, { score: published.score, verdict }] as const] : [],
    ),
  );
}

/** The same of the cells alone, control arms left out. */
export function fidelityOfCells(
  report: Pick<RunReport, 'cells' | 'judging'>,
  manifest: RunManifest,
): CellFidelity[] {
  const settings = cellSettings(manifest, report, knownDataset);
  const byDataset = Map.groupBy(PUBLISHED_SCORES, ({ dataset }) => dataset);
  const rivals = report.cells.filter(({ controlArm }) => !controlArm);
  return rivals.flatMap((cell) => {
    const own = settings.get(cell.cellId);
    if (!own) return [];
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
