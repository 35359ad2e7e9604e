import { z } from 'zod';
import { PUBLISHED_LOCK } from '../../bench/datasets/published-files.ts';
import { budgetSchema, budgetUsd, runMember, runTags } from './budget-schema.ts';
import { type ConfigCatalogs, chosenDataset } from './catalogs.ts';
import { embedderSchema } from './embedder-schema.ts';
import { judgedBy, judgeSchema } from './judge-schema.ts';
import { batch, laneName } from './lane-schema.ts';
import { sharedLimits } from './limits-schema.ts';
import { readerSchema } from './reader-schema.ts';

/** Where the published configurations and the paper differ, either can be followed by name. */
const published = z.enum(['config', 'paper']);
const chunkTokens = z.union([published, z.int().min(16).max(131_072)]);
const outputTokens = z.union([published, z.int().min(1).max(131_072)]);

/** Where rows can come from; a configuration names one. */
const SOURCES = ['folder', 'hub', 'openCorpus', 'jsonl', 'locomo', 'longmemeval'] as const;
const SOURCES_TEXT = `${SOURCES.slice(0, -1).join(', ')} and ${SOURCES.at(-1)}`;

const dataPath = z.string().min(1).optional();

const data = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .optional()
      .describe('Folder with the published parquet files, relative to the configuration file.'),
    itemTable: z
      .string()
      .min(1)
      .optional()
      .describe(
        'entity2id.json of ReDial, which scores recommendations; relative to the configuration ' +
          'file. Absent: searched for in and beside the folder.',
      ),
    openCorpus: z
      .strictObject({
        seed: z
          .int()
          .min(0)
          .max(2 ** 31 - 1)
          .default(1)
          .describe('Another seed gives another text with other questions of the same kind.'),
      })
      .optional()
      .describe('The built-in corpus: needs no files and is not MemoryAgentBench.'),
    hub: z
      .strictObject({
        revision: z
          .string()
          .regex(/^[0-9a-f]{40}$/, 'must be a commit: 40 hexadecimal digits')
          .default(PUBLISHED_LOCK.revision)
          .describe('Commit of the published dataset; `mab data pull --revision` names it.'),
      })
      .optional()
      .describe('The published dataset in the cache of this machine, as `mab data pull` left it.'),
    jsonl: dataPath.describe(
      'Your own rows: a file of JSON lines, or a folder of *.jsonl files; relative to the ' +
        'configuration file, as all paths here.',
    ),
    locomo: dataPath.describe('locomo10.json of LoCoMo; not MemoryAgentBench.'),
    longmemeval: dataPath.describe(
      'A file of LongMemEval itself, named longmemeval_s….json, longmemeval_m… or ' +
        'longmemeval_oracle…; not MemoryAgentBench.',
    ),
  })
  .refine(
    (given) => SOURCES.filter((source) => given[source] !== undefined).length === 1,
    `needs exactly one of ${SOURCES_TEXT}`,
  )
  .refine(
    ({ folder, itemTable }) => folder !== undefined || itemTable === undefined,
    'has an itemTable, which goes with a folder only',
  )
  .describe(`Where the rows come from: exactly one of ${SOURCES_TEXT}.`);

const chunking = z.strictObject({
  chunkTokens: chunkTokens
    .optional()
    .describe(
      'Most o200k tokens of a chunk, for all datasets. `config`, which is the default: what the ' +
        'published configuration of each dataset says; `paper`: what the paper says.',
    ),
  punkt: z
    .enum(['nltk-3.10', 'nltk-3.9'])
    .default('nltk-3.10')
    .describe('The NLTK release whose sentence rules are followed; they differ at curly quotes.'),
});

const promptsFile = z
  .string()
  .min(1)
  .describe(
    'Template file of the Python project (utils/templates.py), relative to the configuration ' +
      'file: its wording and layout instead of mab’s own, for exact parity. Nothing in it is run.',
  );

/** Not an enumeration: some datasets come in any size, and only a few sizes are listed. */
function datasetId(catalogs: ConfigCatalogs) {
  return z.custom<string>().check(({ value: input, issues }) => {
    if (chosenDataset(catalogs, input)) return;
    const problem = typeof input === 'string' ? catalogs.datasetIdProblem?.(input) : undefined;
    const values = catalogs.datasets.map(({ id }) => id);
    issues.push(
      problem === undefined
        ? { code: 'invalid_value', values, input }
        : { code: 'custom', message: problem, input },
    );
  });
}

