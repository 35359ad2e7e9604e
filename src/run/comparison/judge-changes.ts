import { z } from 'zod';
import type { CellChange } from '../../contracts/comparison.ts';
import type { Judging } from '../../contracts/judging.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { isJudgeMetric } from '../report/judged-cell.ts';

const identitySchema = z.object({
  rule: z.string(),
  judges: z.array(z.record(z.string(), z.unknown())),
  datasets: z.record(z.string(), z.unknown()),
});

/** What it is worth to know where the scores of two runs come from different judges. */
export function judgeWarnings(
  changes: readonly Pick<CellChange, 'dataset' | 'after'>[],
  before: Judging | undefined,
  after: Judging | undefined,
): string[] {
  if (!before || !after) return [];
  const byJudges = changes.filter(({ after: { metric } }) => isJudgeMetric(metric));
  const datasets = [...new Set(byJudges.map(({ dataset }) => dataset))];
  const differing = datasets.filter((id) => waysOf(before, id) !== waysOf(after, id));
  if (differing.length === 0) return [];
  return [
    `${differing.join(', ')}: the two runs were marked by different judges, or in different ways ` +
      `(${namesOf(before)}; ${namesOf(after)}): part of a difference may be theirs. ` +
      'Have both marked by the same: `mab judge RUN --judges FILE`.',
  ];
}

/** All that can change a verdict, but for what judges are called. */
function waysOf({ identity }: Judging, dataset: string): string {
  const { rule, judges, datasets } = identitySchema.parse(identity);
  const models = judges.map(({ name: _, ...model }) => model);
  return canonicalJson({ rule, models, protocol: datasets[dataset] });
}

function namesOf({ judges }: Judging): string {
  return judges.map(({ model }) => model).join(', ');
}
