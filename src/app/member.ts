import type { Budget } from '../contracts/budget.ts';
import { MabError } from '../core/errors.ts';
import { isMember, MEMBER_RULE } from '../run/config/budget-schema.ts';

/**
 * A budget that is spent by whoever was named: on the command line, else in MAB_MEMBER, else in the
 * configuration. The name of the account on this machine is never asked for: who is to be named in
 * a bill is for the team to say.
 *
 * @throws {MabError} MEMBER_INVALID.
 */
export function withMember(
  budget: Budget,
  asked: string | undefined,
  environment: NodeJS.ProcessEnv,
): Budget {
  const member = asked ?? (environment.MAB_MEMBER?.trim() || undefined);
  if (member === undefined) return budget;
  if (isMember(member)) return { ...budget, member };
  throw new MabError('MEMBER_INVALID', `"${member}" cannot be the name of a team member.`, {
    hint: `Give --member, or MAB_MEMBER, a name of ${MEMBER_RULE}.`,
  });
}
