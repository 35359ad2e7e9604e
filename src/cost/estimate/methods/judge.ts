import { type ContextFacts, type MethodWork, NO_WORK } from '../method-formula.ts';

/** What a judge reads and writes for one answer. */
const PER_ANSWER: Readonly<Record<string, { calls: number; input: number; output: number }>> = {
  // The question, the gold answer and the answer; yes or no.
  longmemeval: { calls: 1, input: 300, output: 10 },
  // Fluency, recall of key points and precision against the source’s own summary.
  'infbench-sum': { calls: 3, input: 13_000, output: 1_200 },
};

/** The judge of a family’s answers; nothing where no judge is needed. */
export function judgeWork(
  family: string,
  { questions }: Pick<ContextFacts, 'questions'>,
): MethodWork {
  const { calls, input, output } = PER_ANSWER[family] ?? { calls: 0, input: 0, output: 0 };
  return {
    ...NO_WORK,
    queryCalls: questions * calls,
    queryInput: questions * input,
    queryOutput: questions * output,
  };
}