function datasetSchema(catalogs: ConfigCatalogs) {
  const id = datasetId(catalogs);
  return z.union([
    id,
    z.strictObject({
      id: id.describe('A dataset of the chosen source.'),
      questionsMax: z
        .int()
        .min(1)
        .max(100_000)
        .optional()
        .describe('Only the first questions of each context. Absent: all.'),
      contextsMax: z
        .int()
        .min(1)
        .max(10_000)
        .optional()
        .describe('Only the first contexts. Absent: all.'),
      chunkTokens: chunkTokens.optional().describe('As chunking.chunkTokens, for this dataset.'),
      outputTokens: outputTokens.optional().describe('As outputTokens, for this dataset.'),
      judge: judgedBy,
    }),
  ]);
}

/** The built-in embedder needs no entry below `embedders`. */
export const EMBEDDED = 'embedded';

const embedderName = z
  .string()
  .default(EMBEDDED)
  .describe(`A name of embedders; ${EMBEDDED} is the built-in model.`);

const noEmbedder = z
  .custom<undefined>((value) => value === undefined, 'belongs to methods that embed texts only')
  .optional();

const embedders = z
  .record(
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and -'),
    embedderSchema,
  )
  .describe('Models that make vectors of texts, by names of your own; methods choose by name.');

const controls = z
  .boolean()
  .default(true)
  .describe(
    'Also asks the control arms that methods does not name: no-memory, the floor, and oracle, ' +
      'the ceiling. They cost money; false leaves them out, and the report says so.',
  );

/** Loaded before the rest of a configuration is checked, because they extend it. */
export const pluginNames = z.array(z.string().min(1)).max(100);

/** One alternative per method, so that profile and options are checked against what it offers. */
function methodSchema({ methods }: ConfigCatalogs) {
  const [first, ...others] = methods.map(({ id, profiles, options, capabilities }) =>
    z.strictObject({
      id: z.literal(id),
      profile: z
        .enum(profiles)
        .default(profiles[0])
        .describe('Which behaviour of the method is meant.'),
      options: options.prefault({}).describe('Options of the method.'),
      embedder: capabilities.needsEmbedder ? embedderName : noEmbedder,
    }),
  );
  if (!first) throw new RangeError('A configuration needs at least one method to choose from.');
  return z.union([
    z.enum(methods.map(({ id }) => id)),
    z.discriminatedUnion('id', [first, ...others]),
  ]);
}

/**
 * The run configuration: every option with its unit, bounds, default and description. Reference
 * pages are generated from it. What no schema can say (duplicates, datasets of the other source) is
 * checked by `parseConfig`.
 */
export function runConfigSchema(catalogs: ConfigCatalogs) {
  return z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be lower-case letters, digits and -, at most 60')
      .optional()
      .describe('Starts the id of the run. Absent: the name of the file.'),
    data,
    datasets: z.array(datasetSchema(catalogs)).min(1).describe('What is asked; ids or objects.'),
    methods: z.array(methodSchema(catalogs)).min(1).describe('What is compared; ids or objects.'),
    controls,
    plugins: pluginNames
      .default([])
      .describe(
        'Methods of your own: files (./mine.ts, relative to the configuration file) or packages. ' +
          'Their code runs with your rights.',
      ),
    prompts: promptsFile.optional(),
    chunking: chunking.prefault({}).describe('How contexts are cut.'),
    outputTokens: outputTokens
      .optional()
      .describe(
        'Most tokens of an answer, for all datasets. `config`, which is the default: what the ' +
          'published configuration of each dataset says; `paper`: what the paper says.',
      ),
    reader: readerSchema,
    judge: judgeSchema.optional(),
    embedders: embedders.default({}),
    lane: laneName.default('live'),
    batch: batch.prefault({}),
    concurrency: z.int().min(1).max(1_024).default(8).describe('Most calls in flight.'),
    sharedLimits: sharedLimits.optional(),
    trials: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .describe('How often everything is asked, each time with new calls.'),
    budgetUsd: budgetUsd
      .optional()
      .describe('Hard limit of what the run may spend, in US dollars; short for budget.run.usd.'),
    budget: budgetSchema,
    confirmAboveUsd: budgetUsd
      .optional()
      .describe(
        'US dollars from which `mab run` asks before its first call, by its estimate. Absent: 1.',
      ),
    tags: runTags,
    prices: z
      .string()
      .min(1)
      .optional()
      .describe(
        'YAML or JSON file with prices of your own, relative to the configuration file; they go ' +
          'before those of `mab prices list`.',
      ),
    member: runMember,
    storeRequests: z
      .boolean()
      .default(false)
      .describe('Keep the text of every request in the ledger, not only its keyed hash.'),
    aliasDaysMax: z
      .int()
      .min(0)
      .max(365)
      .default(7)
      .describe('Days for which a reply of a model that is not pinned may be used again.'),
  });
}

/** A configuration as the schema gives it: defaults filled in, short forms not yet spelled out. */
export type RunConfigDraft = z.infer<ReturnType<typeof runConfigSchema>>;
