import { z } from 'zod';
import type { JudgeProtocol, JudgeProtocolId, JudgeTask } from '../../contracts/judge.ts';
import { askJudge, type JudgeQuestion, promptsVersionOf } from './ask-judge.ts';
import type { Material } from './fenced-material.ts';
import type { VerdictForm } from './verdict.ts';

interface Verdict {
  readonly correct: boolean;
}

/** When a reply is right, and what the text is called that it is held against. */
export interface Rule {
  readonly rule: string;
  readonly standard: string;
}

/** A protocol whose verdict is right or wrong. */
interface RightOrWrong {
  readonly id: JudgeProtocolId;
  readonly version: number;
  /** @throws {MabError} for a question that the protocol cannot mark. */
  ruleOf(question: JudgeTask['question']): Rule;
  /** One task for each rule there is: they decide the version of the prompts. */
  readonly samples: readonly JudgeTask[];
}

/** Room for a model that thinks before it speaks; the verdict itself needs ten tokens. */
const MAX_OUTPUT_TOKENS = 2_048;

const FORM: VerdictForm<Verdict> = {
  name: 'verdict',
  schema: {
    type: 'object',
    properties: { correct: { type: 'boolean' } },
    required: ['correct'],
    additionalProperties: false,
  },
  instruction:
    'Answer with one JSON object and nothing else: ' +
    '{"correct": true} if the reply is right, {"correct": false} if it is wrong.',
  parser: z.strictObject({ correct: z.boolean() }),
};

/** The one metric: 1 for right, 0 for wrong. An empty reply is wrong, and nobody is asked. */
export function rightOrWrong({ id, version, ruleOf, samples }: RightOrWrong): JudgeProtocol {
  const questionOf = (task: JudgeTask): JudgeQuestion<Verdict> => ({
    step: 'verdict',
    rule: ruleOf(task.question).rule,
    materials: materialsOf(task, ruleOf(task.question)),
    form: FORM,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
  });
  return {
    id,
    version,
    promptsVersion: promptsVersionOf(samples.map(questionOf)),
    metrics: ['judge_accuracy'],
    async mark(task, judge) {
      const question = questionOf(task);
      if (task.reply.trim() === '') return scored(false, false);
      const judged = await askJudge(judge, question, task.reply);
      if ('unscored' in judged) return judged.unscored;
      return scored(judged.verdict.correct, judged.repaired);
    },
  };
}

function scored(isRight: boolean, repaired: boolean) {
  return {
    outcome: 'scored',
    scores: { judge_accuracy: isRight ? 1 : 0 },
    repaired,
  } as const;
}

function materialsOf({ question, reply, replyFirst }: JudgeTask, { standard }: Rule): Material[] {
  const held = { name: standard, text: listed(question.answers) };
  const marked = { name: 'reply', text: reply };
  return [
    { name: 'question', text: question.text },
    ...(replyFirst ? [marked, held] : [held, marked]),
  ];
}

/** One text as it is, several with numbers. */
export function listed(texts: readonly string[]): string {
  if (texts.length === 1) return texts.join('');
  return texts.map((text, at) => `${at + 1}. ${text}`).join('\n');
}
