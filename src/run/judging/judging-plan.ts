import type { JudgeProtocol, PanelRule } from '../../contracts/judge.ts';
import type { ModelIdentity } from '../../contracts/model.ts';
import { hashValue, shortHash } from '../../core/hashing.ts';
import { parseRunId, parseUnitId, type RunId, type UnitId } from '../../core/ids.ts';
import type { ManifestCell, ManifestUnit, RunManifest } from '../manifest.ts';

/** A model that marks, under its name in the configuration. */
export interface PlannedJudge {
  readonly name: string;
  readonly identity: ModelIdentity;
  /** Who serves it: a base URL, or the name of an embedded provider. */
  readonly provider: string;
  /** How it has to be named beside every verdict. */
  readonly note?: string | undefined;
}

/** Who marks, and what by. */
export interface Panel {
  /** One or more; no name twice. */
  readonly judges: readonly PlannedJudge[];
  readonly rule: PanelRule;
  /** Undefined where nobody is to mark the answers of a cell. */
  protocolOf(cell: ManifestCell): JudgeProtocol | undefined;
}

/** The answers of one unit, to be marked together and committed once. */
export interface JudgingUnit {
  readonly judgingUnitId: UnitId;
  /** Whose answers they are. */
  readonly unitId: UnitId;
  readonly protocol: JudgeProtocol;
  readonly cell: ManifestCell;
  readonly unit: ManifestUnit;
  /** For people: `bm25 (current) on longmemeval_s*#0`. */
  readonly label: string;
}

/** One judging of a run: all that can change a verdict. */
export interface JudgingPlan {
  readonly judgingId: string;
  readonly runId: RunId;
  readonly judges: readonly PlannedJudge[];
  readonly rule: PanelRule;
  readonly identity: object;
  /** In the order of the run's own units; one where nobody marks is not among them. */
  readonly units: readonly JudgingUnit[];
}

/**
 * Plans who marks what of a run. The same judges over the same run are the same judging, which is
 * how the same command goes on where it was stopped.
 */
export function planJudging(
  manifest: Pick<RunManifest, 'runId' | 'cells' | 'units'>,
  panel: Panel,
): JudgingPlan {
  const { judges, rule } = panel;
  const runId = parseRunId(manifest.runId);
  const cells = new Map(
    manifest.cells.flatMap((cell) => {
      const protocol = panel.protocolOf(cell);
      return protocol ? [[cell.cellId, { cell, protocol }] as const] : [];
    }),
  );
  const byDataset = [...cells.values()].map(({ cell, protocol }) => [
    cell.dataset,
    protocolIdentity(protocol),
  ]);
  const panelIdentity = { rule, judges: judges.map(judgeIdentity) };
  const identity = { ...panelIdentity, datasets: Object.fromEntries(byDataset) };
  const units = manifest.units.flatMap((unit) => {
    const found = cells.get(unit.cellId);
    return found ? [planUnit(unit, found, { runId, panelIdentity, judges })] : [];
  });
  return { judgingId: shortHash(identity), runId, judges, rule, identity, units };
}

/**
 * A judging unit is shared between runs as its answers are, unless a judge's replies are drawn at
 * random or may change with time.
 */
function planUnit(
  unit: ManifestUnit,
  { cell, protocol }: { cell: ManifestCell; protocol: JudgeProtocol },
  of: { runId: RunId; panelIdentity: object; judges: readonly PlannedJudge[] },
): JudgingUnit {
  const isShared = of.judges.every(({ identity }) => identity.pinned && !identity.sampled);
  const judgingUnitId = hashValue({
    judging: unit.unitId,
    protocol: protocolIdentity(protocol),
    panel: of.panelIdentity,
    lineage: isShared ? undefined : of.runId,
  });
  const trial = unit.trial > 1 ? ` trial ${unit.trial}` : '';
  return {
    judgingUnitId: parseUnitId(judgingUnitId),
    unitId: parseUnitId(unit.unitId),
    ...{ protocol, cell, unit },
    label: `${cell.method} (${cell.profile}) on ${unit.contextId}${trial}`,
  };
}

function protocolIdentity({ id, version, promptsVersion }: JudgeProtocol): object {
  return { id, version, promptsVersion };
}

/** Its name too: verdicts are told apart by it. */
function judgeIdentity({ name, identity }: PlannedJudge): object {
  const { logicalModel, pinned, sampled, sampling, contextTokens } = identity;
  return { name, logicalModel, pinned, sampled, sampling, contextTokens };
}
