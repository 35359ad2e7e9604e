/**
 * Where a judge's call stands: all judges of a panel are asked the same in the same place, and each
 * has a journal line of its own. The step comes first, as usage is told apart by it.
 */
export function judgeStep(step: string, judge: string): string {
  return `${step}/${judge}`;
}
