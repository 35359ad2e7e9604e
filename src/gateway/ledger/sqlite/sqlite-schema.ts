import type { DatabaseSync } from 'node:sqlite';
import { MabError } from '../../../core/errors.ts';
import { checkVersion, FROM_1, LEDGER_VERSION, TABLES } from '../schema.ts';

/**
 * Makes the tables in an empty database, or brings those that are there up to date.
 *
 * @throws {MabError} LEDGER_VERSION for a ledger of a newer release, LEDGER_DAMAGED for any other
 *   file.
 */
export function prepareSchema(database: DatabaseSync, hashKey: Uint8Array): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    if (tables.length === 0) {
      database.exec(TABLES);
      const insert = database.prepare('INSERT INTO meta VALUES (?, ?)');
      insert.run('version', versionBytes());
      insert.run('hash-key', hashKey);
    } else if (readVersion(database, new Set(tables.map((table) => String(table.name)))) === 1) {
      database.exec(FROM_1);
      database.prepare("UPDATE meta SET value = ? WHERE name = 'version'").run(versionBytes());
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function versionBytes(): Uint8Array {
  return Buffer.from(String(LEDGER_VERSION));
}

function readVersion(database: DatabaseSync, tables: ReadonlySet<string>): number {
  const row = tables.has('meta')
    ? database.prepare("SELECT value FROM meta WHERE name = 'version'").get()
    : undefined;
  if (!row) {
    throw new MabError(
      'LEDGER_DAMAGED',
      'The ledger file is an SQLite database of something else.',
      {
        blame: 'environment',
        hint: 'Move the file away, or give another folder with --workspace.',
      },
    );
  }
  return checkVersion(Number(Buffer.from(row.value as Uint8Array).toString()));
}
