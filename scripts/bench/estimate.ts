import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countTokens } from '../../src/bench/chunking/token-count.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import { runMab } from './run-mab.ts';

/**
 * Estimates against a lab's invoice: eight methods on four datasets, once a seed. How long replies
 * are and how often the vendor's cache is cold is drawn from parameters that the estimator does not
 * see. Each seed is run twice: with an empty ledger, and after a trial of two methods on another
 * dataset and the first three questions of each context, of which the ledger knows what was billed.
 * Leaves `results.json`.
 *
 * @param argv  An empty folder, the folder of the published rows, the first seed, how many.
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
  { id: 'factconsolidation_sh_32k', questionsMax: 40 },
  { id: 'icl_trec_coarse_6600shot_balance', questionsMax: 20 },
  { id: 'eventqa_65536', questionsMax: 20, contextsMax: 1 },
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

/** What was run before: a small dataset of another kind, and a look at each of these. */
const TRIAL = {
  methods: ['long-context', { id: 'bm25', profile: 'current' }],
  datasets: [
    { id: 'factconsolidation_mh_6k', questionsMax: 60 },
    ...DATASETS.map((dataset) => ({ ...dataset, questionsMax: 3 })),
  ],
};

/** Texts come again in every seed; counting them is what takes the time. */
const known = new Map<string, number>();
function countOnce(text: string): number {
  const tokens = known.get(text) ?? countTokens(text);
  known.set(text, tokens);
  return tokens;
}

/** What nobody tells the estimator. */
type Hidden = ReturnType<typeof hiddenModel>;

function hiddenModel(random: Random) {
  const least = 1 + Math.floor(random() * 8);
  const outputTokens = [least, least + Math.floor(random() * 40)] as const;
  return { outputTokens, cacheHitShare: 0.7 + 0.3 * random() };
}

async function seedResult(seed: number): Promise<object> {
  const hidden = hiddenModel(createRandom(`estimate ${seed}`));
  const blind = await predicted(`${seed}-blind`, hidden, async () => undefined);
  const informed = await predicted(`${seed}-informed`, hidden, async (workspace) => {
    // Another day: its caches are cold by the time of the run.
    await using lab = await openLab(`${seed}-trial`, hidden);
    const trial = await writeConfig(workspace, 'trial', lab, TRIAL);
    await runMab(['run', trial, '--yes', ...flagsOf(workspace)]);
  });
  return { seed, hidden, blind, informed };
}

/** What was said of a run, and what it came to. */
async function predicted(
  name: string,
  hidden: Hidden,
  before: (workspace: string) => Promise<void>,
): Promise<object> {
  const workspace = join(folder, name);
  await mkdir(workspace, { recursive: true });
  await before(workspace);
  await using lab = await openLab(name, hidden);
  const config = await writeConfig(workspace, 'main', lab, {
    methods: METHODS,
    datasets: DATASETS,
  });
  const flags = flagsOf(workspace);
  const { report: estimate } = await runMab(['estimate', config, ...flags]);
  const { report } = await runMab(['run', config, '--yes', ...flags]);
  const invoice = lab.invoice();
  return {
    estimate,
    invoice: { picoUsd: String(invoice.totalPicoUsd), inputTokens: inputOf(invoice) },
    cells: report.cells.map(cellResult),
  };
}

function openLab(seed: string, hidden: Hidden): Promise<Lab> {
  const models = { ...PRICES, [MODEL]: { ...PRICES[MODEL], ...hidden } };
  return startLab({ models, seed, latencyMs: [2, 20], countTokens: countOnce });
}

const flagsOf = (workspace: string): string[] => ['--workspace', join(workspace, 'mab'), '--json'];

function inputOf({ lines }: ReturnType<Lab['invoice']>): number {
  return lines
    .filter(({ model }) => model === MODEL)
    .reduce((sum, { inputTokens, cachedInputTokens }) => sum + inputTokens + cachedInputTokens, 0);
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
const results: object[] = [];
for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  results.push(await seedResult(seed));
  // After each: who stops it has what is done.
  await writeFile(join(folder, 'results.json'), JSON.stringify(results));
  process.stderr.write(`estimate: seed ${seed}\n`);
}
process.stdout.write(`${JSON.stringify({ seeds: results.length })}\n`);
