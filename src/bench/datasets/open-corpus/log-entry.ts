/** A landing, as the log has it. */
export interface LogEntry {
  readonly date: string;
  readonly ship: string;
  readonly crates: number;
  readonly goods: string;
  readonly town: string;
  /** Word for word as in the context; no two are the same. */
  readonly sentence: string;
}
