import type { Question } from '../../contracts/dataset.ts';
import { porterStem } from './porter-stemmer.ts';
import { tokenF1 } from './token-f1.ts';

/** What Python's `string.punctuation` has. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const LEFT_OUT = /(?<![\p{L}\p{N}_])(?:a|an|the|and)(?![\p{L}\p{N}_])/gu;
const NOT_SAID = ['no information available', 'not mentioned'];

/**
 * The score that LoCoMo publishes, in [0, 1], by the kind of question: overlap of stemmed words;
 * of several hops the mean over the parts of the accepted answer between commas, each with the best
 * part of the reply; of the open domain against what stands before the first semicolon; of an
 * adversarial one 1 where the reply says `not mentioned` or `no information available`, else 0.
 *
 * @returns 0 for an empty reply. A question of no known kind is scored as one of a single hop.
 * Source: Maharana et al. 2024 (arXiv 2402.17753), `task_eval/evaluation.py` of its code.
 *   Deviation: adversarial questions are asked openly here, where that code offers two options.
 */
export function locomoF1(
  reply: string,
  { answers, type }: Pick<Question, 'answers' | 'type'>,
): number {
  if (type === 'adversarial') {
    const said = reply.toLowerCase();
    return NOT_SAID.some((words) => said.includes(words)) ? 1 : 0;
  }
  return Math.max(...answers.map((answer) => answerF1(reply, answer, type)));
}

function answerF1(reply: string, answer: string, type: string | undefined): number {
  if (type === 'open-domain') return stemmedF1(reply, answer.split(';')[0] ?? '');
  if (type !== 'multi-hop') return stemmedF1(reply, answer);
  const parts = reply.split(',');
  const wanted = answer.split(',');
  const best = wanted.map((one) => Math.max(...parts.map((part) => stemmedF1(part, one))));
  return best.reduce((sum, score) => sum + score, 0) / wanted.length;
}

function stemmedF1(reply: string, answer: string): number {
  const [said, wanted] = [reply, answer].map((text) => ({ text: '', words: stems(text) }));
  return said && wanted ? tokenF1(said, wanted) : 0;
}

/** Unlike `normalizeAnswer` it also leaves out `and`. */
function stems(text: string): string[] {
  const bare = text.toLowerCase().replace(PUNCTUATION, '').replace(LEFT_OUT, ' ');
  return bare
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(porterStem);
}
