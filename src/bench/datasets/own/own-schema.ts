import { z } from 'zod';
import { OWN_NAME, OWN_TASKS } from './own-catalog.ts';

const text = z.string().refine((value) => value.trim() !== '', 'must not be empty');

const session = z.strictObject({
  date: text.optional().describe('When it took place, in any form; stands in the context.'),
  turns: z
    .array(
      z.strictObject({
        role: text.describe('Who speaks: user, assistant, or a name.'),
        content: text.describe('What is said.'),
      }),
    )
    .min(1, 'must not be empty')
    .describe('In order.'),
});

const question = z.strictObject({
  id: text.optional().describe('Your name of the question; unique in its context.'),
  question: text.describe('What is asked. Options of a choice stand here: "A. …", "B. …".'),
  answers: z
    .array(text)
    .min(1, 'must not be empty')
    .describe('All accepted answers. Of a label: its number; of a choice: the line of the option.'),
  type: text.optional().describe('Your kind of question; kept with the answer.'),
  evidence: z
    .array(text)
    .min(1, 'must not be empty')
    .optional()
    .describe('Passages that settle the question, word for word as in the context.'),
  date: text.optional().describe('When it is asked; put before the question.'),
  keypoints: z
    .array(text)
    .min(1, 'must not be empty')
    .optional()
    .describe('What a summary has to mention; needed for the task summary, by its judge.'),
});

/** One line of a user's JSONL file: one context with its questions. */
export const ownRowSchema = z
  .strictObject({
    id: text.optional().describe('Your name of the context; unique in its dataset.'),
    task: z
      .enum(OWN_TASKS)
      .default('qa')
      .describe('Decides prompts and scores; with `dataset` it is the name in a configuration.'),
    dataset: z
      .string()
      .regex(OWN_NAME, 'must be lower-case letters, digits and -, at most 40')
      .optional()
      .describe('Splits rows of a task: `tickets` of the task qa is own_qa_tickets.'),
    context: text.optional().describe('The text to remember; or `sessions`.'),
    sessions: z
      .array(session)
      .min(1, 'must not be empty')
      .optional()
      .describe('Conversations; or `context`.'),
    questions: z.array(question).min(1, 'must not be empty'),
  })
  .superRefine(({ context, sessions, task, questions }, { addIssue }) => {
    const issue = (path: (string | number)[], message: string): void =>
      addIssue({ code: 'custom', path, message });
    if ((context === undefined) === (sessions === undefined)) {
      issue([], 'needs exactly one of context and sessions');
    }
    for (const [at, { answers, keypoints }] of questions.entries()) {
      if (task === 'summary' && !keypoints) {
        issue(['questions', at, 'keypoints'], 'is needed for a summary: its judge goes by them');
      }
      if (task === 'label' && answers.some((answer) => !/^\d+$/.test(answer))) {
        issue(['questions', at, 'answers'], 'must be the number of a label, as digits');
      }
    }
  });

export type OwnRow = z.infer<typeof ownRowSchema>;
export type OwnSession = z.infer<typeof session>;

/** What is wrong with a line, as clauses: `questions[0].answers must not be empty`. */
export function describeProblems(error: z.ZodError): string {
  const clauses = error.issues.map(({ path, message, code, input }) => {
    const at = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
    const field = at.join('').replace(/^\./, '');
    const isAbsent = code === 'invalid_type' && input === undefined;
    const said = isAbsent ? 'is missing or of the wrong type' : message;
    return field === '' ? said : `${field}: ${said}`;
  });
  return clauses.join('; ');
}
