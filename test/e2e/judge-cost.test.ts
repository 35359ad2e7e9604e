import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { countTokens } from '../../src/bench/chunking/token-count.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import { createArena } from '../chaos/support/arena.ts';
import { endingRun, failingRun } from './bad-input-world.ts';
import { mab } from './cli-world.ts';

// A reader and two judges, each on a server of its own that counts with o200k_base, as OpenAI does.

const KEY = 'MAB_TEST_JUDGE_KEY';
process.env[KEY] = 'a-key';
const arena = createArena();
after(() => {
  arena[Symbol.dispose]();
  delete process.env[KEY];
});

const QUESTIONS = 12;
const METHODS = ['no-memory', 'bm25'];
/** One verdict of each judge for each answer. */
const VERDICTS = QUESTIONS * METHODS.length;

/** Three around each of two messages, and three: OpenAI bills them, the lab does not. */
const FRAME_TOKENS = 9;

/** As the catalogue has them, in pico-dollars a token; replies of a mean that is expected. */
const MODELS = {
  reader: { name: 'gpt-4.1-nano-2025-04-14', input: 100_000n, output: 400_000n, length: [2, 6] },
  mini: { name: 'gpt-4.1-mini-2025-04-14', input: 400_000n, output: 1_600_000n, length: [6, 8] },
  large: { name: 'gpt-4.1-2025-04-14', input: 2_000_000n, output: 8_000_000n, length: [6, 8] },
} as const;
type ModelName = keyof typeof MODELS;

interface Scene extends AsyncDisposable {
  readonly labs: Readonly<Record<ModelName, Lab>>;
  readonly workspace: string;
  /** Writes the configuration with these changes, and these of the first judge. */
  config(changes?: object, mini?: object): string;
}

