import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { countTokens } from '../../src/bench/chunking/token-count.ts';
import { main } from '../../src/cli/main.ts';
import type { Guess } from '../../src/contracts/estimate.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import { createArena } from '../chaos/support/arena.ts';
import { endingRun, failingRun } from './bad-input-world.ts';
import { createWorld, mab } from './cli-world.ts';

// Estimates against the invoice of a lab that counts with o200k_base, as OpenAI does.

const KEY = 'MAB_TEST_ESTIMATE_KEY';
process.env[KEY] = 'a-key';
const arena = createArena();
after(() => {
  arena[Symbol.dispose]();
  delete process.env[KEY];
});

const READER = 'gpt-4.1-mini-2025-04-14';
const EMBEDDER = 'text-embedding-3-small';
/** Picodollars a token, as these models are sold. */
const PRICES = {
  [READER]: {
    price: {
      ...{ inputPicoUsd: 400_000n, cachedInputPicoUsd: 100_000n, outputPicoUsd: 1_600_000n },
    },
    // A mean of 4, which is what short answers are expected to have.
    outputTokens: [2, 6] as const,
    cacheHitShare: 0.85,
  },
  [EMBEDDER]: { price: { inputPicoUsd: 20_000n, outputPicoUsd: 0n } },
};

const startVendor = (): Promise<Lab> => startLab({ models: PRICES, countTokens, seed: 7 });

const METHODS = [
  'bm25',
  'long-context',
  { id: 'dense', embedder: 'api' },
  { id: 'hybrid', embedder: 'api' },
];

