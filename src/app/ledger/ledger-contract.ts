import type { LedgerStat } from '../../gateway/ledger/tools/stat.ts';
import type { LedgerPlace } from './ledger-place.ts';

/**
 * What `mab ledger` asks of the application. All throw WORKSPACE_MISSING, and what the ledger
 * throws.
 */
export interface LedgerCommands {
  /**
   * Chooses where the ledger of a workspace is; makes workspace and ledger where there are none.
   * @throws {MabError} LEDGER_IN_USE, LEDGER_URL_MISSING, LEDGER_NAME_INVALID.
   */
  use(workspace: string, place: LedgerPlace): Promise<LedgerPlace>;
  /** What the ledger holds, and what was paid. */
  stat(workspace: string): Promise<LedgerReport>;
  /** @throws {MabError} OUTPUT_NOT_WRITTEN, RUN_…, DATASET_UNKNOWN. */
  export(workspace: string, file: string, options: ExportOptions): Promise<ExportResult>;
  /**
   * Imports nothing where anything is wrong with the file.
   * @throws {MabError} LEDGER_FILE_…, LEDGER_KEY_DIFFERS.
   */
  import(workspace: string, file: string): Promise<ImportResult>;
  /** @throws {MabError} LEDGER_BUSY while other processes are at the ledger. */
  prune(workspace: string, options: PruneOptions): Promise<PruneResult>;
  /** Never throws for what it finds. */
  verify(workspace: string, options: { readonly repair: boolean }): Promise<VerifyResult>;
}

export interface LedgerReport extends LedgerStat {
  readonly ledger: LedgerPlace['ledger'];
  /** On the disk of the ledger's database. */
  readonly bytes: number;
}

export interface ExportOptions {
  /** A run id, a start that fits one run only, or `latest`. */
  readonly run?: string | undefined;
  readonly dataset?: string | undefined;
  /** The key of the hashes is in the file, so that another ledger can adopt it. */
  readonly withKey: boolean;
  /** Nothing but the key. */
  readonly keyOnly: boolean;
}

/** How many of each there were. */
export interface EntryCounts {
  readonly calls: number;
  readonly attempts: number;
  readonly uses: number;
  readonly requests: number;
}

export interface ExportResult extends EntryCounts {
  readonly file: string;
  readonly bytes: number;
  readonly hasKey: boolean;
  /** Attempts that are under way: their calls are not in the file. */
  readonly openAttempts: number;
}

export interface ImportResult extends EntryCounts {
  /** `adopted`: the empty ledger has the key of the file now. */
  readonly key: 'adopted' | 'same';
  /** Calls that had a reply already, which stands. */
  readonly known: number;
}

export interface PruneOptions {
  /** Deletes replies that are older, in ms. */
  readonly olderThanMs?: number | undefined;
  /** Deletes the oldest replies until the ledger needs no more. */
  readonly bytesMax?: number | undefined;
  readonly dryRun: boolean;
}

export interface PruneResult {
  readonly dryRun: boolean;
  readonly calls: number;
  /** Characters of the replies that were deleted. */
  readonly replyBytes: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Replies that stay because a unit that is not done, or none, uses them. */
  readonly keptCalls: number;
}

export interface VerifyResult {
  readonly problems: readonly string[];
  /** What is not wrong, but good to know. */
  readonly notes: readonly string[];
  readonly checked: { readonly calls: number; readonly attempts: number; readonly units: number };
  /** Accounts that were set to what the attempts say. */
  readonly repaired: readonly string[];
}
