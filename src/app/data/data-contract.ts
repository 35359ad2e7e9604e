import type { DatasetCount, RowCheck } from '../../bench/datasets/check-rows.ts';
import type { DatasetListing, RowStatus } from '../../contracts/dataset.ts';

/**
 * A place that rows come from, as the command line names it: a folder; `open`, the built-in corpus;
 * `hub`, the pinned revision in the cache of this machine; `hub:COMMIT`, another one; a file of
 * JSON lines (`mine.jsonl`); `jsonl:`, `locomo:` or `longmemeval:` and a path.
 */
export type SourceName = string;

export interface DataListing {
  /** For people: a folder, a revision, or the open corpus with its seed. */
  readonly label: string;
  readonly datasets: readonly ListedDataset[];
}

export interface ListedDataset extends DatasetListing {
  /** Of its rows, each once, in order. Empty where a row cannot be read. */
  readonly statuses: readonly RowStatus[];
}

/** What the cache of this machine holds. */
export interface CacheListing {
  readonly folder: string;
  readonly revisions: readonly CachedRevision[];
}

export interface CachedRevision {
  readonly repo: string;
  /** A commit. */
  readonly revision: string;
  readonly pinned: boolean;
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    /** Absent unless held. */
    readonly storedBytes?: number;
    /** `held` after its content has been hashed again. */
    readonly state: 'held' | 'missing' | 'damaged';
  }[];
}

/** What `mab data check` finds. */
export interface DataCheck {
  readonly label: string;
  readonly files: readonly FileCheck[];
  readonly rows: readonly RowCheck[];
  /** Of good rows. */
  readonly datasets: readonly DatasetCount[];
  /** Bad rows, and files that are not what their lock says. */
  readonly problems: number;
}

export interface FileCheck {
  readonly name: string;
  /** Absent for a missing file. */
  readonly size?: number;
  /**
   * Compared by hash with the lock beside the data, or in the cache: `unlisted` where the lock does
   * not name the file, `no-lock` where there is none.
   */
  readonly lock: 'matches' | 'differs' | 'missing' | 'unlisted' | 'no-lock';
}

export interface SynthOptions {
  /** Made when it is not there. */
  readonly out: string;
  readonly seed: number;
  /** Ids of the open corpus; absent: all. */
  readonly datasets?: readonly string[];
  readonly onDataset: (dataset: string, at: number, count: number) => void;
  readonly signal: AbortSignal;
}

export interface SynthResult {
  /** The generator, with its version and seed. */
  readonly label: string;
  readonly folder: string;
  readonly files: readonly {
    readonly name: string;
    readonly size: number;
    readonly rows: number;
    readonly questions: number;
  }[];
}
