import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMab } from './run-mab.ts';

/**
 * How long the same command takes when 2,000 questions are finished: once with every unit
 * committed, and once after the units' commits were deleted, so that each reply is looked up in the
 * ledger again. Both are whole processes. Prints one line of JSON.
 */
const CONFIG = `
name: replay
data: { openCorpus: { seed: 1 } }
datasets: [open_fact_sh_6k, open_fact_mh_6k, open_retrieval_6k, open_fact_sh_32k]
methods: [no-memory, oracle, long-context, { id: bm25, profile: reference }, bm25]
reader: { provider: scripted, price: { inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6 } }
concurrency: 64
`;

const folder = await mkdtemp(join(tmpdir(), 'mab-bench-'));
try {
  const config = join(folder, 'replay.yaml');
  const workspace = join(folder, 'workspace');
  await writeFile(config, CONFIG);
  const run = async (): Promise<{ seconds: number; questions: number; paid: string }> => {
    const { report, seconds } = await runMab(['run', config, '--json', '--workspace', workspace]);
    const questions = report.cells.reduce((sum, cell) => sum + cell.questions.answered, 0);
    return { seconds, questions, paid: report.totals.paidPicoUsd };
  };
  const first = await run();
  const committed = await run();
  await rm(join(workspace, 'store', 'units'), { recursive: true });
  const ledger = await run();
  if (first.paid !== committed.paid || first.paid !== ledger.paid) {
    throw new Error(`The replay paid again: ${first.paid}, ${committed.paid}, ${ledger.paid}.`);
  }
  const result = {
    name: 'replay',
    questions: ledger.questions,
    firstSeconds: first.seconds,
    committedSeconds: committed.seconds,
    ledgerSeconds: ledger.seconds,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