/** @param more  Instead of the usual options. */
function writeConfig({ url }: Pick<Lab, 'url'>, more: object = {}): string {
  const path = join(arena.folder(), 'run.json');
  const server = { provider: 'openai', baseUrl: url, apiKeyEnv: KEY };
  const config = {
    ...{ name: 'told', data: { openCorpus: {} }, methods: METHODS, controls: false },
    datasets: [
      { id: 'open_fact_sh_6k', questionsMax: 20 },
      { id: 'open_retrieval_16k', questionsMax: 20 },
    ],
    reader: { ...server, model: READER, contextTokens: 1_047_576 },
    embedders: { api: { ...server, model: EMBEDDER, pinned: true } },
    ...more,
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

interface Told {
  readonly cells: readonly {
    readonly method: string;
    readonly phases: Readonly<Record<string, TimedWork>>;
    readonly total: Work;
    readonly time: TimedWork['time'];
    readonly storageBytes: Guess;
    readonly standalone: Work['money'];
  }[];
  readonly phases: Readonly<Record<string, TimedWork>>;
  readonly total: Work;
  readonly wallMs: Guess;
  readonly storage: { readonly bytes: Guess; readonly fixedBytes: Guess };
  readonly savings: { readonly ledger: string };
  readonly prices: readonly string[];
  readonly warnings: readonly string[];
}
interface Work {
  readonly calls: Guess;
  readonly embeddedTexts: Guess;
  readonly uncachedTokens: Guess;
  readonly cachedTokens: Guess;
  readonly cacheWriteTokens: Guess;
  readonly outputTokens: Guess;
  readonly embeddedTokens: Guess;
  readonly money: { readonly low: string; readonly expected: string; readonly high: string };
}
interface TimedWork extends Work {
  readonly time: { readonly aloneMs: Guess; readonly shareMs: Guess };
}

/** All numbers of a work, added up over some of them; money as it stands in the JSON. */
function addedUp(works: readonly Work[]): Work {
  const of = (field: Exclude<keyof Work, 'money'>): Guess =>
    guessSum(works.map((one) => one[field]));
  const usd = (bound: keyof Guess): string =>
    String(works.reduce((sum, { money }) => sum + BigInt(money[bound]), 0n));
  return {
    ...{ calls: of('calls'), embeddedTexts: of('embeddedTexts') },
    ...{ uncachedTokens: of('uncachedTokens'), cachedTokens: of('cachedTokens') },
    ...{ cacheWriteTokens: of('cacheWriteTokens'), outputTokens: of('outputTokens') },
    embeddedTokens: of('embeddedTokens'),
    money: { low: usd('low'), expected: usd('expected'), high: usd('high') },
  };
}

function guessSum(guesses: readonly Guess[]): Guess {
  const of = (bound: keyof Guess): number => guesses.reduce((sum, one) => sum + one[bound], 0);
  return { low: of('low'), expected: of('expected'), high: of('high') };
}

const workOf = ({ time: _, ...work }: TimedWork): Work => work;
const shares = (works: readonly Pick<TimedWork, 'time'>[]): Guess =>
  guessSum(works.map(({ time }) => time.shareMs));

/** @param exitCode  3 where the total is not known. */
async function estimateEnding(
  exitCode: number,
  config: string,
  workspace: string,
  ...flags: string[]
): Promise<Told> {
  const args = ['estimate', config, '--workspace', workspace, '--json', ...flags];
  const { code, stdout, stderr } = await mab(args, commands);
  assert.equal(code, exitCode, stderr);
  return JSON.parse(stdout) as Told;
}

const near = (told: number, billed: number, share: number): void =>
  assert.ok(Math.abs(told / billed - 1) <= share, `${told} told, ${billed} billed`);

function billed(lab: Lab, model: string) {
  const lines = lab.invoice().lines.filter((line) => line.model === model);
  return lines.reduce((sum, line) => sum + line.inputTokens + line.cachedInputTokens, 0);
}

const estimate = (...given: [config: string, workspace: string, ...flags: string[]]) =>
  estimateEnding(0, ...given);

/** Every row that a run or an estimate could leave behind; heartbeats are no news. */
function ledgerRows(workspace: string): unknown {
  const database = new DatabaseSync(join(workspace, 'ledger.sqlite'), { readOnly: true });
  try {
    return ['calls', 'attempts', 'uses', 'runs', 'accounts', 'meta'].map((table) =>
      database.prepare(`SELECT * FROM ${table}`).all(),
    );
  } finally {
    database.close();
  }
}

describe('an estimate', () => {
  it('tells the tokens to 2 %, the money to 10 %, and sends and writes nothing', async () => {
    await using lab = await startVendor();
    const workspace = join(arena.folder(), 'none');
    const config = writeConfig(lab);
    const told = await estimate(config, workspace);
    assert.deepEqual(await estimate(config, workspace), told, 'the same again');
    assert.equal(lab.invoice().totalPicoUsd, 0n);
    assert.equal(existsSync(workspace), false);
    await endingRun(config, workspace);
    const { total, cells } = told;
    // Whoever buys all that it asks for pays what it would pay alone; hybrid reads dense’s vectors.
    const buyers = cells.filter(({ method, total: { calls } }) => {
      return method !== 'hybrid' && calls.expected === 20;
    });
    assert.ok(buyers.length >= 4);
    for (const { standalone, total: own } of buyers) assert.deepEqual(standalone, own.money);
    near(total.uncachedTokens.expected + total.cachedTokens.expected, billed(lab, READER), 0.02);
    near(total.embeddedTokens.expected, billed(lab, EMBEDDER), 0.02);
    const invoice = lab.invoice().totalPicoUsd;
    near(Number(total.money.expected), Number(invoice), 0.1);
    assert.ok(BigInt(total.money.low) <= invoice && invoice <= BigInt(total.money.high));
  });

  it('of a finished run is nothing, and says what it has cost', async () => {
    await using lab = await startVendor();
    const workspace = arena.folder();
    const config = writeConfig(lab);
    await endingRun(config, workspace);
    const rows = ledgerRows(workspace);
    const told = await estimate(config, workspace);
    assert.deepEqual(told.total.money, { low: '0', expected: '0', high: '0' });
    assert.equal(told.total.calls.expected, 0);
    assert.ok(BigInt(told.savings.ledger) >= lab.invoice().totalPicoUsd);
    assert.deepEqual(ledgerRows(workspace), rows);
  });

  it('of a run that others have begun is the rest alone', async () => {
    await using lab = await startVendor();
    const workspace = arena.folder();
    const datasets = (questionsMax: number) => [{ id: 'open_retrieval_16k', questionsMax }];
    await endingRun(writeConfig(lab, { datasets: datasets(8) }), workspace);
    const rows = ledgerRows(workspace);
    const before = lab.invoice();
    const config = writeConfig(lab, { datasets: datasets(20) });
    const told = await estimate(config, workspace);
    assert.deepEqual(
      told.cells.map(({ method, total }) => [method, total.calls.expected]),
      METHODS.map((method) => [typeof method === 'string' ? method : method.id, 12]),
    );
    assert.deepEqual(
      told.cells.map(({ total }) => total.embeddedTexts.expected),
      // The questions; the chunks are there, and hybrid asks for what dense has.
      [0, 0, 12, 0],
    );
    assert.deepEqual(ledgerRows(workspace), rows);
    await endingRun(config, workspace);
    const invoice = lab.invoice().totalPicoUsd - before.totalPicoUsd;
    near(Number(told.total.money.expected), Number(invoice), 0.1);
  });

  it('says when a budget ends the run, and needs no key', async () => {
    const nowhere = { url: 'http://127.0.0.1:9/v1' };
    const keyless = { provider: 'openai', baseUrl: nowhere.url, apiKeyEnv: 'MAB_TEST_NO_SUCH_KEY' };
    const config = writeConfig(nowhere, {
      methods: ['long-context'],
      reader: { ...keyless, model: READER, contextTokens: 1_047_576 },
      embedders: {},
      budgetUsd: 0.01,
    });
    const { warnings } = await estimate(config, join(arena.folder(), 'none'));
    assert.match(warnings[0] ?? '', /^The run’s budget of \$0\.01 ends it at about \d+ %\.$/);
  });

  it('names the prices, and their doubts, of a model that another server serves', async () => {
    const nowhere = { url: 'http://127.0.0.1:9/v1' };
    const reader = { provider: 'openai', baseUrl: nowhere.url, contextTokens: 200_000 };
    const told = (more: object) =>
      estimate(
        writeConfig(nowhere, { methods: ['bm25'], embedders: {}, reader: { ...reader, ...more } }),
        join(arena.folder(), 'none'),
      );
    const snapshot = await told({ model: READER });
    assert.match(snapshot.prices[0] ?? '', /^openai\/models\/gpt-4\.1-mini\/input@global of /);
    const model = 'claude-3-7-sonnet-20250219';
    const retired = await told({ model });
    assert.match(
      retired.prices[0] ?? '',
      new RegExp(`^anthropic/models/${model}/input@global of `),
    );
    assert.match(retired.warnings[0] ?? '', new RegExp(`^${model} was retired on 2026-02-19`));
    const own = await told({ model, price: { inputUsdPerMillion: 1, outputUsdPerMillion: 2 } });
    assert.deepEqual([own.prices, own.warnings], [[], []]);
  });

  it('of a model without a price is unknown, never nothing', async () => {
    const nowhere = { url: 'http://127.0.0.1:9/v1' };
    const config = writeConfig(nowhere, {
      methods: ['bm25'],
      embedders: {},
      reader: {
        ...{ provider: 'openai', baseUrl: nowhere.url, apiKeyEnv: KEY },
        ...{ model: 'gpt-nobody-knows', contextTokens: 1_000_000 },
      },
    });
    const told = await estimateEnding(3, config, join(arena.folder(), 'none'));
    assert.equal(told.total.money, undefined);
    assert.ok(told.total.calls.expected > 0);
    assert.match(told.warnings[0] ?? '', /The price of "gpt-nobody-knows" is not known/);
  });

  it('has machines and storage where they are named', async () => {
    const nowhere = { url: 'http://127.0.0.1:9/v1' };
    const config = writeConfig(nowhere, { methods: ['bm25'], embedders: {} });
    const flags = ['--machine', 'aws:t3.xlarge', '--count', '4', '--store', 'aws:s3/standard'];
    const told = (await estimate(config, join(arena.folder(), 'none'), ...flags)) as Told & {
      machines: { hours: { expected: number }; money: { expected: string } };
    };
    // On-demand in us-east-1: 0.1664 dollars an hour.
    const { hours, money } = told.machines;
    near(Number(money.expected), 4 * 0.1664e12 * hours.expected, 1e-9);
    // What is doubtful of these prices is told too.
    assert.ok(told.warnings.some((text) => text.includes('aws/s3/standard')));
    const wrong = await mab(['estimate', config, '--machine', 'aws:t3.xlrge', '--json'], commands);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stdout, /MACHINE_UNKNOWN/);
    const none = await mab(['estimate', config, '--market', 'spot'], commands);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /--market says nothing without a machine/);
  });

  it('tells its phases apart, which add up to all of it', async () => {
    const nowhere = { url: 'http://127.0.0.1:9/v1' };
    const config = writeConfig(nowhere, { methods: [{ id: 'dense', embedder: 'api' }] });
    const workspace = join(arena.folder(), 'none');
    const { phases, total } = await estimate(config, workspace);
    assert.deepEqual(Object.keys(phases), ['finalize', 'retrieve', 'answer']);
    assert.deepEqual(addedUp(Object.values(phases).map(workOf)), total);
    // A question is embedded for each of the 40 answers.
    assert.equal(phases.retrieve?.embeddedTexts.expected, 40);
    assert.equal(phases.answer?.calls.expected, 40);
    const { stdout } = await mab(['estimate', config, '--workspace', workspace], commands);
    assert.match(stdout, /^phase +calls .*\nfinalize +0 .*\nretrieve +0 .*\nanswer +40 /m);
  });

  it('is the exact sum of its cells, and each cell of its phases', async () => {
    const workspace = join(arena.folder(), 'none');
    const told = await estimate(writeConfig({ url: 'http://127.0.0.1:9/v1' }), workspace);
    const { cells, phases, total, wallMs, storage } = told;
    assert.equal(cells.length, 8);
    for (const cell of cells) {
      const own = Object.values(cell.phases);
      assert.deepEqual(addedUp(own.map(workOf)), cell.total);
      assert.deepEqual(shares(own), cell.time.shareMs);
    }
    assert.deepEqual(addedUp(cells.map((cell) => cell.total)), total);
    assert.deepEqual(shares(cells), wallMs);
    assert.deepEqual(shares(Object.values(phases)), wallMs);
    const stored = cells.map(({ storageBytes }) => storageBytes);
    assert.deepEqual(guessSum([...stored, storage.fixedBytes]), storage.bytes);
  });

  it('takes the time that its tokens take under the limits, alone and together', async () => {
    const nowhere = { url: 'http://127.0.0.1:9/v1' };
    const reader = {
      ...{ provider: 'openai', baseUrl: nowhere.url, apiKeyEnv: KEY, model: READER },
      ...{ contextTokens: 1_047_576, limits: [{ per: 'model', tpm: 60_000 }] },
    };
    const config = writeConfig(nowhere, {
      methods: ['bm25', 'long-context'],
      embedders: {},
      reader,
    });
    const { cells, wallMs } = await estimate(config, join(arena.folder(), 'none'));
    // By hand: OpenAI counts the input and the most output; 60,000 a minute are one in a ms. Facts
    // are asked for in at most 20 tokens, the other answers in 50.
    const byHand = cells.map(({ total: { calls, uncachedTokens, cachedTokens } }, at) => {
      const input = uncachedTokens.expected + cachedTokens.expected;
      return input + calls.expected * (at < 2 ? 20 : 50);
    });
    assert.deepEqual(
      cells.map(({ time }) => time.aloneMs.expected),
      byHand,
    );
    const both = byHand.reduce((sum, ms) => sum + ms, 0);
    assert.ok(Math.abs(wallMs.expected - both) <= cells.length / 2, `${wallMs.expected}, ${both}`);
  });

  it('shows each phase of each cell where somebody asks for it', async () => {
    const methods = ['bm25', { id: 'dense', embedder: 'api' }];
    const config = writeConfig({ url: 'http://127.0.0.1:9/v1' }, { methods });
    const workspace = join(arena.folder(), 'none');
    const { cells } = await estimate(config, workspace);
    const { stdout } = await mab(
      ['estimate', config, '--workspace', workspace, '--phases'],
      commands,
    );
    const [head = '', ...lines] = stdout.split('\n\n')[1]?.split('\n') ?? [];
    assert.deepEqual(head.split(/ {2,}/), [
      ...['method, phase', 'calls', 'input', 'cached', 'output', 'embedded', 'stored'],
      ...['money', 'low', 'high', 'alone', 'share'],
    ]);
    const parts = ['  dense', '    finalize', '    retrieve', '    answer'];
    assert.deepEqual(
      lines.map((line) => /^ *\S+( answer)?/.exec(line)?.[0]),
      [
        ...['open_fact_sh_6k', '  bm25, answer', ...parts],
        ...['open_retrieval_16k', '  bm25, answer', ...parts],
        ...['all', '  finalize', '  retrieve', '  answer'],
      ],
    );
    const { time, total } = cells[1] as Told['cells'][number];
    const [low, high] = [total.money.low, total.money.high].map((pico) => Number(pico) / 1e12);
    const usd = `\\$${low?.toFixed(4)} +\\$${high?.toFixed(4)}`;
    const seconds = `${(time.aloneMs.expected / 1_000).toFixed(1)} s`;
    assert.match(lines[2] ?? '', new RegExp(`^  dense +20 .*kB +.* ${usd} +${seconds} `));
  });
});

