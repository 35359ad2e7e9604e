import { z } from 'zod';
import { PANEL_RULES } from '../../contracts/judge.ts';
import { checkReaderFailover } from './failover-checks.ts';
import { logicalName } from './logical-name.ts';
import { CHAT_MODELS } from './reader-schema.ts';

/** How a dataset is marked: by its own protocol where it has one, by the generic one, or not. */
const JUDGED_BY = ['auto', 'generic', 'none'] as const;

/** Of a dataset. */
export const judgedBy = z
  .enum(JUDGED_BY)
  .optional()
  .describe(
    'Who marks the answers. auto: judges, where the dataset has a protocol for them. generic: ' +
      'judges, besides its own metrics, right or wrong against the accepted answers. none: no ' +
      'judge. Absent: auto.',
  );

/** Not a number: such names would change their order in a table of verdicts. */
const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and -, a letter first')
  .optional()
  .describe('What the judge is called beside its verdicts, once. Absent: its logical model.');

/** Not a judge: what to say to whoever looks for one there. */
const extractive = z
  .looseObject({
    provider: z.literal('extractive').describe('It quotes what it reads, and cannot judge.'),
  })
  .transform((_, check) => {
    const message = 'quotes what it reads, and cannot judge; choose a language model';
    check.addIssue({ code: 'custom', path: ['provider'], message });
    return z.NEVER;
  });

const { scripted, openaiCompatible, openai, azure, anthropic, gemini } = CHAT_MODELS;

const judgeModel = z
  .discriminatedUnion('provider', [
    openai.safeExtend({ name }),
    azure.safeExtend({ name }),
    anthropic.safeExtend({ name }),
    gemini.safeExtend({ name }),
    openaiCompatible.safeExtend({ name }),
    scripted.safeExtend({ name }),
    extractive,
  ])
  .superRefine((judge, check) => {
    if ('failover' in judge) checkReaderFailover(judge, check);
  });

type JudgeEntry = z.infer<typeof judgeModel>;

/** The judges of a run. They are no part of what an answer depends on. */
export const judgeSchema = z
  .strictObject({
    models: z
      .array(judgeModel)
      .min(1)
      .max(7)
      .superRefine(checkNames)
      .describe('The judges: models as reader has them, each with a name. All mark every answer.'),
    panel: z
      .enum(PANEL_RULES)
      .default('majority')
      .describe(
        'How their marks become one. majority: what more than half of them say. mean: the mean.',
      ),
  })
  .describe('The models that mark answers. Absent: nobody does.');

function checkNames(judges: readonly JudgeEntry[], check: z.RefinementCtx): void {
  const names = judges.map(judgeName);
  for (const [at, own] of names.entries()) {
    const first = names.indexOf(own);
    if (first === at) continue;
    const message = `is called ${own}, as models[${first}] is; give each a name of its own`;
    check.addIssue({ code: 'custom', path: [at], message });
  }
}

/** What a judge is called beside its verdicts. */
function judgeName(judge: JudgeEntry): string {
  return judge.name ?? ('baseUrl' in judge ? logicalName(judge) : judge.model);
}

/** A judge with its defaults filled in. */
export type JudgeModelConfig = JudgeEntry & { readonly name: string };

/** The panel of a run. */
export interface JudgeConfig {
  /** One to seven; no name twice. */
  readonly models: readonly JudgeModelConfig[];
  readonly panel: z.infer<typeof judgeSchema>['panel'];
}

/** The same, each judge with its name. */
export function judgeConfig({ models, panel }: z.infer<typeof judgeSchema>): JudgeConfig {
  return { models: models.map((judge) => ({ ...judge, name: judgeName(judge) })), panel };
}
