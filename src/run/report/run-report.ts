import type { HumanLabel } from '../../bench/judges/human-labels.ts';
import type { Judging } from '../../contracts/judging.ts';
import type { PhaseCost } from '../../contracts/records.ts';
import type { CellReport, RunReport } from '../../contracts/report.ts';
import { invariant } from '../../core/errors.ts';
import type { RunId } from '../../core/ids.ts';
import { publishedBeside } from '../fidelity/run-fidelity.ts';
import { readJudgedUnit, readRunJudgings } from '../judging/judged-unit.ts';
import { readLabels } from '../judging/label-store.ts';
import { type RunManifest, readManifest } from '../manifest.ts';
import { addUsage, NO_USAGE } from '../phase-costs.ts';
import { type BiasBook, createBiasBook } from './bias-book.ts';
import { caching } from './caching.ts';
import { addMoney, cellReport, NO_MONEY } from './cell-report.ts';
import { bestComparisons } from './comparisons.ts';
import type { RowVisitor } from './question-row.ts';
import { createScoreBook } from './score-book.ts';
import { type RunStores, readUnitFacts, type UnitFacts } from './unit-facts.ts';
import { createVerdictBook, type VerdictBook } from './verdict-book.ts';
import { reportWarnings } from './warnings.ts';

/**
 * The result of a run as it stands now, made from its manifest, its units and the ledger. Units are
 * read one after another, and their records let go.
 *
 * @param shown  As of `readJudgings`.
 * @param visit  Is handed all questions that have been answered, a finished unit at a time.
 */
export async function buildReport(
  stores: RunStores,
  runId: RunId,
  visit: RowVisitor = () => undefined,
  shown?: string,
): Promise<RunReport> {
  const manifest = await readManifest(stores.store, runId);
  const book = createScoreBook();
  const cellOf = new Map(manifest.cells.map((cell) => [cell.cellId, cell]));
  const marked = await readRunJudgings(stores.store, runId, shown);
  const { judgings } = marked;
  const bias = createBiasBook(marked);
  const verdicts = createVerdictBook();
  const units: UnitFacts[] = [];
  for (const unit of manifest.units) {
    const cell = cellOf.get(unit.cellId);
    invariant(cell, `The unit ${unit.unitId} belongs to no cell.`);
    const facts = await readUnitFacts(stores, runId, { cell, unit, ...marked }, (rows) => {
      book.add(rows);
      bias.addAnswers(unit.unitId, rows);
      visit(rows);
    });
    units.push(facts);
    await bias.addProbes(stores.store, unit.unitId);
    for (const judging of judgings) {
      const judged =
        judging === judgings.at(-1)
          ? facts.judged
          : await readJudgedUnit(stores.store, runId, judging, unit.unitId);
      const booked = { judging, unitId: unit.unitId, cell };
      verdicts.add({ ...booked, verdicts: judged?.verdicts ?? [] });
    }
  }
  const ofCell = Map.groupBy(units, ({ unit }) => unit.cellId);
  const cells = manifest.cells.map((cell) => {
    const own = ofCell.get(cell.cellId) ?? [];
    return { ...cellReport(cell, own), ...caching(partsOf(own), manifest.reader.prices) };
  });
  const totals = { ...totalsOf(cells), ...caching(partsOf(units), manifest.reader.prices) };
  const { name, createdAt, data, reader, embedders, versions } = manifest;
  return besidePublished(manifest, {
    v: 1,
    ...{ runId, name, createdAt, data, cells, totals, versions },
    reader: {
      model: reader.model,
      provider: reader.provider,
      ...(reader.note ? { note: reader.note } : {}),
    },
    ...(embedders ? { embedders } : {}),
    ...judgingReport(judgings.at(-1), { verdicts, bias }, await readLabels(stores.store, runId)),
    state: units.every(isFinished) ? 'complete' : 'incomplete',
    comparisons: bestComparisons(cells, book),
    warnings: [
      ...judgeNotes(judgings.at(-1)),
      ...unfinishedJudging(units, judgings),
      ...reportWarnings(manifest, cells, units, totals),
    ],
  });
}

/** With the published score at each cell that has one. */
function besidePublished(manifest: RunManifest, report: RunReport): RunReport {
  const beside = publishedBeside(report, manifest);
  const cells = report.cells.map((cell) => {
    const published = beside.get(cell.cellId);
    return published ? { ...cell, published } : cell;
  });
  return { ...report, cells };
}

/** Done, and marked by whoever is to mark it. */
function isFinished({ done, judged }: UnitFacts): boolean {
  return done !== undefined && (!judged || judged.verdicts !== undefined);
}

function judgingReport(
  newest: Judging | undefined,
  books: { readonly verdicts: VerdictBook; readonly bias: BiasBook },
  people: readonly HumanLabel[],
): Pick<RunReport, 'judging'> {
  if (!newest) return {};
  const { judgingId, createdAt, panel, judges, protocols } = newest;
  const ids = protocols.map(({ id }) => id);
  const agreement = books.verdicts.agreement(newest, people);
  const bias = books.bias.report();
  const facts = { judgingId, createdAt, panel, judges, protocols: ids, agreement };
  return { judging: { ...facts, ...(bias ? { bias } : {}) } };
}

function judgeNotes(judging: Judging | undefined): string[] {
  return judging?.judges.flatMap(({ note }) => note ?? []) ?? [];
}

/** A judging that was begun hides earlier ones, which may be complete. */
function unfinishedJudging(units: readonly UnitFacts[], judgings: readonly Judging[]): string[] {
  const waits = units.some(({ done, judged }) => done && judged && !judged.verdicts);
  const earlier = judgings.slice(0, -1);
  if (!waits || earlier.length === 0) return [];
  const names = earlier.map(
    ({ judgingId, judges }) => `${judgingId} (${judges.map(({ name }) => name).join(', ')})`,
  );
  return [
    `The judging that is shown is not finished. \`--judging ID\` shows another: ${names.join('; ')}.`,
  ];
}

/** But for judges, whose prices are not the reader's. */
function partsOf(units: readonly UnitFacts[]): PhaseCost[] {
  return units.flatMap(({ cost: { judge: _, ...phases } }) => Object.values(phases));
}

function totalsOf(cells: readonly CellReport[]): RunReport['totals'] {
  const money = cells.reduce((sum, cell) => addMoney(sum, cell.money), NO_MONEY);
  const usage = cells.reduce((sum, cell) => addUsage(sum, cell.usage), NO_USAGE);
  return {
    ...money,
    calls: cells.reduce((sum, { calls }) => sum + calls, 0),
    usage,
  };
}
