import { MabError } from '../../../core/errors.ts';
import { checkVersion, LEDGER_VERSION, postgresTables } from '../schema.ts';

/** What this needs of a connection, inside a transaction that holds the ledger's lock. */
export interface SchemaSession {
  query(
    text: string,
    values?: readonly unknown[],
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/**
 * Makes the ledger's schema with its tables where it is not there. Format 1 never stood in
 * PostgreSQL, so there is nothing to bring up to date yet.
 *
 * @throws {MabError} LEDGER_VERSION for a ledger of another release, LEDGER_DAMAGED where the
 *   schema holds something else.
 */
export async function preparePostgresSchema(
  session: SchemaSession,
  schema: string,
  hashKey: Uint8Array,
): Promise<void> {
  const tables = await session.query(
    'SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = $1',
    [schema],
  );
  if (tables.length === 0) {
    // Not IF NOT EXISTS alone: that asks for the right to create also where nothing is to be made.
    const found = await session.query('SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1', [
      schema,
    ]);
    if (found.length === 0) await session.query(`CREATE SCHEMA ${schema}`);
    await session.query(postgresTables());
    const version = Buffer.from(String(LEDGER_VERSION));
    await session.query("INSERT INTO meta VALUES ('version', $1), ('hash-key', $2)", [
      version,
      Buffer.from(hashKey),
    ]);
    return;
  }
  if (!tables.some(({ tablename }) => tablename === 'meta')) throw foreign(schema);
  const [row] = await session.query("SELECT value FROM meta WHERE name = 'version'");
  if (!row) throw foreign(schema);
  checkVersion(Number(Buffer.from(row.value as Uint8Array).toString()));
}

function foreign(schema: string): MabError {
  return new MabError('LEDGER_DAMAGED', `The schema ${schema} holds tables of something else.`, {
    blame: 'environment',
    hint: 'Choose another name: `mab ledger use`, with --name NAME.',
  });
}
