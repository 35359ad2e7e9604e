import { isAbstention } from './abstention.ts';
import { hasWords, lenientForm } from './lenient-form.ts';

/** Companions of the strict scores, to be shown beside them and never in their place. */
export interface LenientScores {
  /**
   * The parsed answer, or the whole reply, is an accepted answer but for its spelling. Never lower
   * than the strict score.
   */
  readonly exact_match_lenient: 0 | 1;
  /**
   * An accepted answer stands in the reply as whole words, and the reply does not say that it does
   * not know. Lower than the strict score where that counts a part of a word or an abstention.
   */
  readonly substring_lenient: 0 | 1;
}

/** What models put before a short answer. */
const LEAD_IN =
  /^(?:so |therefore )?(?:(?:final|correct|right) )?answer(?: is)? |^(?:it|this|that) (?:is|was) /;

/**
 * Both lenient scores against the accepted answers, and whether the reply abstains. An accepted
 * answer that is itself a phrase of not knowing is an answer like any other.
 *
 * @param parsed  The answer inside the reply.
 * @param isExact  Whether the reply is an exact match already.
 * Source: none; our own. See `lenientForm` for what makes no difference.
 */
export function lenientMatch(
  { reply, parsed, isExact }: LenientInput,
  answers: readonly string[],
): { readonly scores: LenientScores; readonly abstained: boolean } {
  const accepted = answers.map(lenientForm).filter((form) => form !== '');
  const whole = lenientForm(reply);
  const candidates = parsed === reply ? [whole] : [whole, lenientForm(parsed)];
  const isSame =
    isExact || candidates.some((candidate) => accepted.includes(candidate.replace(LEAD_IN, '')));
  const abstained = !isSame && isAbstention(parsed);
  const stands = isSame || (!abstained && accepted.some((answer) => hasWords(whole, answer)));
  return {
    scores: { exact_match_lenient: isSame ? 1 : 0, substring_lenient: stands ? 1 : 0 },
    abstained,
  };
}

interface LenientInput {
  readonly reply: string;
  readonly parsed: string;
  readonly isExact: boolean;
}
