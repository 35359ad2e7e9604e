import { chooseProbed, PROBES_VERSION } from '../../bench/judges/bias.ts';
import { hashValue, shortHash } from '../../core/hashing.ts';
import { parseUnitId, type UnitId } from '../../core/ids.ts';
import type { JudgingPlan, JudgingUnit } from './judging-plan.ts';

/** The chosen answers of one judging unit, to be asked about again and committed once. */
export interface ProbeUnit extends JudgingUnit {
  readonly probeUnitId: UnitId;
  /** Places of the chosen answers among those of the unit, ascending, from 0. */
  readonly places: readonly number[];
}

/** What is asked again of a judging. */
export interface ProbePlan {
  readonly checkId: string;
  readonly judging: JudgingPlan;
  readonly seed: number;
  readonly share: number;
  /** Units without a chosen answer are not among them. */
  readonly units: readonly ProbeUnit[];
}

/**
 * Chooses a share of all answers that a judging marks, for each protocol, before anybody has marked
 * them: so the choice stands, whatever becomes of the verdicts.
 *
 * @param share  In (0, 1]; rounded up to whole answers.
 */
export function planProbes(
  judging: JudgingPlan,
  { seed, share }: Pick<ProbePlan, 'seed' | 'share'>,
): ProbePlan {
  const byProtocol = Map.groupBy(judging.units, ({ protocol }) => protocol.id);
  const chosen = new Set(
    [...byProtocol.values()].flatMap((units) => [
      ...chooseProbed(units.flatMap(keysOf), { seed, share }),
    ]),
  );
  const units = judging.units.flatMap((unit) => {
    const places = keysOf(unit).flatMap((key, at) => (chosen.has(key) ? [at] : []));
    const { judgingUnitId } = unit;
    // The judging unit's id says who is asked, and whose run it is where that matters.
    const identity = { probes: judgingUnitId, places, version: PROBES_VERSION };
    return places.length > 0
      ? [{ ...unit, places, probeUnitId: parseUnitId(hashValue(identity)) }]
      : [];
  });
  const { judgingId } = judging;
  const checkId = shortHash({ judgingId, seed, share, version: PROBES_VERSION });
  return { checkId, judging, seed, share, units };
}

function keysOf({ unitId, unit }: JudgingUnit): string[] {
  return Array.from({ length: unit.questions }, (_, at) => `${unitId} ${at}`);
}
