/**
 * The seam to a place outside of this machine where small documents are shared, such as Redis:
 * compare and swap, nothing else.
 */
export interface SharedDocuments {
  /** @throws {MabError} LIMITS_UNREACHABLE. */
  read(name: string): Promise<SharedDocument>;
  /**
   * Writes if nobody else has since it was read.
   *
   * @param version  Of the document that was read.
   * @param keepMs   How long it is kept after this write.
   * @returns false, and writes nothing, when somebody was faster.
   * @throws {MabError} LIMITS_UNREACHABLE; then it may have been written or not.
   */
  write(name: string, document: NewDocument): Promise<boolean>;
  close(): Promise<void>;
}

/** A document as it stands. */
export interface SharedDocument {
  /** Absent: there is none. */
  readonly text?: string;
  /** Changes with every write. */
  readonly version: string;
  /** The time at that place, in ms since 1970: the one clock that all readers share. */
  readonly nowMs: number;
}

/** What is to stand in its place. */
export interface NewDocument {
  readonly text: string;
  readonly version: string;
  readonly keepMs: number;
}
