import { Writable } from 'node:stream';
import type { Commands } from '../../src/app/commands-contract.ts';
import type { Dialog } from '../../src/cli/dialog.ts';
import type { CliIo, StopSignal } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import type { CellReport, RunReport } from '../../src/contracts/report.ts';

/** A stream that remembers what was written to it. */
export class Screen extends Writable {
  readonly isTTY: boolean;
  readonly columns = 100;
  text = '';

  constructor(isTTY = false) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }
}

/** A command line without a process around it. */
export interface World {
  readonly io: CliIo;
  readonly stdout: Screen;
  readonly stderr: Screen;
  /** Codes with which the process would have ended at once. */
  readonly exits: number[];
  /** Sends a signal to whoever listens. */
  send(signal: StopSignal): void;
}

/** @param commands  What the application can do; anything else that is called throws. */
export function createWorld(
  commands: Partial<Commands>,
  { terminal = false, dialog }: { terminal?: boolean; dialog?: Dialog } = {},
): World {
  const listeners = new Map<StopSignal, () => void>();
  const [stdout, stderr] = [new Screen(terminal), new Screen(terminal)];
  const exits: number[] = [];
  return {
    ...{ stdout, stderr, exits },
    send: (signal) => listeners.get(signal)?.(),
    io: {
      ...{ stdout, stderr },
      clock: { elapsed: () => 0 },
      loadCommands: async () => ({ ...REFUSING, ...commands }),
      onSignal(signal, listener) {
        listeners.set(signal, listener);
        return () => listeners.delete(signal);
      },
      exitNow: (code) => exits.push(code),
      openDialog: () => dialog,
    },
  };
}

function refuse(name: string) {
  return async (): Promise<never> => {
    throw new Error(`${name} was not expected to be called.`);
  };
}

const REFUSING: Commands = {
  runBenchmark: refuse('runBenchmark'),
  judgeRun: refuse('judgeRun'),
  openProxy: refuse('openProxy'),
  listRuns: refuse('listRuns'),
  readReport: refuse('readReport'),
  exportRun: refuse('exportRun'),
  compareRuns: refuse('compareRuns'),
  showRun: refuse('showRun'),
  pullData: refuse('pullData'),
  listData: refuse('listData'),
  listCache: refuse('listCache'),
  checkData: refuse('checkData'),
  synthData: refuse('synthData'),
  forgetDataset: refuse('forgetDataset'),
  cost: refuse('cost'),
  ledger: refuse('ledger'),
  plan: refuse('plan'),
  exports: refuse('exports'),
  fidelity: refuse('fidelity'),
  power: refuse('power'),
  upstream: refuse('upstream'),
  prices: refuse('prices'),
  estimates: async () => ({
    estimateRun: refuse('estimateRun'),
    estimateBenchmark: refuse('estimateBenchmark'),
    // Nothing costs anything.
    forecastRun: async () => ({
      ...{ estimate: undefined, warnings: [], confirmAbove: 0n, spendable: undefined },
    }),
  }),
};

/** Runs `mab …` and says what came of it. */
export async function mab(
  args: readonly string[],
  commands: Partial<Commands> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const world = createWorld(commands);
  const code = await main(args, world.io);
  return { code, stdout: world.stdout.text, stderr: world.stderr.text };
}

const usage = {
  inputTokens: 1_000,
  cachedInputTokens: 0,
  outputTokens: 50,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  source: 'reported',
} as const;

const money = {
  paidPicoUsd: '120000000000',
  standalonePicoUsd: '120000000000',
  unknownPicoUsd: '0',
  unknownAttempts: 0,
};

/** A cell with a score. */
export const scoredCell: CellReport = {
  cellId: 'c1',
  method: 'bm25',
  profile: 'reference',
  settings: 'topK=5',
  controlArm: false,
  dataset: 'open_fact_sh_6k',
  rowStatus: 'open-corpus',
  metric: 'exact_match',
  outcome: 'scored',
  score: { mean: 0.6, low: 0.5, high: 0.7, basis: 'questions' },
  metrics: { exact_match: { mean: 0.6, low: 0.5, high: 0.7, basis: 'questions' } },
  contexts: { done: 1, planned: 1 },
  questions: { answered: 10, planned: 10 },
  chunks: 12,
  ...{ money, usage },
  calls: 10,
  phases: { answer: { calls: 10, usage, standalonePicoUsd: money.standalonePicoUsd } },
  served: [
    { route: 'openai', servedBy: 'https://api.openai.com', calls: 10, embeddedTexts: 0 },
    { route: 'embedded', servedBy: 'MiniLM (embedded, native)', calls: 0, embeddedTexts: 12 },
  ],
  latencyMs: { p50: 12, p95: 30, replayed: false },
};

const { score: _score, latencyMs: _latency, served: _served, ...unscored } = scoredCell;

/** The same cell after a failure. */
export const blankCell: CellReport = {
  ...unscored,
  outcome: 'blank',
  reason: 'open_fact_sh_6k#0: The server said no.',
  metrics: {},
  contexts: { done: 0, planned: 1 },
  questions: { answered: 4, planned: 10 },
};

/** The report of a run with these cells. */
export function reportOf(...cells: readonly CellReport[]): RunReport {
  return {
    v: 1,
    runId: 'small-0123456789abcdef',
    name: 'small',
    createdAt: '2026-11-23T10:00:00.000Z',
    state: cells.every(({ outcome }) => outcome === 'scored') ? 'complete' : 'incomplete',
    data: { label: 'open corpus', openCorpus: true },
    reader: { model: 'm', provider: 'http://127.0.0.1:8080' },
    cells,
    totals: { ...money, calls: 10, usage },
    warnings: [],
    versions: { mab: '0.1.0', node: 'v24.21.0', pipeline: 1 },
  };
}
