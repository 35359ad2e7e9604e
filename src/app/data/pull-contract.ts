import type { HubFile } from '../../contracts/hub.ts';

/** What `mab data pull` may be asked for. */
export interface PullOptions {
  /** A branch, tag or commit of the dataset; absent: the commit that this release is pinned to. */
  readonly revision?: string;
  /** Base address of a hub; absent: the Hugging Face hub. */
  readonly mirror?: string;
  /** Absent: the machine's. */
  readonly cache?: string;
  /** A folder that gets the plain files as well; made when it is not there. */
  readonly to?: string;
  /** Longest time without a byte before a transfer counts as broken. */
  readonly stallMs: number;
  readonly onEvent: (event: PullEvent) => void;
  readonly signal: AbortSignal;
}

/** What a pull says while it works. */
export type PullEvent =
  | {
      readonly type: 'pull-started';
      readonly repo: string;
      readonly revision: string;
      readonly files: number;
      /** Of all files together. */
      readonly bytes: number;
    }
  | {
      readonly type: 'bytes-arrived';
      readonly path: string;
      /** Of this file, what an earlier start has left included. */
      readonly bytes: number;
      /** Another process fetches it. */
      readonly elsewhere: boolean;
    }
  | {
      readonly type: 'transfer-retried';
      readonly path: string;
      readonly code: string;
      readonly message: string;
      readonly waitMs: number;
    }
  /** What was there is not the file, so it is fetched again. */
  | { readonly type: 'file-damaged'; readonly path: string; readonly where: 'cache' | 'transfer' }
  | { readonly type: 'file-finished'; readonly file: PulledFile };

export interface PulledFile extends HubFile {
  /** On the disk, compressed where that pays. */
  readonly storedBytes: number;
  /**
   * `shared`: another process fetched it meanwhile. `fetched` counts what an earlier start began.
   */
  readonly outcome: 'cached' | 'fetched' | 'shared';
}

export interface PullResult {
  readonly repo: string;
  /** The commit. */
  readonly revision: string;
  /** Whether it is the one that this release is pinned to. */
  readonly pinned: boolean;
  /** The folder of the machine's cache. */
  readonly cache: string;
  readonly files: readonly PulledFile[];
  /** The folder with the plain files, where one was asked for. */
  readonly folder?: string;
}
