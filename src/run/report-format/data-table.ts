/** Rows for other programs, column by column: what CSV and parquet are written from. */
export interface DataTable {
  readonly columns: readonly DataColumn[];
}

export interface DataColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** As many in every column. */
  readonly values: readonly DataValue[];
}

/** `text` may hold JSON, where a value is a list. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean';

/** `undefined` is a missing value. Integers are bigints. */
export type DataValue = string | bigint | number | boolean | undefined;

/** A column before there are rows. */
export interface ColumnOf<Row> {
  readonly name: string;
  readonly type: ColumnType;
  readonly value: (row: Row) => DataValue;
}

/** Short for the definition of a column. */
export function column<Row>(
  name: string,
  type: ColumnType,
  value: (row: Row) => DataValue,
): ColumnOf<Row> {
  return { name, type, value };
}