describe('a run that may cost much', () => {
  const dear = { confirmAboveUsd: 0.001 };

  it('does not start where nobody can agree, and does with --yes', async () => {
    await using lab = await startVendor();
    const workspace = arena.folder();
    const config = writeConfig(lab, { ...dear, methods: ['bm25'], embedders: {} });
    const { exitCode, code } = await failingRun(config, workspace);
    assert.deepEqual([exitCode, code], [7, 'CONFIRMATION_MISSING']);
    assert.equal(lab.invoice().totalPicoUsd, 0n);
    await endingRun(config, workspace, '--yes');
    assert.ok(lab.invoice().totalPicoUsd > 0n);
    // All is paid: nothing is left to agree to.
    await endingRun(config, workspace);
  });

  it('asks somebody at a terminal, and starts only where they say yes', async () => {
    await using lab = await startVendor();
    const config = writeConfig(lab, { ...dear, methods: ['no-memory'], embedders: {} });
    const workspace = arena.folder();
    const asked: string[] = [];
    const run = async (typed: string): Promise<number> => {
      const dialog = {
        ask: async (question: string) => {
          asked.push(question);
          return typed;
        },
        [Symbol.dispose]: () => undefined,
      };
      const { io } = createWorld(commands, { terminal: true, dialog });
      return await main(['run', config, '--workspace', workspace], io);
    };
    for (const typed of ['n', '', 'of course']) assert.equal(await run(typed), 7, typed);
    assert.equal(lab.invoice().totalPicoUsd, 0n);
    assert.equal(await run('yes'), 0);
    assert.ok(lab.invoice().totalPicoUsd > 0n);
    assert.deepEqual(new Set(asked), new Set(['Start? [y/N] ']));
  });

  it('is told that its model is retired, and that prices are old', async () => {
    const config = writeConfig(
      { url: 'http://127.0.0.1:9/v1' },
      {
        ...{ ...dear, methods: ['bm25'], embedders: {} },
        reader: {
          ...{ provider: 'anthropic', model: 'claude-3-7-sonnet-20250219', apiKeyEnv: KEY },
          contextTokens: 200_000,
        },
      },
    );
    const { code, stderr } = await mab(
      ['run', config, '--workspace', join(arena.folder(), 'none')],
      commands,
    );
    assert.equal(code, 7, stderr);
    assert.match(stderr, /claude-3-7-sonnet-20250219 was retired on 2026-02-19/);
    assert.match(stderr, /Prices are old or doubtful: `mab estimate CONFIG` says which/);
  });

  it('starts below the limit of the flag, without an estimate, or within its budget', async () => {
    await using lab = await startVendor();
    const config = (more = {}) =>
      writeConfig(lab, { ...dear, ...more, methods: ['no-memory'], embedders: {} });
    await endingRun(config(), arena.folder(), '--confirm-above', '1');
    await endingRun(config(), arena.folder(), '--no-estimate');
    await endingRun(config({ confirmAboveUsd: 1, budgetUsd: 0.9 }), arena.folder());
  });

  it('may spend its part of the budget alone, where processes divide it', async () => {
    await using lab = await startVendor();
    const configPath = writeConfig(lab, { methods: ['no-memory'], embedders: {}, budgetUsd: 0.9 });
    const { forecastRun } = await commands.estimates();
    const { signal } = new AbortController();
    const options = { configPath, workspace: arena.folder(), signal, onProgress: () => undefined };
    const { spendable } = await forecastRun({ ...options, share: 3 });
    assert.equal(spendable, 300_000_000_000n);
  });
});
