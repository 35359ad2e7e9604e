/**
 * The ledger's logic is written once, for SQLite and for PostgreSQL: as generators that yield
 * statements and are handed their rows. What drives them is synchronous in one and asynchronous in
 * the other. A whole operation runs inside one transaction of the driver.
 */

/** Integers are bigint, whatever the database. */
export type SqlValue = bigint | number | string | null | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;

/**
 * One statement in the part of SQL that both databases know, `?` for its values. The exception is
 * `json_extract(column, '$.name')`, a number in a JSON text, which is translated for PostgreSQL.
 */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Work on the database that ends in a `T`. */
export type Sql<T> = Generator<Statement, T, readonly Row[]>;

/** All rows that a statement gives. */
export function* all(sql: string, ...values: readonly SqlValue[]): Sql<readonly Row[]> {
  return yield { sql, values };
}

/** The first row, where there is one. */
export function* first(sql: string, ...values: readonly SqlValue[]): Sql<Row | undefined> {
  const [row] = yield { sql, values };
  return row;
}
