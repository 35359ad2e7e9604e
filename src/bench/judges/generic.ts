import { type Rule, rightOrWrong } from './right-or-wrong.ts';

const RULE: Rule = {
  standard: 'accepted answers',
  rule:
    'A system was asked a question. ' +
    'Its reply is right if it says the same as one of the accepted answers; ' +
    'other words, another language, spelling or unit do not matter as long as the meaning is the ' +
    'same, and neither does what is said beside it, as long as it does not contradict. ' +
    'It is wrong if it says something else, says only a part of it, ' +
    'names several answers without deciding for one, or says that it does not know.',
};

/** Any dataset: right or wrong against the accepted answers. Source: none; a rule of our own. */
export const GENERIC = rightOrWrong({
  id: 'generic',
  version: 1,
  ruleOf: () => RULE,
  samples: [['<answer>'], ['<a>', '<b>']].map((answers) => ({
    question: { text: '<question>', answers },
    reply: '<reply>',
  })),
});
