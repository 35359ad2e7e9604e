import { after, describe, it } from 'node:test';
import { postgresMissing, startPostgres } from './postgres-server.ts';

/**
 * The ledger's own suites, word by word, on PostgreSQL. They are loaded when the server is there:
 * their scene reads its address from the environment.
 */
const SUITES = [
  ...['claims.test.ts', 'ledger.test.ts', 'outcomes.test.ts', 'requests.test.ts'],
  ...['batches.test.ts', 'budget-room.test.ts', 'calls-at.test.ts'],
  ...['rooms.test.ts', 'tools/stat.test.ts', 'tools/merge.test.ts', 'tools/prune.test.ts'],
  ...['tools/verify.test.ts', 'tools/spending.test.ts', 'tools/usage.test.ts'],
];

const missing = postgresMissing();
if (missing) {
  describe('the ledger on PostgreSQL', () => it('passes its suites', { skip: missing }));
} else {
  const server = await startPostgres();
  after(() => server[Symbol.dispose]());
  process.env.MAB_TEST_POSTGRES = server.url;
  for (const suite of SUITES) await import(`../../src/gateway/ledger/${suite}`);
}
