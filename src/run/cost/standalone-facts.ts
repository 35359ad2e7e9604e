import type { AnswerCounts } from '../../contracts/cost-report.ts';
import { parseRunId, type RunId } from '../../core/ids.ts';
import type { MeterFacts, NamedStandalone } from '../../cost/meter/cost-table.ts';
import type { CellNames, NamedSpending } from '../../cost/meter/spent-names.ts';
import { readRunJudgings } from '../judging/judged-unit.ts';
import type { RunManifest } from '../manifest.ts';
import {
  type ReadUnit,
  type RunStores,
  readUnitCosts,
  readUnitFacts,
  type UnitFacts,
} from '../report/unit-facts.ts';
import type { KnownCells } from './known-cells.ts';

export type StandaloneFacts = Required<Pick<MeterFacts, 'standalone' | 'answers'>>;

interface Wanted {
  /** Whose work is meant. */
  readonly runIds: readonly string[];
  /** Also how many questions were answered, which takes reading all records. */
  readonly answers: boolean;
}

/**
 * What the work of runs would cost alone: each unit as it was sealed, else as the ledger has it. A
 * unit that two of the runs share counts for both. Of runs without a manifest (a proxy's, or one
 * whose folder is gone) the units are those that something was sent for.
 */
export async function readStandalone(
  stores: RunStores,
  { manifests, cells }: KnownCells,
  spending: readonly NamedSpending[],
  { runIds, answers }: Wanted,
): Promise<StandaloneFacts> {
  const standalone: NamedStandalone[] = [];
  const counts = new Map<string, AnswerCounts>();
  for (const id of runIds) {
    const runId = parseRunId(id);
    const manifest = manifests.get(id);
    if (!manifest) {
      for (const sum of sentUnits(spending, id)) {
        const { cost } = await readUnitCosts(stores, runId, {
          unit: sum,
          judgings: [],
          checks: [],
        });
        standalone.push(...phasesOf(cost, sum.names));
      }
      continue;
    }
    const marked = await readRunJudgings(stores.store, runId);
    for (const part of unitsOf(manifest, cells)) {
      const facts = await readPart(stores, runId, { ...part, ...marked }, answers);
      standalone.push(...phasesOf(facts.cost, { run: id, ...part.names }));
      if (facts.answers) countAnswers(counts, part.names.cell, facts.answers);
    }
  }
  return { standalone, answers: counts };
}

/** A unit of a run that is still there. */
interface Part {
  readonly cell: RunManifest['cells'][number];
  readonly unit: RunManifest['units'][number];
  readonly names: CellNames;
}

function unitsOf({ cells, units }: RunManifest, known: KnownCells['cells']): Part[] {
  const byId = new Map(cells.map((cell) => [cell.cellId, cell]));
  return units.flatMap((unit) => {
    const [cell, names] = [byId.get(unit.cellId), known.get(unit.unitId)];
    return cell && names ? [{ cell, unit, names }] : [];
  });
}

function sentUnits(spending: readonly NamedSpending[], runId: string): NamedSpending[] {
  const own = spending.filter((sum) => sum.runId === runId);
  return [...new Map(own.map((sum) => [sum.unitId, sum])).values()];
}

async function readPart(
  stores: RunStores,
  runId: RunId,
  part: Part & ReadUnit,
  answers: boolean,
): Promise<{ readonly cost: UnitFacts['cost']; readonly answers?: AnswerCounts }> {
  if (!answers) return await readUnitCosts(stores, runId, part);
  const { cost, answered, done } = await readUnitFacts(stores, runId, part, () => undefined);
  const right = done?.records.filter(({ outcome }) => outcome === 'right').length;
  return { cost, answers: { answered, ...(right === undefined ? {} : { right }) } };
}

function phasesOf(
  cost: UnitFacts['cost'],
  { run, cell, method, dataset }: Omit<NamedStandalone['names'], 'phase'>,
): NamedStandalone[] {
  return Object.entries(cost).map(([phase, { calls, standalonePicoUsd }]) => ({
    names: { run, cell, method, dataset, phase },
    ...{ calls, picoUsd: BigInt(standalonePicoUsd) },
  }));
}

/** How many are right is known of a cell when it is of all its units. */
function countAnswers(counts: Map<string, AnswerCounts>, cell: string, more: AnswerCounts): void {
  const before = counts.get(cell) ?? { answered: 0, right: 0 };
  const right =
    before.right === undefined || more.right === undefined ? undefined : before.right + more.right;
  counts.set(cell, {
    answered: before.answered + more.answered,
    ...(right === undefined ? {} : { right }),
  });
}
