import type { JudgeTask } from '../../contracts/judge.ts';
import { MabError } from '../../core/errors.ts';
import { type Rule, rightOrWrong } from './right-or-wrong.ts';

const ACCEPTED = 'accepted answer';

const FACTS =
  'A system was asked about earlier conversations with a user. ' +
  'Its reply is right if it gives the accepted answer, in whatever words, ' +
  'or states everything that the accepted answer follows from. ' +
  'It is wrong if it gives only a part of what the accepted answer says, gives another answer, ' +
  'or gives none. Where several accepted answers are listed, one of them is enough.';

const facts: Rule = { standard: ACCEPTED, rule: FACTS };

const RULES: Readonly<Record<string, Rule>> = {
  'single-session-user': facts,
  'single-session-assistant': facts,
  'multi-session': facts,
  'temporal-reasoning': {
    standard: ACCEPTED,
    rule:
      `${FACTS} Counts of time may be off by one: ` +
      'where a number of days, weeks, months or years is asked for, one more or one less is right.',
  },
  'knowledge-update': {
    standard: ACCEPTED,
    rule:
      'A system was asked about something that has changed in the course of earlier conversations. ' +
      'The accepted answer is how it stands now. ' +
      'The reply is right if it says how it stands now, even if it tells how it was before as well. ' +
      'It is wrong if it gives an earlier state as the present one, another answer, or none.',
  },
  'single-session-preference': {
    standard: 'what would suit this user',
    rule:
      'A system was asked for something that should suit a user whom it knows from earlier ' +
      'conversations. You are told what would suit. ' +
      'The reply is right if it remembers what concerns this user correctly and makes use of it; ' +
      'it does not have to meet every point. ' +
      'It is wrong if it would suit anybody just as well, or is mistaken about the user.',
  },
};

const ABSTENTION: Rule = {
  standard: 'why there is no answer',
  rule:
    'A system was asked something that cannot be answered from what it was told. ' +
    'The reply is right if it makes clear that this cannot be answered: ' +
    'that the information is missing or incomplete, or that something else is known, ' +
    'but not what was asked. It is wrong if it answers the question as if the answer were known.',
};

/**
 * LongMemEval: right or wrong, by the type of the question. A question whose id holds `_abs` has no
 * answer, whatever its type, and is marked by whether the reply says so.
 *
 * Source: Wu et al. 2025, `get_anscheck_prompt` of its published code; the rules are the same, the
 * wording is ours. Deviation: see docs/reference/judges.md.
 */
export const LONGMEMEVAL = rightOrWrong({
  id: 'longmemeval',
  version: 1,
  ruleOf: longMemEvalRule,
  samples: [
    ...Object.keys(RULES).map((type) => sample({ type })),
    sample({ sourceId: '<id>_abs' }),
  ],
});

/**
 * The rule that a question is marked by.
 * @throws {MabError} JUDGE_TYPE_UNKNOWN for a type that LongMemEval does not have, or none.
 */
export function longMemEvalRule({ type, sourceId }: JudgeTask['question']): Rule {
  if (sourceId?.includes('_abs')) return ABSTENTION;
  if (type !== undefined && Object.hasOwn(RULES, type)) return RULES[type] as Rule;
  throw new MabError(
    'JUDGE_TYPE_UNKNOWN',
    type === undefined
      ? 'A question without a type cannot be marked as in LongMemEval.'
      : `Questions of type "${type}" cannot be marked as in LongMemEval.`,
    {
      hint:
        `The data must give each question one of these types: ${Object.keys(RULES).join(', ')}. ` +
        'Or use the judge `generic` for this dataset.',
    },
  );
}

function sample(question: { type?: string; sourceId?: string }): JudgeTask {
  return { question: { text: '<question>', answers: ['<answer>'], ...question }, reply: '<reply>' };
}
