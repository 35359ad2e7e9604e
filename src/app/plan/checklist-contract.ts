/** What the checklist is made from: a file, or an account that is read. */
export interface ChecklistOptions {
  /** YAML or JSON. */
  readonly inventory?: string;
  readonly live?: 'aws';
  /** Of the live account; absent: AWS_REGION, else us-east-1. */
  readonly region?: string;
  /** Limits by name, as a user wrote them. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Folder with refreshed prices. */
  readonly workspace: string;
  readonly prices: readonly string[];
}
