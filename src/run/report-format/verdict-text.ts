import type { Marks } from '../../contracts/judge.ts';
import type { VerdictRecord } from '../../contracts/judging.ts';

/** What each judge said, and with several what the panel came to: `gpt-x: judge_accuracy 1`. */
export function verdictTexts({ byJudge, panel }: VerdictRecord): string[] {
  const judges = Object.entries(byJudge);
  return [
    ...judges.map(([name, marks]) => `${name}: ${marksText(marks)}`),
    ...(judges.length > 1 ? [`together: ${marksText(panel)}`] : []),
  ];
}

function marksText(marks: Marks): string {
  if (marks.outcome === 'unscored') {
    return `no score, ${marks.code}${marks.said === '' ? '' : ` (${marks.said})`}`;
  }
  const scores = Object.entries(marks.scores).map(([name, score]) => `${name} ${rounded(score)}`);
  const counts = Object.entries(marks.counts ?? {}).map(([name, count]) => `${name} ${count}`);
  return [
    scores.join(', '),
    ...(counts.length > 0 ? [`(${counts.join(', ')})`] : []),
    ...(marks.repaired ? ['(asked twice)'] : []),
  ].join(' ');
}

function rounded(score: number): number {
  return Number(score.toPrecision(3));
}
