import type { HumanLabel } from '../../bench/judges/human-labels.ts';
import type { Judging } from '../../contracts/judging.ts';
import type { PhaseCost } from '../../contracts/records.ts';
import type { CellReport, RunReport } from '../../contracts/report.ts';
import { invariant } from '../../core/errors.ts';
import type { RunId } from '../../core/ids.ts';
import { readJudgedUnit } from '../judging/judged-unit.ts';
import { readJudgings } from '../judging/judging-store.ts';
import { readLabels } from '../judging/label-store.ts';
import { readManifest } from '../manifest.ts';
import { addUsage, NO_USAGE } from '../phase-costs.ts';
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
  const judgings = await readJudgings(stores.store, runId, shown);
  const verdicts = createVerdictBook();
  const units: UnitFacts[] = [];
  for (const unit of manifest.units) {
    const cell = cellOf.get(unit.cellId);
    invariant(cell, `The unit ${unit.unitId} belongs to no cell.`);
    const facts = await readUnitFacts(stores, runId, { cell, unit, judgings }, (rows) => {
      book.add(rows);
      visit(rows);
    });
    units.push(facts);
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
  return {
    v: 1,
    ...{ runId, name, createdAt, data, cells, totals, versions },
    reader: {
      model: reader.model,
      provider: reader.provider,
      ...(reader.note ? { note: reader.note } : {}),
    },
    ...(embedders ? { embedders } : {}),
    ...judgingReport(judgings.at(-1), verdicts, await readLabels(stores.store, runId)),
    state: units.every(isFinished) ? 'complete' : 'incomplete',
    comparisons: bestComparisons(cells, book),
    warnings: [
      ...judgeNotes(judgings.at(-1)),
      ...unfinishedJudging(units, judgings),
      ...reportWarnings(manifest, cells, units, totals),
    ],
  };
}

/** Done, and marked by whoever is to mark it. */
function isFinished({ done, judged }: UnitFacts): boolean {
  return done !== undefined && (!judged || judged.verdicts !== undefined);
}

function judgingReport(
  newest: Judging | undefined,
  verdicts: VerdictBook,
  people: readonly HumanLabel[],
): Pick<RunReport, 'judging'> {
  if (!newest) return {};
  const { judgingId, createdAt, panel, judges, protocols } = newest;
  const ids = protocols.map(({ id }) => id);
  const agreement = verdicts.agreement(newest, people);
  return { judging: { judgingId, createdAt, panel, judges, protocols: ids, agreement } };
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
