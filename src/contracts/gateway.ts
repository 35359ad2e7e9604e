import type { CallKey, RunId, UnitId } from '../core/ids.ts';
import type { PicoUsd } from '../core/money.ts';
import type { Guess, ObservedCalls, WalkedWork } from './estimate.ts';
import type { Phase } from './memory-method.ts';
import type { ChatModel, ChatReply, Embedder, Usage } from './model.ts';

/**
 * The seam between a run and the only way to models: a run says where its calls belong, and reads
 * back what they cost. Who buys, retries and records them is the gateway's business.
 */

/** Where the calls of some work belong. */
export interface CallScope {
  readonly runId: RunId;
  readonly unitId: UnitId;
  /** Absent: the calls count for no cell. */
  readonly cellId?: string;
  readonly dataset: string;
  readonly contextId: string;
  readonly phase: Phase;
  /**
   * The chunk or question, zero-padded so that the order by text is the order of the work:
   * `q00003`.
   */
  readonly at: string;
  readonly trial: number;
  /** That are asked about this context: what a prompt cache can be worth. Absent: one. */
  readonly questions?: number;
  /**
   * Tokens of a reply that is part of the prompts and that nobody has bought: something stands in
   * for it, as long as `expected` in an estimate, as `high` in a price. Absent: none.
   */
  readonly standIn?: Guess;
  /** Grows by the time that callers spend waiting for models, in ms. */
  readonly waited: { ms: number };
}

/** A model whose calls are keyed, recorded and metered. */
export interface ModelGateway {
  readonly reader: ChatModel;
  /** @throws {MabError} INVARIANT for a name that the configuration does not have. */
  embedder(name: string): Embedder;
  /** As `embedder`; steps are told apart by the judge's name, so that all may name theirs alike. */
  judge(name: string): ChatModel;
  /** Runs `work`; every model call inside it belongs to `scope`. */
  within<T>(scope: CallScope, work: () => Promise<T>): Promise<T>;
}

/** A gateway that sends and writes nothing: it adds up what the missing calls would cost. */
export interface PricingGateway extends ModelGateway {
  /** Of all calls so far, by cell. */
  prices(): ReadonlyMap<string, CallsPrice>;
  /**
   * Whether something was asked for in this place after a reply that nobody has bought: it is not
   * priced, because it depends on that reply.
   */
  isOpen(place: Pick<CallScope, 'unitId' | 'trial' | 'at'>): boolean;
}

/**
 * A gateway that sends and writes nothing: missing replies and vectors are stood in for, so that
 * methods go on, and what would have to be bought is added up.
 */
export interface WalkingGateway extends ModelGateway {
  /** Of all calls so far, by cell and phase. */
  work(): ReadonlyMap<string, ReadonlyMap<Phase, WalkedWork>>;
  /** Calls that other runs have bought, by logical model. */
  observed(): ReadonlyMap<string, ObservedCalls>;
  /** Tokens of the last reply in this place, where that was stood in for. */
  standIn(place: Pick<CallScope, 'unitId' | 'trial' | 'at'>): Guess | undefined;
}

/** What calls that have not been bought would cost. */
export interface CallsPrice {
  readonly calls: number;
  /** Their input alone, at the price of input. */
  readonly least: Amount;
  /** With every reply as long as it may be. */
  readonly most: Amount;
  /** The most that is reserved for one of them. */
  readonly reservation: Amount;
  /** The model's own tokens were counted, not those of another tokenizer. */
  readonly exact: boolean;
}

/** The call ledger, as a run and its report read it. */
export interface CallLedger {
  /** This process in the ledger. */
  readonly owner: string;
  /** Enters a run, or begins its next epoch, in which what was refused for good is asked again. */
  startRun(runId: RunId, newEpoch: boolean): Promise<RunMoney>;
  unitCalls(unitId: UnitId): Promise<UnitCalls>;
  /** @param account  Its name, as a budget's error gives it. */
  accountState(account: string): Promise<AccountState>;
}

/** Money and tokens, of one attempt or of an account. */
export interface Amount {
  readonly picoUsd: PicoUsd;
  readonly tokens: number;
}

/** What stands on an account of a budget. */
export interface AccountState {
  /** By attempts that are open: at their worst case. */
  readonly reserved: Amount;
  /** Settled, and at its worst case what has an unknown outcome. */
  readonly spent: Amount;
  /** The part of `spent` whose outcome is unknown. */
  readonly unknown: Amount;
}

/** A reply as the ledger keeps it; of an embedding the vector, little-endian float32 in base64. */
export type StoredReply = ChatReply | { readonly vector: string };

/** One use of a call by a unit, with what it cost when it was bought. */
export interface UsedCall {
  readonly path: string;
  readonly phase: Phase;
  readonly key: CallKey;
  readonly reply: StoredReply;
  readonly usage: Usage;
  readonly costPicoUsd: PicoUsd;
  readonly latencyMs: number;
  readonly servedBy: string;
  /** Key and provider by the name that they have in the configuration; absent in old ledgers. */
  readonly route?: string;
  readonly reportedModel: string | undefined;
  readonly sentMs: number;
  /** The unit whose attempt bought it, and by which process. */
  readonly buyerUnitId: string;
  readonly buyerRunId: string;
  readonly buyerOwner: string;
  /** It was bought with another ledger, and came here in a file. */
  readonly imported?: boolean;
}

/** One send made for a unit, whatever became of it. */
export interface AttemptRow {
  readonly attempt: number;
  readonly key: CallKey;
  readonly runId: string;
  readonly phase: Phase;
  readonly path: string;
  /** `open`: sent and not closed; the process that sent it may still be waiting. */
  readonly outcome: 'reply' | 'error' | 'unknown' | 'open';
  readonly worstPicoUsd: PicoUsd;
  readonly costPicoUsd: PicoUsd;
  readonly sentMs: number;
  readonly errorCode: string | undefined;
  /** As of a used call; absent where nothing was sent over any. */
  readonly route?: string;
}

/** All that the ledger knows of one unit. */
export interface UnitCalls {
  /** By path, which is the order of the journal. */
  readonly uses: readonly UsedCall[];
  readonly attempts: readonly AttemptRow[];
}

/** What a run has spent, reserved and cannot account for. */
export interface RunMoney {
  readonly epoch: number;
  /** Spent, reserved and unknown together: what a budget is compared with. */
  readonly exposurePicoUsd: PicoUsd;
  readonly paidPicoUsd: PicoUsd;
  readonly unknownPicoUsd: PicoUsd;
  readonly unknownAttempts: number;
  readonly openAttempts: number;
}
