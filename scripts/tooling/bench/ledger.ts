import type { Line } from './benchmark-page.ts';
import { runScript } from './run-json.ts';

/** What a ledger takes, in both databases. */
export async function ledger(): Promise<Line[]> {
  const figures = await runScript('scripts/bench/ledger.ts');
  return [1, 8].map((processes) => {
    const [sqlite, postgres] = [figures[`sqlite${processes}`], figures[`postgres${processes}`]];
    return {
      what: `Ledger, ${processes === 1 ? 'one process' : '8 processes'}, 64 calls in flight each`,
      ours: `SQLite ${perSecond(sqlite)}`,
      other:
        postgres === undefined ? 'skipped: no PostgreSQL' : `PostgreSQL ${perSecond(postgres)}`,
      ...{ result: 'a call is a claim and a settlement, both durable', bar: '' },
    };
  });
}

function perSecond(rate: number | undefined): string {
  return `${Math.round(rate ?? Number.NaN).toLocaleString('en')} calls/s`;
}
