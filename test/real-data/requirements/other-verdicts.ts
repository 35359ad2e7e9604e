import type { Verdict } from '../../../scripts/requirements-check/claim.ts';

/** Where our verdict is another one than that of `document_claims.json`, and why. */
export const OTHER_VERDICTS: readonly {
  readonly id: string;
  readonly ours: Verdict;
  readonly theirs: Verdict;
  readonly why: string;
}[] = [];
