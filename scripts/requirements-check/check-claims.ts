import { MabError } from '../../src/core/errors.ts';
import type { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import type { Claim, Finding } from './claim.ts';
import { parseStated, type Stated } from './stated.ts';
import { type Judgement, judge, middleOf, middleOfStated } from './verdict.ts';

/** A claim with what came of it. */
export interface CheckedClaim extends Claim, Judgement {
  readonly parsed: Stated;
  readonly finding: Finding;
  /** Dollars a month between what is stated and what was recomputed; undefined: no money. */
  readonly usdAMonth: number | undefined;
}

export function checkClaim(claim: Claim, catalogue: Catalogue): CheckedClaim {
  const parsed = parseStated(claim.stated);
  const finding = tryCheck(claim, catalogue);
  const judgement = judge(parsed, finding);
  return { ...claim, ...judgement, parsed, finding, usdAMonth: monthly(parsed, finding) };
}

/** A price that the catalogue lacks leaves the claim undecided; it is never taken for zero. */
function tryCheck({ check }: Claim, catalogue: Catalogue): Finding {
  try {
    return check(catalogue);
  } catch (error) {
    const isMissing =
      error instanceof MabError && ['PRICE_MISSING', 'MACHINE_UNKNOWN'].includes(error.code);
    if (!isMissing) throw error;
    return { kind: 'unverifiable', because: error.message.replace(/\.$/, ' from another source.') };
  }
}

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

function monthly(stated: Stated, finding: Finding): number | undefined {
  if (finding.kind === 'unverifiable') return undefined;
  if (finding.usdAMonth !== undefined) return finding.usdAMonth;
  const per = /^USD a (month|quarter|year)$/.exec(stated.unit)?.[1];
  if (per === undefined) return undefined;
  return (middleOf(finding.items) - middleOfStated(stated)) / (MONTHS[per] ?? 1);
}
