import { type BasicType, parquetWriteBuffer } from 'hyparquet-writer';
import type { ColumnType, DataTable } from './data-table.ts';

const TYPES: Readonly<Record<ColumnType, BasicType>> = {
  text: 'STRING',
  integer: 'INT64',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/** A table as a parquet file; a missing value is null. */
export function tableParquet({ columns }: DataTable): Uint8Array {
  const columnData = columns.map(({ name, type, values }) => ({
    ...{ name, type: TYPES[type], nullable: true },
    data: values.map((value) => value ?? null),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
