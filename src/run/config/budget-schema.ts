import { z } from 'zod';

/** US dollars with at most six digits after the point. */
export const budgetUsd = z
  .number()
  .min(0)
  .max(1_000_000)
  .refine(isWholeMicroDollars, 'must have at most six digits after the point');

function isWholeMicroDollars(usd: number): boolean {
  return Number(usd.toFixed(6)) === usd;
}

const limit = z
  .strictObject({
    usd: budgetUsd.optional().describe('Most US dollars. Absent: no limit in money.'),
    tokens: z
      .int()
      .min(0)
      .optional()
      .describe('Most tokens of input and output together. Absent: no limit in tokens.'),
  })
  .refine(
    ({ usd, tokens }) => usd !== undefined || tokens !== undefined,
    'limits nothing; give it usd or tokens',
  );

const tagName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be lower-case letters, digits, ., _ and -');

/** What the spending of a run is counted for, besides run, cell and month. */
export const runTags = z
  .array(tagName)
  .max(20)
  .default([])
  .describe('Tags that the spending is counted for, whether or not they have a limit.');

/** Of a name that accounts of the ledger carry: no control characters, nothing invisible. */
const MEMBER = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,59}$/u;

/** Whether somebody can be called so. */
export function isMember(name: string): boolean {
  return MEMBER.test(name);
}

/** How a name has to be, after "must be". */
export const MEMBER_RULE = 'letters, digits, spaces, ., _, @ and -, at most 60';

/** Who in the team spends; never guessed. */
export const runMember = z
  .string()
  .refine(isMember, `must be ${MEMBER_RULE}`)
  .optional()
  .describe(
    'Team member whom the spending is counted for; --member and MAB_MEMBER go before it. ' +
      'Absent: nobody.',
  );

/** Hard limits: a call that could pass one of them is not sent. */
export const budgetSchema = z
  .strictObject({
    run: limit.optional().describe('What the run may spend, all its starts together.'),
    cell: limit.optional().describe('What each cell (a method on a dataset) may spend.'),
    month: limit
      .optional()
      .describe('What all runs of the workspace may spend in a calendar month (UTC).'),
    tags: z
      .record(tagName, limit)
      .default({})
      .describe('What all runs of the workspace that carry a tag may spend, by tag.'),
    warnAt: z
      .array(z.int().min(1).max(99))
      .max(20)
      .default([50, 80, 90])
      .describe('Percent of a limit at which a warning is given.'),
  })
  .prefault({})
  .describe('Limits of what may be spent; a run stops before it could pass one.');
