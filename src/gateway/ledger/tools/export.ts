import { all, first, type Row, type Sql, type SqlValue } from '../sql.ts';

/** What is read for an export, a page at a time. */
export type ExportTable = 'attempts' | 'calls' | 'uses' | 'requests' | 'parts' | 'lengths';

export interface ExportPageRequest {
  readonly table: ExportTable;
  /** The last row of the page before; absent: from the start. */
  readonly after?: readonly SqlValue[];
  readonly rowsMax: number;
}

export interface ExportPage {
  readonly rows: readonly Row[];
  /** For the next page; absent: there is none. */
  readonly after?: readonly SqlValue[];
}

/**
 * What is finished only: replies, and sends with an outcome. An attempt that is under way may still
 * become anything.
 */
const QUERIES: Readonly<Record<ExportTable, { readonly sql: string; readonly by: string[] }>> = {
  attempts: {
    sql: `SELECT attempt, key, run_id, unit_id, phase, path, owner, fence, worst_pico, sent_ms,
      outcome, cost_pico, usage, served_by, reported_model, error_code, latency_ms, worst_tokens,
      lane, route, accounts FROM attempts WHERE outcome IS NOT NULL`,
    by: ['attempt'],
  },
  calls: {
    sql: `SELECT key, dataset, run_id, epoch, reply, attempt, done_ms FROM calls
      WHERE state = 'done'`,
    by: ['key'],
  },
  uses: {
    sql: `SELECT uses.unit_id, uses.path, uses.key, uses.phase FROM uses
      JOIN calls ON calls.key = uses.key WHERE calls.state = 'done'`,
    by: ['unit_id', 'path'],
  },
  requests: { sql: 'SELECT key, parts FROM requests WHERE 1 = 1', by: ['key'] },
  parts: { sql: 'SELECT hash, body FROM parts WHERE 1 = 1', by: ['hash'] },
  lengths: { sql: "SELECT name, value FROM meta WHERE name LIKE 'vector-length %'", by: ['name'] },
};

/** One page of a table, in the order of its key. */
export function* exportPage({ table, after, rowsMax }: ExportPageRequest): Sql<ExportPage> {
  const { sql, by } = QUERIES[table];
  const columns = by.join(', ');
  const marks = by.map(() => '?').join(', ');
  const from = after ? ` AND (${columns}) > (${marks})` : '';
  const rows = yield* all(`${sql}${from} ORDER BY ${columns} LIMIT ${rowsMax}`, ...(after ?? []));
  const last = rows.length === rowsMax ? rows.at(-1) : undefined;
  return { rows, ...(last ? { after: by.map((column) => last[column] as SqlValue) } : {}) };
}

/** How many attempts are under way. */
export function* countOpenAttempts(): Sql<number> {
  const row = yield* first('SELECT count(*) AS n FROM attempts WHERE outcome IS NULL');
  return Number(row?.n);
}
