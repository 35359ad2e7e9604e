import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countTokens } from '../../src/bench/chunking/token-count.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import { PromptTokens } from '../../src/gateway/pricing/walk/prompt-tokens.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import { runMab } from './run-mab.ts';

/**
 * Estimates against a lab's invoice: eight methods on four datasets with all the questions that are
 * at hand, once a seed. How long replies are and how often the vendor's cache is cold is drawn from
 * parameters that the estimator does not see. Each seed is run twice: after a trial of two methods
 * on another dataset and the first three questions of each context, of which the ledger knows what
 * was billed (`informed`), and with an empty ledger (`blind`). First all seeds are run informed.
 * Leaves `results.json`; where it is there, goes on with what is missing in it.
 *
 * @param argv  A folder, the folder of the published rows, the first seed, how many.
 */
const [folder = '', data = '', first = '1', count = '1'] = process.argv.slice(2);

const MODEL = 'gpt-4.1-mini';
const EMBEDDER = 'text-embedding-3-small';

/** Per million: the published prices of both, so that the estimator need not be told. */
const PRICES = {
  [MODEL]: {
    price: {
      ...{ inputPicoUsd: 400_000n, cachedInputPicoUsd: 100_000n, outputPicoUsd: 1_600_000n },
    },
  },
  [EMBEDDER]: { price: { inputPicoUsd: 20_000n, outputPicoUsd: 0n } },
};

const DATASETS = [
  { id: 'factconsolidation_sh_6k', questionsMax: 100 },
  { id: 'factconsolidation_sh_32k', questionsMax: 100 },
  { id: 'icl_trec_coarse_6600shot_balance', questionsMax: 100 },
  // Three of the published five contexts are at hand, with 40 of their 100 questions.
  { id: 'eventqa_65536', questionsMax: 100, contextsMax: 5 },
];

const METHODS = [
  'no-memory',
  'oracle',
  'long-context',
  { id: 'bm25', profile: 'reference' },
  { id: 'bm25', profile: 'current' },
  { id: 'dense', profile: 'reference', embedder: 'api' },
  { id: 'dense', profile: 'current', embedder: 'api' },
  { id: 'hybrid', embedder: 'api' },
];

/**
 * What was run before: a small dataset of another kind, and a look at each of these. The 6K are two
 * chunks of the published size, so that both methods ask all questions on the same text.
 */
const TRIAL = {
  methods: ['long-context', { id: 'bm25', profile: 'reference' }],
  datasets: [
    { id: 'factconsolidation_mh_6k', questionsMax: 100 },
    ...DATASETS.map((dataset) => ({ ...dataset, questionsMax: 3 })),
  ],
};

/** Lines come again in every prompt; counting them is what takes the time. */
const lines = new PromptTokens(countTokens);
/** One prompt in so many is counted as a whole too. */
const CHECKED_EVERY = 50;
let counted = 0;

function countOnce(text: string): number {
  const tokens = lines.count(text);
  counted += 1;
  if (counted % CHECKED_EVERY === 0) assert.equal(tokens, countTokens(text));
  return tokens;
}

/** What nobody tells the estimator. */
type Hidden = ReturnType<typeof hiddenModel>;

function hiddenModel(random: Random) {
  const least = 1 + Math.floor(random() * 8);
  const outputTokens = [least, least + Math.floor(random() * 40)] as const;
  return { outputTokens, cacheHitShare: 0.7 + 0.3 * random() };
}

type Ledger = 'informed' | 'blind';

/** What was said of a run, and what it came to. */
async function seedResult(seed: number, which: Ledger): Promise<object> {
  const hidden = hiddenModel(createRandom(`estimate ${seed}`));
  const workspace = join(folder, `${seed}-${which}`);
  await mkdir(workspace, { recursive: true });
  const flags = ['--workspace', join(workspace, 'mab'), '--json'];
  // Another day: its caches are cold by the time of the run.
  const trial = which === 'informed' ? await runTrial(workspace, flags, hidden, seed) : undefined;
  await using lab = await openLab(`${seed}-${which}`, hidden);
  const work = { methods: METHODS, datasets: DATASETS };
  const config = await writeConfig(workspace, 'main', lab, work);
  const { report: estimate } = await runMab(['estimate', config, ...flags]);
  const { report } = await runMab(['run', config, ...RUN_FLAGS, ...flags]);
  const cells = report.cells.map(cellResult);
  return { seed, which, hidden, trial, estimate, invoice: billOf(lab), cells };
}

/** An estimate has just been asked for. */
const RUN_FLAGS = ['--yes', '--no-estimate'];

/** @returns its bill. */
async function runTrial(
  workspace: string,
  flags: readonly string[],
  hidden: Hidden,
  seed: number,
): Promise<ReturnType<typeof billOf>> {
  await using lab = await openLab(`${seed}-trial`, hidden);
  const trial = await writeConfig(workspace, 'trial', lab, TRIAL);
  await runMab(['run', trial, ...RUN_FLAGS, ...flags]);
  return billOf(lab);
}

function openLab(seed: string, hidden: Hidden): Promise<Lab> {
  const models = { ...PRICES, [MODEL]: { ...PRICES[MODEL], ...hidden } };
  return startLab({ models, seed, latencyMs: [2, 20], countTokens: countOnce });
}

function billOf(lab: Lab) {
  const { totalPicoUsd, lines: billed } = lab.invoice();
  const inputTokens = billed
    .filter(({ model }) => model === MODEL)
    .reduce((sum, line) => sum + line.inputTokens + line.cachedInputTokens, 0);
  return { picoUsd: String(totalPicoUsd), inputTokens };
}

function cellResult({ cellId, method, profile, dataset, money, usage }: RunReport['cells'][0]) {
  return { ...{ cellId, method, profile, dataset, usage }, money };
}

async function writeConfig(
  workspace: string,
  name: string,
  lab: Lab,
  work: { methods: readonly unknown[]; datasets: readonly unknown[] },
): Promise<string> {
  const server = { provider: 'openai', baseUrl: lab.url, apiKeyEnv: 'MAB_BENCH_KEY' };
  const path = join(workspace, `${name}.yaml`);
  const config = {
    ...{ name, data: { folder: data }, ...work, concurrency: 8 },
    reader: {
      ...server,
      model: MODEL,
      logicalModel: MODEL,
      contextTokens: 1_047_576,
      pinned: true,
    },
    embedders: { api: { ...server, model: EMBEDDER, logicalModel: EMBEDDER, pinned: true } },
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}

process.env.MAB_BENCH_KEY = 'a-key';
const resultsFile = join(folder, 'results.json');
const results = JSON.parse(await readFile(resultsFile, 'utf8').catch(() => '[]')) as {
  readonly seed: number;
  readonly which: Ledger;
}[];
for (const which of ['informed', 'blind'] as const) {
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
    if (results.some((done) => done.seed === seed && done.which === which)) continue;
    results.push((await seedResult(seed, which)) as (typeof results)[number]);
    // After each: who stops it has what is done.
    await writeFile(resultsFile, JSON.stringify(results));
    process.stderr.write(`estimate: seed ${seed}, ${which}\n`);
  }
}
process.stdout.write(`${JSON.stringify({ results: results.length })}\n`);
