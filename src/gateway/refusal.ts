import { accountText } from '../contracts/budget.ts';
import { MabError } from '../core/errors.ts';
import type { ClaimAnswer, ClaimRequest } from './ledger/protocol.ts';

/** The answers to a claim that mean: not sent, and why. */
export type Refusal = Extract<ClaimAnswer, { kind: 'diverged' | 'over-budget' | 'failed-before' }>;

/** A refused claim as the error that the user sees. */
export function refusal(answer: Refusal, { site, worst }: ClaimRequest): MabError {
  switch (answer.kind) {
    case 'over-budget':
      return budgetReached(answer, worst);
    case 'failed-before':
      return new MabError(answer.code, answer.message, {
        blame: 'provider',
        hint: 'It was refused for good; `--retry-failed` asks again.',
      });
    case 'diverged':
      return new MabError(
        'CALL_DIVERGED',
        `The call at ${site.path} differs from the one that this unit made before.`,
        {
          blame: 'environment',
          hint:
            `Buying it again costs up to ${worst.picoUsd} pico-dollars; ` +
            '`--accept-diverged` allows that and says how much it was.',
        },
      );
  }
}

function budgetReached(
  { account: { name }, balance: { reserved, spent } }: Extract<Refusal, { kind: 'over-budget' }>,
  worst: ClaimRequest['worst'],
): MabError {
  return new MabError('BUDGET_REACHED', `The next call could pass ${accountText(name)}.`, {
    blame: 'environment',
    hint: 'Raise that limit, or drop it, and run the same command: what is paid stays paid.',
    details: {
      account: name,
      reservedPicoUsd: String(reserved.picoUsd + spent.picoUsd),
      callPicoUsd: String(worst.picoUsd),
      reservedTokens: reserved.tokens + spent.tokens,
      callTokens: worst.tokens,
    },
  });
}
