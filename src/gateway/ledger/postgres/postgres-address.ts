import { MabError } from '../../../core/errors.ts';
import { sha256 } from '../../../core/hashing.ts';

/** Where a shared ledger is. */
export interface PostgresAddress {
  /** `postgres://user:password@host/database`; a secret. */
  readonly url: string;
  /** Of the ledger in the database; the same for all who share it. */
  readonly name: string;
}

/** Letters, digits and `_`, as schemas in PostgreSQL are named without quotes. */
const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** The schema of a ledger. @throws {MabError} LEDGER_NAME_INVALID. */
export function schemaName(name: string): string {
  if (NAME.test(name)) return `mab_${name}`;
  throw new MabError('LEDGER_NAME_INVALID', `"${name}" cannot be the name of a shared ledger.`, {
    hint: 'Take a small letter, then at most 39 small letters, digits or _.',
  });
}

/** The number of the lock that all transactions of a ledger take, in the range of a bigint. */
export function lockNumber(schema: string): bigint {
  const bytes = Buffer.from(sha256(`mab ledger ${schema}`).slice(0, 16), 'hex');
  return bytes.readBigInt64BE();
}

/**
 * The place without what is secret in it: `database mab on db.example.org:5432 as alice`.
 *
 * @throws {MabError} LEDGER_URL_INVALID, which does not repeat the address.
 */
export function describeAddress(url: string): string {
  if (!/^postgres(?:ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new MabError('LEDGER_URL_INVALID', 'MAB_LEDGER_URL is no address of a database.', {
      blame: 'environment',
      hint:
        'It looks like postgres://user:password@host:5432/database; characters such as @ : / in ' +
        'the password have to be written as %40 %3A %2F.',
    });
  }
  const { hostname, port, pathname, username, searchParams } = new URL(url);
  const host = hostname || searchParams.get('host') || 'localhost';
  const user = username === '' ? '' : ` as ${decodeURIComponent(username)}`;
  return `database ${decodeURIComponent(pathname.slice(1))} on ${host}:${port || 5432}${user}`;
}
