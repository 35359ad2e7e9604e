import type { JudgeProtocol, Marks, PanelMarks, PanelRule } from '../../contracts/judge.ts';

/** A panel's way to become one. */
export interface Panel {
  readonly rule: PanelRule;
  /** Of the protocol: with right or wrong alone there is something to vote on. */
  readonly metrics: JudgeProtocol['metrics'];
}

/**
 * The marks of all judges and what they come to together.
 *
 * One judge: its marks. Several: at least more than half of the panel must have scored, else
 * JUDGE_NO_QUORUM. `majority`: what more of those have said, JUDGE_TIED where as many say the
 * opposite. `mean`: the mean of each score. A protocol whose scores are shares (`summary`) has
 * nothing to vote on and is averaged under either rule.
 *
 * @param byJudge  In the panel's order, at least one.
 */
export function panelMarks(
  questionId: string,
  byJudge: Readonly<Record<string, Marks>>,
  panel: Panel,
): PanelMarks {
  return { questionId, byJudge, panel: together(byJudge, panel) };
}

type Scored = Extract<Marks, { outcome: 'scored' }>;

function together(byJudge: Readonly<Record<string, Marks>>, { rule, metrics }: Panel): Marks {
  const all = Object.values(byJudge);
  const [only] = all;
  if (only && all.length === 1) return only;
  const scored = all.filter((marks): marks is Scored => marks.outcome === 'scored');
  if (2 * scored.length <= all.length) return unscored('JUDGE_NO_QUORUM', byJudge, metrics[0]);
  const scores = Object.fromEntries(metrics.map((metric) => [metric, meanOf(scored, metric)]));
  const repaired = scored.some((marks) => marks.repaired);
  if (rule === 'mean' || metrics.length > 1) return { outcome: 'scored', scores, repaired };
  const [metric] = metrics;
  const share = scores[metric] ?? 0;
  if (share === 0.5) return unscored('JUDGE_TIED', byJudge, metric);
  return { outcome: 'scored', scores: { [metric]: share > 0.5 ? 1 : 0 }, repaired };
}

function meanOf(scored: readonly Scored[], metric: string): number {
  return scored.reduce((sum, { scores }) => sum + (scores[metric] ?? 0), 0) / scored.length;
}

/** What each judge has said, since the panel itself has no words. */
function unscored(code: string, byJudge: Readonly<Record<string, Marks>>, metric: string): Marks {
  const said = Object.entries(byJudge)
    .map(([name, marks]) => {
      const word = marks.outcome === 'scored' ? marks.scores[metric] : marks.code;
      return `${name}: ${word}`;
    })
    .join(', ');
  return { outcome: 'unscored', code, said };
}
