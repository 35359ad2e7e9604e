import type { JudgeProtocol, JudgeTask, Marks } from '../../contracts/judge.ts';
import { MabError } from '../../core/errors.ts';
import { askJudge, type JudgeQuestion, promptsVersionOf } from './ask-judge.ts';
import { listed } from './right-or-wrong.ts';
import { fluencyQuestion, precisionQuestion, recallQuestion } from './summary-questions.ts';
import { summarySentences } from './summary-sentences.ts';

/**
 * A summary of a book: is it fluent (0 or 1), which key points does it hold (recall), which of its
 * sentences does the expert's summary support (precision)? Three questions to the judge, together.
 *
 * judge_f1 = fluency × 2 × precision × recall / (precision + recall), 0 where both are 0.
 *
 * Source: HELMET (Yen et al. 2025) as MemoryAgentBench uses it, `summarization_evaluate.py`.
 * Deviation: the sentences are split and counted here, not by the judge; wording of our own; see
 * docs/reference/judges.md.
 */
export const SUMMARY: JudgeProtocol = {
  id: 'summary',
  version: 1,
  promptsVersion: promptsVersionOf(
    Object.values(
      questionsOf(
        { question: { text: '', answers: ['<expert>'], keypoints: ['<a>', '<b>'] }, reply: '' },
        ['<sentence>', '<sentence>'],
      ),
    ),
  ),
  metrics: ['judge_f1', 'judge_fluency', 'judge_recall', 'judge_precision'],
  async mark(task, judge) {
    const keypoints = keypointsOf(task.question);
    const sentences = summarySentences(task.reply);
    const totals = { recall: keypoints.length, precision: sentences.length };
    // Nothing was said: there is nothing to ask a judge.
    if (sentences.length === 0)
      return summaryMarks({ fluent: false, found: 0, supported: 0 }, totals);
    const ask = <Verdict>(question: JudgeQuestion<Verdict>) =>
      askJudge(judge, question, task.reply);
    const questions = questionsOf(task, sentences);
    const [fluency, recall, precision] = await Promise.all([
      ask(questions.fluency),
      ask(questions.recall),
      ask(questions.precision),
    ]);
    if ('unscored' in fluency) return fluency.unscored;
    if ('unscored' in recall) return recall.unscored;
    if ('unscored' in precision) return precision.unscored;
    const verdict = {
      fluent: fluency.verdict.fluent,
      found: recall.verdict.found.length,
      supported: precision.verdict.supported.length,
      repaired: fluency.repaired || recall.repaired || precision.repaired,
    };
    return summaryMarks(verdict, totals);
  },
};

/**
 * The key points of a question.
 * @throws {MabError} JUDGE_KEYPOINTS_MISSING where there are none: the share of none is no number.
 */
export function keypointsOf({ keypoints }: JudgeTask['question']): readonly string[] {
  if (keypoints && keypoints.length > 0) return keypoints;
  throw new MabError(
    'JUDGE_KEYPOINTS_MISSING',
    'A summary without key points to look for cannot be marked.',
    { hint: 'The data must list the key points of each question, or the judge be `generic`.' },
  );
}

function questionsOf({ question, reply, replyFirst }: JudgeTask, sentences: readonly string[]) {
  const numbered = { name: 'summary', text: numberedLines(sentences) };
  const expert = { name: "expert's summary", text: listed(question.answers) };
  const keypoints = keypointsOf(question);
  const points = { name: 'key points', text: numberedLines(keypoints) };
  const whole = { name: 'summary', text: reply };
  return {
    fluency: fluencyQuestion([whole]),
    recall: recallQuestion(replyFirst ? [whole, points] : [points, whole], keypoints.length),
    precision: precisionQuestion(
      replyFirst ? [numbered, expert] : [expert, numbered],
      sentences.length,
    ),
  };
}

interface SummaryVerdict {
  readonly fluent: boolean;
  readonly found: number;
  readonly supported: number;
  readonly repaired?: boolean;
}

function summaryMarks(
  { fluent, found, supported, repaired = false }: SummaryVerdict,
  totals: { readonly recall: number; readonly precision: number },
): Marks {
  const judge_fluency = fluent ? 1 : 0;
  const judge_recall = found / totals.recall;
  const judge_precision = totals.precision === 0 ? 0 : supported / totals.precision;
  const sum = judge_recall + judge_precision;
  const judge_f1 = sum === 0 ? 0 : (judge_fluency * 2 * judge_recall * judge_precision) / sum;
  return {
    outcome: 'scored',
    scores: { judge_f1, judge_fluency, judge_recall, judge_precision },
    counts: {
      recall_found: found,
      recall_total: totals.recall,
      precision_found: supported,
      precision_total: totals.precision,
    },
    repaired,
  };
}

function numberedLines(texts: readonly string[]): string {
  return texts.map((text, at) => `${at + 1}. ${text}`).join('\n');
}
