import { commonLength, commonPositions } from './common-subsequence.ts';
import { rougeTokens } from './rouge-tokens.ts';

/** Each in [0, 1]; all 0 where either text has no words. */
export interface Rouge {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** A text cut into words once, for all texts that it is compared with. */
export interface RougeText {
  /** The words of each line that is not empty. */
  readonly lines: readonly (readonly string[])[];
  readonly tokens: readonly string[];
}

/** The lines of a summary are its sentences; a full stop ends none. */
export function rougeText(text: string): RougeText {
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map(rougeTokens);
  return { lines, tokens: lines.flat() };
}

/**
 * ROUGE-L: the longest common subsequence of words, line breaks ignored.
 * Source: Lin 2004, section 3.1; rouge_score 0.1.2 (`rougeL`, with stemmer). Deviation: none.
 */
export function rougeL(prediction: RougeText, accepted: RougeText): Rouge {
  return rouge(commonLength(accepted.tokens, prediction.tokens), prediction, accepted);
}

/**
 * ROUGE-Lsum: for each line of the accepted answer the union of its longest common subsequences
 * with every line of the prediction; a word counts at most as often as it stands in either text.
 * Source: Lin 2004, section 3.2; rouge_score 0.1.2 (`rougeLsum`, with stemmer, lines as
 *   sentences). Deviation: none.
 */
export function rougeLsum(prediction: RougeText, accepted: RougeText): Rouge {
  const leftInPrediction = countOf(prediction.tokens);
  const leftInAccepted = countOf(accepted.tokens);
  let hits = 0;
  for (const line of accepted.lines) {
    for (const token of unionOfCommon(line, prediction.lines)) {
      const [here, there] = [leftInAccepted.get(token) ?? 0, leftInPrediction.get(token) ?? 0];
      if (here === 0 || there === 0) continue;
      leftInAccepted.set(token, here - 1);
      leftInPrediction.set(token, there - 1);
      hits += 1;
    }
  }
  return rouge(hits, prediction, accepted);
}

function rouge(hits: number, prediction: RougeText, accepted: RougeText): Rouge {
  if (hits === 0) return { precision: 0, recall: 0, f1: 0 };
  const precision = hits / prediction.tokens.length;
  const recall = hits / accepted.tokens.length;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

/** The words of a line that stand in a common subsequence with any of the other lines, in order. */
function unionOfCommon(line: readonly string[], others: readonly (readonly string[])[]): string[] {
  const positions = new Set(others.flatMap((other) => commonPositions(line, other)));
  return line.filter((_, at) => positions.has(at));
}

function countOf(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
