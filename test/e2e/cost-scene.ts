import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { commands } from '../../src/app/commands.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import type { FaultPlan } from '../../src/testing/server-faults.ts';
import { type Arena, createArena } from '../chaos/support/arena.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { mab } from './cli-world.ts';

/** The variable that all these models are told to take their key from. */
const KEY = 'MAB_TEST_COST_KEY';

/** A program behind a proxy: asks once, and embeds two texts. */
const PROGRAM = `
const ask = (path, body) => fetch(process.env.OPENAI_BASE_URL + path, {
  method: 'POST',
  headers: { authorization: 'Bearer ' + process.env.OPENAI_API_KEY },
  body: JSON.stringify(body),
}).then((response) => response.text());
await ask('/chat/completions', { model: 'reader', max_tokens: 9, messages: [{ role: 'user', content: 'Hi?' }] });
await ask('/embeddings', { model: 'e', input: ['Rome', 'Ghent'] });`;

/** Of `attempts`, read with plain SQL. */
export type AttemptRow = Readonly<Record<string, string | bigint | null>>;

/**
 * A workspace with two runs that share a cell (the second one in the batch lane, by somebody else,
 * without a tag), a run whose calls failed or were cut, and a proxy.
 */
export interface CostScene extends AsyncDisposable {
  readonly arena: Arena;
  readonly workspace: string;
  readonly server: Lab;
  /** By run id. */
  readonly reports: ReadonlyMap<string, RunReport>;
  /** Ids of the runs, in the order above. */
  readonly first: string;
  readonly second: string;
  readonly troubled: string;
  readonly proxy: string;
  attempts(): AttemptRow[];
  /** `mab cost …` on this workspace. */
  cost(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }>;
}

/** Of each request its first try. */
const TROUBLE: FaultPlan = ({ number, attempt }) => {
  if (attempt > 1 || number % 3 === 2) return undefined;
  return number % 3 === 0 ? 'cut-body' : 'server-error';
};

async function runMab(args: readonly string[]): Promise<RunReport> {
  const { stdout, stderr } = await mab(['run', ...args, '--json'], commands);
  assert.notEqual(stdout, '', stderr);
  const report = JSON.parse(stdout) as RunReport;
  assert.ok(report.runId, stdout);
  return report;
}

function readAttempts(workspace: string): AttemptRow[] {
  using database = new DatabaseSync(join(workspace, 'ledger.sqlite'));
  const statement = database.prepare('SELECT * FROM attempts');
  statement.setReadBigInts(true);
  return statement.all() as AttemptRow[];
}

export async function openCostScene(): Promise<CostScene> {
  process.env[KEY] = 'a-key';
  await using opened = new AsyncDisposableStack();
  const arena = opened.use(createArena(3));
  const workspace = arena.folder();
  let faults: FaultPlan = () => undefined;
  const model = { price: PRICES, promptCache: 'chance' as const, reasoningTokens: [1, 9] as const };
  const server = opened.use(
    await startLab({
      models: { '*': model },
      faults: (request) => faults(request),
    }),
  );
  const openAi = { provider: 'openai', baseUrl: server.url, apiKeyEnv: KEY };
  const price = { inputUsdPerMillion: 0.15 };
  const embedders = { e: { ...openAi, model: 'e', logicalModel: 'e-1', pinned: true, price } };
  const config = (name: string, changes: object): string =>
    writePricedConfig(arena.folder(), {
      ...{ url: server.url, data: arena.data, name, reader: openAi, embedders },
      batch: { pollMs: 100, lingerMs: 200 },
      ...changes,
    });
  const reports = new Map<string, RunReport>();
  const run = async (path: string, ...flags: readonly string[]): Promise<string> => {
    const report = await runMab([path, '--workspace', workspace, ...flags]);
    reports.set(report.runId, report);
    return report.runId;
  };
  const dense = { id: 'dense', embedder: 'e', options: { topK: 2 } };
  const methods = ['no-memory', { id: 'bm25', options: { topK: 2 } }];
  const first = await run(
    config('one', { methods, tags: ['nightly', 'eu'], member: 'nobody' }),
    ...['--member', 'Ann'],
  );
  const second = await run(
    config('two', { methods: [methods[1], dense], lane: 'batch', member: 'Ben' }),
  );
  faults = TROUBLE;
  const troubled = await run(
    config('three', { methods: [{ id: 'bm25', options: { topK: 1 } }], tags: ['nightly'] }),
  );
  faults = () => undefined;
  const proxied = config('sdk', { methods: ['no-memory'] });
  const program = join(arena.folder(), 'program.mjs');
  writeFileSync(program, PROGRAM);
  const behind = ['--workspace', workspace, '--', process.execPath, program];
  const ended = await mab(['proxy', proxied, '--json', ...behind], commands);
  assert.equal(ended.code, 0, ended.stderr);
  const all = opened.move();
  return {
    ...{ arena, workspace, server, reports, first, second, troubled, proxy: 'sdk-proxy' },
    attempts: () => readAttempts(workspace),
    cost: (...args) => mab(['cost', ...args, '--workspace', workspace], commands),
    async [Symbol.asyncDispose]() {
      await all.disposeAsync();
      delete process.env[KEY];
    },
  };
}

/** Deletes the folder of a run, as somebody may who needs the room. */
export function deleteRun({ workspace }: CostScene, runId: string): void {
  rmSync(join(workspace, 'store', 'runs', runId), { recursive: true });
}
