import type { SqlValue } from '../sql.ts';

/** A statement as the client takes it: prepared under a name, once for each connection. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** A number in a JSON text. */
const NUMBER_IN_JSON = /json_extract\((\w+), '\$\.(\w+)'\)/g;

/**
 * Makes PostgreSQL's `$1`, `$2` … of `?`, and its words for a number in a JSON text, which is all
 * that differs in our statements. None of them holds a `?` in a text.
 */
export function createStatements(): (sql: string) => PreparedStatement {
  const known = new Map<string, PreparedStatement>();
  return (sql) => {
    const found = known.get(sql);
    if (found) return found;
    let at = 0;
    const text = sql
      .replaceAll('?', () => `$${++at}`)
      .replaceAll(NUMBER_IN_JSON, "CAST(CAST($1 AS JSON) ->> '$2' AS BIGINT)");
    const statement = { name: `mab_${known.size + 1}`, text };
    known.set(sql, statement);
    return statement;
  };
}

/** PostgreSQL's texts cannot hold a zero character, SQLite's can; a model's name may bring one. */
export function postgresValue(value: SqlValue): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
