import { commonLength, commonPositions, type TokenNumbers } from './common-subsequence.ts';
import { rougeTokens } from './rouge-tokens.ts';

/** Each in [0, 1]; all 0 where either text has no words. */
export interface Rouge {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Both kinds of one pair of texts. */
export interface RougePair {
  /**
   * The longest common subsequence of words, line breaks ignored.
   * Source: Lin 2004, section 3.1; rouge_score 0.1.2 (`rougeL`, with stemmer). Deviation: none.
   */
  readonly l: Rouge;
  /**
   * For each line of the accepted answer the union of its longest common subsequences with every
   * line of the prediction; a word counts at most as often as it stands in either text.
   * Source: Lin 2004, section 3.2; rouge_score 0.1.2 (`rougeLsum`, with stemmer, lines as
   *   sentences). Deviation: none.
   */
  readonly lsum: Rouge;
}

/** Prepares a prediction for being held against any number of accepted answers. */
export function createRouge(prediction: string): (accepted: string) => RougePair {
  const numbers = new Map<string, number>();
  const predicted = textOf(prediction, (token) => {
    const number = numbers.get(token) ?? numbers.size;
    numbers.set(token, number);
    return number;
  });
  const counts = new Int32Array(numbers.size);
  for (const token of predicted.all) counts[token] = (counts[token] as number) + 1;
  return (answer) => {
    const accepted = textOf(answer, (token) => numbers.get(token) ?? -1);
    const hits = summaryHits(predicted, accepted, counts);
    return {
      l: rouge(commonLength(accepted.all, predicted.all), predicted, accepted),
      lsum: rouge(hits, predicted, accepted),
    };
  };
}

interface NumberedText {
  readonly lines: readonly TokenNumbers[];
  readonly all: TokenNumbers;
}

/** The lines of a summary are its sentences; a full stop ends none. */
function textOf(text: string, numberOf: (token: string) => number): NumberedText {
  const lines = text.split('\n').map((line) => Int32Array.from(rougeTokens(line), numberOf));
  const filled = lines.filter(({ length }) => length > 0);
  return { lines: filled, all: Int32Array.from(filled.flatMap((line) => [...line])) };
}

/**
 * Words of the accepted answer in the unions of its lines, each counted at most as often as the
 * prediction has it.
 */
function summaryHits(predicted: NumberedText, accepted: NumberedText, counts: Int32Array): number {
  const left = counts.slice();
  let hits = 0;
  for (const line of accepted.lines) {
    const positions = new Set(predicted.lines.flatMap((other) => commonPositions(line, other)));
    for (const at of positions) {
      const token = line[at] as number;
      if (left[token] === 0) continue;
      left[token] = (left[token] as number) - 1;
      hits += 1;
    }
  }
  return hits;
}

function rouge(hits: number, predicted: NumberedText, accepted: NumberedText): Rouge {
  if (hits === 0) return { precision: 0, recall: 0, f1: 0 };
  const precision = hits / predicted.all.length;
  const recall = hits / accepted.all.length;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}
