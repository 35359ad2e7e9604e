import { z } from 'zod';
import { DATASETS } from '../../../src/bench/datasets/catalog.ts';
import { METHODS } from '../../../src/bench/methods/catalog.ts';
import { CATALOGS } from '../../../src/run/config/catalogs.ts';
import { runConfigSchema } from '../../../src/run/config/run-config-schema.ts';

/** The part of JSON Schema that zod gives for our options. */
const node = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
});
type Node = z.infer<typeof node>;

/** `docs/reference/configuration.md`, made from the schema that checks configurations. */
export function configurationPage(): string {
  const schema = node.parse(
    z.toJSONSchema(runConfigSchema(CATALOGS), { io: 'input', unrepresentable: 'any' }),
  );
  const { reader, judge, methods: _, datasets, embedders, ...others } = schema.properties ?? {};
  const readers = node.parse(reader).oneOf ?? [];
  const embedderOf = node.parse(embedders).additionalProperties;
  const [, dataset] = node.parse(node.parse(datasets).items).anyOf ?? [];
  return [
    '# Configuration',
    '<!-- Made by `npm run docs` from src/run/config/run-config-schema.ts; a test keeps it fresh. -->',
    'A run is one YAML or JSON file. Examples are in [examples](../../examples).',
    '## The run',
    table(rows({ ...schema, properties: others }, '')),
    '## `datasets`',
    'A list of ids, or of objects:',
    table(rows(node.parse(dataset), '', new Set(['id']))),
    datasetTable(),
    'Sizes are those of the published configurations (`config`), and where it differs of the ' +
      'paper (Tables 14 and 15).',
    'Datasets of the [open corpus](open-corpus.md) come in every size from `6k` to `1000k`, and `1m`: ' +
      '`open_event_100k` is one.',
    '## `methods`',
    'A list of ids, or of objects with `id`, `profile` and `options`, and `embedder` for those ' +
      'that embed texts; see [methods](methods.md).',
    ...METHODS.map(methodSection),
    '## `reader`',
    'The model that answers. Keys never stand here: `apiKeyEnv` names an environment variable.',
    ...readers.map((variant) => providerSection(node.parse(variant))),
    ...failoverSection(readers),
    ...judgeSection(judge),
    '## `embedders`',
    'Models that make vectors of texts, by names of your own; a method chooses one by its ' +
      '`embedder`. The built-in model is there under the name `embedded`, and is the default.',
    ...(node.parse(embedderOf).oneOf ?? []).map((variant) => providerSection(node.parse(variant))),
    '',
  ].join('\n\n');
}

function methodSection({
  id,
  profiles,
  summary,
  options,
  capabilities,
}: (typeof METHODS)[number]): string {
  const schema = node.parse(z.toJSONSchema(options, { io: 'input' }));
  const own = rows(schema, 'options.');
  const embeds = capabilities.needsEmbedder ? ' Takes an `embedder`.' : '';
  const offered = profiles.map(code).join(', ');
  const head = `### \`${id}\`\n\n${summary} Profiles: ${offered}.${embeds}`;
  return own.length === 0 ? head : `${head}\n\n${table(own)}`;
}

function providerSection(variant: Node): string {
  const { provider } = variant.properties ?? {};
  const { const: name, description } = node.parse(provider);
  const options = rows(variant, '', new Set(['provider']));
  const head = `### \`provider: ${name}\`\n\n${description ?? ''}`;
  return options.length === 0 ? head : `${head}\n\n${table(options)}`;
}

/** Said once: it is the same for all readers, and for embedders of the same providers. */
function failoverSection(readers: readonly unknown[]): string[] {
  const lists = readers.flatMap((reader) => node.parse(reader).properties?.failover ?? []);
  const entries = node.parse(node.parse(lists[0]).items).oneOf ?? [];
  return [
    '### Entries of `failover`',
    'Either another key of the same server, or another provider of the same model. Entries of ' +
      'embedders are the same, for the providers that have embeddings; those of `gemini` are keys.',
    ...entries.map((entry) => {
      const options = node.parse(entry);
      const { const: provider } = node.parse(options.properties?.provider);
      const title = provider === undefined ? 'Another key' : code(`provider: ${provider}`);
      return `${title}:\n\n${table(rows(options, '', new Set(['provider'])))}`;
    }),
  ];
}

/** The models are those of `reader`. */
function judgeSection(judge: unknown): string[] {
  const panel = node.parse(judge);
  const [first] = node.parse(node.parse(panel.properties?.models).items).oneOf ?? [];
  const { name } = node.parse(first).properties ?? {};
  return [
    '## `judge`',
    `${panel.description} They mark what \`datasets[].judge\` says, in one call or more for each ` +
      'answer. A run of a dataset that needs judges may go without: its answers are kept, its ' +
      'score stays blank. Other judges make no other run: no method is asked again.',
    table(rows({ ...panel, required: ['models'] }, '')),
    'Each of `models` has the options of a [reader](#reader) of the same provider, but for ' +
      '`extractive`, and besides:',
    table(rows({ properties: { name } }, '')),
  ];
}

type Row = readonly [option: string, value: string, fallback: string, meaning: string];

function rows(schema: Node, prefix: string, left: ReadonlySet<string> = new Set()): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]): Row[] => {
    if (left.has(name)) return [];
    const option = node.parse(member);
    const inner = option.properties ?? objectAlternative(option)?.properties;
    const needed = schema.required?.includes(name) ? 'required' : '';
    const fallback = inner === undefined && option.default !== undefined;
    return [
      [
        code(prefix + name),
        valuesOf(option),
        fallback ? code(option.default) : needed,
        option.description ?? '',
      ],
      ...rows({ ...option, properties: inner, required: undefined }, `${prefix}${name}.`),
    ];
  });
}

function objectAlternative({ anyOf }: Node): Node | undefined {
  return anyOf?.map((part) => node.parse(part)).find(({ properties }) => properties);
}

function valuesOf({ enum: values, const: value, type, minimum, maximum, anyOf }: Node): string {
  if (anyOf) return anyOf.map((part) => valuesOf(node.parse(part))).join(' or ');
  if (value !== undefined) return code(value);
  if (values) return values.map(code).join(', ');
  const range = minimum !== undefined && maximum !== undefined ? `, ${minimum} to ${maximum}` : '';
  return `${type ?? ''}${range}`;
}

function datasetTable(): string {
  const head = '| dataset | competency | metric | questions | chunk tokens | output tokens |\n';
  const lines = DATASETS.map(
    ({ id, competency, primaryMetric, rows: contexts, questions, ...sizes }) => {
      const count = `${questions} on ${contexts}`;
      const chunks = configAndPaper(sizes.chunkTokens, sizes.paperChunkTokens);
      const output = configAndPaper(sizes.maxOutputTokens, sizes.paperMaxOutputTokens);
      return `| ${[code(id), competency, code(primaryMetric), count, chunks, output].join(' | ')} |`;
    },
  );
  return `${head}| --- | --- | --- | --- | --- | --- |\n${lines.join('\n')}`;
}

function configAndPaper(config: number, paper: number): string {
  return config === paper ? String(config) : `${config}; paper ${paper}`;
}

function table(lines: readonly Row[]): string {
  const head = '| option | value | default | meaning |\n| --- | --- | --- | --- |\n';
  return head + lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