async function openScene(limits: object = {}): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const start = async (model: ModelName): Promise<Lab> => {
    const { name, input, output, length } = MODELS[model];
    const price = { inputPicoUsd: input, outputPicoUsd: output };
    const options = { price, outputTokens: length, ...(model === 'mini' ? { limits } : {}) };
    return opened.use(await startLab({ models: { [name]: options }, countTokens, seed: 3 }));
  };
  const labs = {
    ...{ reader: await start('reader'), mini: await start('mini'), large: await start('large') },
  };
  const server = (model: ModelName) => ({
    ...{ provider: 'openai', baseUrl: labs[model].url, apiKeyEnv: KEY },
    ...{ model: MODELS[model].name, contextTokens: 128_000 },
  });
  const closing = opened.move();
  return {
    ...{ labs, workspace: arena.folder() },
    config(changes = {}, mini = {}) {
      const path = join(arena.folder(), 'run.json');
      const config = {
        ...{ name: 'judged', data: { openCorpus: {} }, methods: METHODS, controls: false },
        datasets: [{ id: 'open_fact_sh_6k', questionsMax: QUESTIONS, judge: 'generic' }],
        reader: server('reader'),
        judge: { models: [{ ...server('mini'), name: 'mini', ...mini }, server('large')] },
        ...changes,
      };
      writeFileSync(path, JSON.stringify(config));
      return path;
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

async function json(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await mab([...args, '--json'], commands);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

interface Told {
  readonly phases: { readonly judge?: Work };
  readonly cells: readonly { readonly unitsDone: number; readonly phases: { judge?: Work } }[];
  readonly total: Work;
  readonly warnings: readonly string[];
}
interface Work {
  readonly calls: { readonly expected: number };
  readonly uncachedTokens: { readonly expected: number };
  readonly money?: { readonly low: string; readonly expected: string; readonly high: string };
}

function billed({ labs }: Scene, ...models: readonly ModelName[]): bigint {
  return models.reduce((sum, model) => sum + labs[model].invoice().totalPicoUsd, 0n);
}

function inputTokens({ labs }: Scene, ...models: readonly ModelName[]): number {
  const lines = models.flatMap((model) => labs[model].invoice().lines);
  return lines.reduce((sum, line) => sum + line.inputTokens, 0);
}

const near = (told: number, real: number, share: number): void =>
  assert.ok(Math.abs(told / real - 1) <= share, `${told} told, ${real} billed`);

describe('judges', () => {
  it('are in the estimate, in what was paid, and in nothing that is done', async () => {
    await using scene = await openScene();
    const { workspace } = scene;
    const config = scene.config();
    const told = (await json('estimate', config, '--workspace', workspace)) as Told;
    const { judge } = told.phases;
    assert.equal(judge?.calls.expected, 2 * VERDICTS);
    assert.deepEqual(
      told.cells.map(({ phases }) => phases.judge?.calls.expected),
      METHODS.map(() => 2 * QUESTIONS),
    );
    const { exitCode, report } = await endingRun(config, workspace);
    assert.equal(exitCode, 0);
    const counted = judge.uncachedTokens.expected - 2 * VERDICTS * FRAME_TOKENS;
    near(counted, inputTokens(scene, 'mini', 'large'), 0.02);
    near(Number(judge.money?.expected), Number(billed(scene, 'mini', 'large')), 0.1);
    const invoice = billed(scene, 'reader', 'mini', 'large');
    near(Number(told.total.money?.expected), Number(invoice), 0.1);
    const { low = '', high = '' } = told.total.money ?? {};
    assert.ok(BigInt(low) <= invoice && invoice <= BigInt(high));
    assert.equal(report.totals.paidPicoUsd, String(invoice));
    const again = (await json('estimate', config, '--workspace', workspace)) as Told;
    assert.deepEqual(again.total.money, { low: '0', expected: '0', high: '0' });
    assert.deepEqual(
      again.cells.map(({ unitsDone }) => unitsDone),
      [1, 1],
    );
  });

  it('are a phase and models of their own in the bill, which is that of the servers', async () => {
    await using scene = await openScene();
    const { workspace } = scene;
    await endingRun(scene.config(), workspace);
    const { total, tables } = (await json('cost', '--workspace', workspace)) as CostJson;
    const paid = Object.fromEntries(
      tables.flatMap(({ lines }) => lines.map(({ names, paidPicoUsd }) => [names[0], paidPicoUsd])),
    );
    const sum = (...models: ModelName[]): string => String(billed(scene, ...models));
    assert.equal(total.paidPicoUsd, sum('reader', 'mini', 'large'));
    assert.equal(total.standalone?.picoUsd, total.paidPicoUsd, 'nothing was replayed');
    assert.deepEqual([paid.judge, paid.answer], [sum('mini', 'large'), sum('reader')]);
    assert.deepEqual(
      [paid[MODELS.mini.name], paid[MODELS.large.name], paid[MODELS.reader.name]],
      [sum('mini'), sum('large'), sum('reader')],
    );
  });

  it('whose answers are there are estimated from these, and add nothing to the run', async () => {
    await using scene = await openScene();
    const { workspace } = scene;
    const before = await endingRun(
      scene.config({ judge: undefined, datasets: UNJUDGED }),
      workspace,
    );
    const config = scene.config();
    const told = (await json('estimate', config, '--workspace', workspace)) as Told;
    const { calls, money } = told.total;
    assert.equal(calls.expected, 2 * VERDICTS);
    assert.deepEqual(told.total.money, told.phases.judge?.money);
    const answered = billed(scene, 'reader');
    const after = await endingRun(config, workspace);
    assert.equal(after.report.runId, before.report.runId);
    assert.equal(billed(scene, 'reader'), answered, 'no answer was bought again');
    const counted = told.total.uncachedTokens.expected - 2 * VERDICTS * FRAME_TOKENS;
    assert.equal(counted, inputTokens(scene, 'mini', 'large'));
    near(Number(money?.expected), Number(billed(scene, 'mini', 'large')), 0.05);
  });

  it('keep to the limits of their own servers', async () => {
    const allowed = { requestsPerMinute: 1_200, burstSeconds: 0.5 };
    await using scene = await openScene(allowed);
    const config = scene.config({ concurrency: 64 }, { limits: { rpm: 300 } });
    const startedAt = performance.now();
    const { exitCode } = await endingRun(config, scene.workspace);
    const ms = performance.now() - startedAt;
    assert.equal(exitCode, 0);
    const refused = scene.labs.mini.invoice().lines.map((line) => line.refused);
    assert.deepEqual(refused, [0]);
    // Five at once, then five a second.
    assert.ok(ms > ((VERDICTS - 5) / 5) * 1_000, `${ms} ms`);
  });

  it('stop at a budget without a question lost, and go on when it is raised', async () => {
    await using scene = await openScene();
    const { workspace } = scene;
    const first = scene.config({ budgetUsd: 0.03 });
    const { exitCode, code, message, hint } = await failingRun(first, workspace);
    assert.deepEqual([exitCode, code], [6, 'BUDGET_REACHED'], message);
    const answers = billed(scene, 'reader');
    const invoice = billed(scene, 'reader', 'mini', 'large');
    assert.ok(invoice <= 30_000_000_000n && invoice > answers, `${invoice}`);
    const raised = Number(/run: \{ usd: ([\d.]+) \}/.exec(hint)?.[1]);
    assert.ok(raised > 0.03, hint);
    const { exitCode: done, report } = await endingRun(
      scene.config({ budgetUsd: raised }),
      workspace,
    );
    assert.equal(done, 0, 'what it was told to be raised to is enough');
    assert.deepEqual(
      Object.values(scene.labs).map((lab) => lab.invoice().accepted),
      [VERDICTS, VERDICTS, VERDICTS],
      'nothing was bought twice',
    );
    assert.equal(report.totals.paidPicoUsd, String(billed(scene, 'reader', 'mini', 'large')));
  });

  it('of one model are asked apart, under names of their own', async () => {
    await using scene = await openScene();
    const { judge } = JSON.parse(readFileSync(scene.config(), 'utf8'));
    const [mini] = judge.models;
    const config = scene.config({ judge: { models: [mini, { ...mini, name: 'again' }] } });
    const { exitCode } = await endingRun(config, scene.workspace);
    assert.equal(exitCode, 0);
    const { mini: asked, large } = scene.labs;
    assert.deepEqual([asked.invoice().accepted, large.invoice().accepted], [2 * VERDICTS, 0]);
  });

  it('are asked by batch with the answers, at half the price', async () => {
    await using scene = await openScene();
    const config = scene.config({ lane: 'batch', batch: { pollMs: 100, lingerMs: 200 } });
    const { exitCode, report } = await endingRun(config, scene.workspace);
    assert.equal(exitCode, 0);
    const lanes = Object.values(scene.labs).flatMap((lab) =>
      lab.invoice().lines.map(({ lane, requests }) => [lane, requests]),
    );
    assert.deepEqual(lanes, Array(3).fill(['batch', VERDICTS]));
    assert.equal(report.totals.paidPicoUsd, String(billed(scene, 'reader', 'mini', 'large')));
  });

  it('without a price make the cells unpriced that they mark, and say so', async () => {
    await using scene = await openScene();
    const config = scene.config({}, { model: 'nobody-knows', logicalModel: 'nobody-knows' });
    const args = ['estimate', config, '--workspace', scene.workspace, '--json'];
    const { code: toldCode, stdout } = await mab(args, commands);
    const told = JSON.parse(stdout) as Told;
    assert.deepEqual([toldCode, told.total.money], [3, undefined]);
    assert.match(told.warnings.join(), /The price of "nobody-knows" is not known.*the judge mini/);
    const { code, hint } = await failingRun(config, scene.workspace);
    assert.equal(code, 'PRICE_UNKNOWN');
    assert.match(hint, /to the judge mini/);
  });

  it('with nothing to mark, and datasets without judges, are told of before the run', async () => {
    await using scene = await openScene();
    const config = scene.config({ datasets: UNJUDGED });
    const { warnings } = (await json('estimate', config, '--workspace', scene.workspace)) as Told;
    const idle = 'Nothing is given to the judges: no dataset needs them, or has `judge: generic`.';
    assert.ok(warnings.includes(idle), warnings.join('\n'));
  });
});

const UNJUDGED = [{ id: 'open_fact_sh_6k', questionsMax: QUESTIONS }];

/** As `mab cost --json` prints it. */
interface CostJson {
  readonly total: CostLineJson;
  readonly tables: readonly { readonly lines: readonly CostLineJson[] }[];
}
interface CostLineJson {
  readonly names: readonly string[];
  readonly paidPicoUsd: string;
  readonly standalone?: { readonly picoUsd: string };
}
