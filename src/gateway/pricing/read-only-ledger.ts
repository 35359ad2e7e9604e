import type { Ledger } from '../ledger/ledger.ts';
import type {
  ClaimAnswer,
  ClaimRequest,
  LedgerOperations,
  LookUpAnswer,
  OperationName,
} from '../ledger/protocol.ts';

/** Of no attempt: nothing stands in the ledger. */
const GRANTED: ClaimAnswer = { kind: 'granted', attempt: 0, diverged: false, unknown: 0 };

/**
 * The same ledger, to which nothing is written: what it has is answered, and what could be bought
 * is granted without an intent.
 */
export function readOnlyLedger(ledger: Ledger): Ledger {
  /** What another process, or a batch, is buying is not paid yet. */
  const lookUp = async (request: ClaimRequest): Promise<LookUpAnswer> => {
    const answer = await ledger.perform('peek', request);
    return answer.kind === 'wait' || answer.kind === 'in-batch' ? { kind: 'free' } : answer;
  };
  const answers: Partial<{
    [Name in OperationName]: (
      request: LedgerOperations[Name][0],
    ) => Promise<LedgerOperations[Name][1]>;
  }> = {
    async claim(request) {
      const answer = await lookUp(request);
      return answer.kind === 'free' ? GRANTED : answer;
    },
    lookUp,
    settle: async ({ reply }) => reply,
    settleTogether: async (settlements) => settlements.map(({ reply }) => reply),
    fail: async () => undefined,
    vectorLength: async ({ length }) => length,
  };
  return {
    ...ledger,
    async perform(name, request) {
      const answer = answers[name];
      if (answer) return await answer(request);
      return await ledger.perform(name, request);
    },
  };
}
