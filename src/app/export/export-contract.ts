import type { FolderFormat } from '../../contracts/export.ts';

/** What `mab export` asks of the application. */
export interface ExportCommands {
  /**
   * Writes a run into a folder, in the format of another program.
   * @param run  A run id, a start that fits one run only, or `latest`.
   * @throws {MabError} WORKSPACE_MISSING, RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_ID_INVALID,
   *   EXPORT_NOT_WRITTEN, EXPORT_EMPTY; for `memoryagentbench` what opening the data throws.
   */
  exportFolder(workspace: string, run: string, options: ExportOptions): Promise<ExportedFolder>;
}

export interface ExportOptions {
  readonly format: FolderFormat;
  /** Made where it is not there; files of the same names are replaced. */
  readonly out: string;
  /** Absent: the newest. */
  readonly judging?: string;
}

export interface ExportedFolder {
  readonly runId: string;
  /** As an absolute path. */
  readonly folder: string;
  /** Relative to it, in order. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}
