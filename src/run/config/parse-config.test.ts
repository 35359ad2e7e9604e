import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { MabError } from '../../core/errors.ts';
import { CATALOGS, type ConfigCatalogs } from './catalogs.ts';
import { failoverPolicy } from './failover-schema.ts';
import { type ParseConfigOptions, parseConfig } from './parse-config.ts';

const catalogs: ConfigCatalogs = {
  methods: [
    {
      id: 'no-memory',
      profiles: ['current'],
      options: z.strictObject({}),
      capabilities: { needsEmbedder: false },
    },
    {
      id: 'oracle',
      profiles: ['current'],
      options: z.strictObject({ evidenceTokensMax: z.int().default(2_048) }),
      capabilities: { needsEmbedder: false },
    },
    {
      id: 'bm25',
      profiles: ['current', 'reference'],
      options: z.strictObject({
        topK: z.int().min(1).max(50).default(10).describe('Chunks that the reader is given.'),
      }),
      capabilities: { needsEmbedder: false },
    },
    {
      id: 'dense',
      profiles: ['current'],
      options: z.strictObject({}),
      capabilities: { needsEmbedder: true },
    },
  ],
  datasets: [
    { id: 'factconsolidation_sh_6k', origin: 'memoryagentbench' },
    { id: 'eventqa_65536', origin: 'memoryagentbench' },
    { id: 'recsys_redial_full', origin: 'memoryagentbench' },
    { id: 'open_fact_sh_6k', origin: 'open-corpus' },
    { id: 'open_fact_mh_6k', origin: 'open-corpus' },
  ],
};

const NO_MEMORY = { id: 'no-memory', profile: 'current', optionsGiven: {}, options: {} };
const ORACLE = { ...NO_MEMORY, id: 'oracle', options: { evidenceTokensMax: 2_048 } };
const NO_LIMITS = { run: {}, cell: {}, month: {}, tags: {}, warnAt: [50, 80, 90] };
const options: ParseConfigOptions = { fileName: 'configs/First Look.yaml', catalogs };

function parse(text: string | Uint8Array, given = options) {
  return parseConfig(typeof text === 'string' ? new TextEncoder().encode(text) : text, given);
}

/** The error that a text is refused with, as code, message, hint and details. */
function refusal(text: string | Uint8Array): MabError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof MabError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

/** The problem lines of CONFIG_INVALID, without the first line. */
function problems(text: string): string[] {
  const error = refusal(text);
  assert.equal(error.code, 'CONFIG_INVALID');
  return error.message
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

const smallest = `
data: { openCorpus: {} }
datasets: [open_fact_sh_6k]
methods: [bm25]
reader: { provider: extractive }
`;

test('a smallest configuration gets all defaults', () => {
  assert.deepEqual(parse(smallest), {
    name: 'first-look',
    data: { kind: 'open-corpus', seed: 1 },
    datasets: [{ id: 'open_fact_sh_6k' }],
    methods: [{ ...NO_MEMORY, id: 'bm25', options: { topK: 10 } }, NO_MEMORY, ORACLE],
    controls: true,
    embedders: {},
    plugins: [],
    punkt: 'nltk-3.10',
    reader: { provider: 'extractive', contextTokens: 128_000 },
    concurrency: 8,
    trials: 1,
    budget: NO_LIMITS,
    storeRequests: false,
    batch: { lane: 'live', pollMs: 30_000, lingerMs: 5_000, callsMin: 50 },
    aliasDaysMax: 7,
  });
});

const complete = `
name: paper-check
data: { folder: ./data }
datasets:
  - factconsolidation_sh_6k
  - { id: eventqa_65536, questionsMax: 20, contextsMax: 1, chunkTokens: 4096 }
methods:
  - no-memory
  - { id: bm25, profile: reference, options: { topK: 5 } }
  - { id: bm25, profile: reference }
chunking: { chunkTokens: 512, punkt: nltk-3.9 }
reader:
  provider: azure
  model: my-deployment
  logicalModel: gpt-4o-mini-2024-07-18
  baseUrl: https://mine.openai.azure.com
  azure: { apiVersion: 2024-10-21 }
  temperature: none
  contextTokens: 128000
  price: { inputUsdPerMillion: 0.15, cachedInputUsdPerMillion: 0.075, outputUsdPerMillion: 0.6 }
  pinned: true
concurrency: 32
trials: 3
budgetUsd: 5.25
storeRequests: true
lane: auto
batch: { pollMs: 100, lingerMs: 50, callsMin: 1 }
aliasDaysMax: 0
`;

test('embedders are named, and only those that a method uses are kept', () => {
  const config = parse(`
data: { openCorpus: { seed: 1 } }
datasets: [open_fact_sh_6k]
methods: [dense, { id: dense, embedder: words }]
embedders: { words: { provider: scripted }, unused: { provider: scripted } }
reader: { provider: extractive }
`);
  assert.deepEqual(
    config.methods.flatMap(({ embedder }) => embedder ?? []),
    ['embedded', 'words'],
  );
  assert.deepEqual(Object.keys(config.embedders), ['embedded', 'words']);
  assert.deepEqual(config.embedders.embedded, { provider: 'embedded', engine: 'auto' });
});

test('an embedder that is not there, or not wanted, is refused with its line', () => {
  const { message } = refusal(`
data: { openCorpus: { seed: 1 } }
datasets: [open_fact_sh_6k]
methods:
  - { id: dense, embedder: wrds }
  - { id: bm25, embedder: words }
embedders: { words: { provider: scripted } }
reader: { provider: extractive }
`);
  assert.deepEqual(message.split('\n'), [
    'configs/First Look.yaml has 2 problems:',
    '  methods[0].embedder (line 5): is not an embedder of this file (received "wrds"); ' +
      'did you mean "words"?',
    '  methods[1].embedder (line 6): belongs to methods that embed texts only (received "words")',
  ]);
});

test('every option of a complete configuration arrives', () => {
  assert.deepEqual(parse(complete), {
    name: 'paper-check',
    data: { kind: 'folder', folder: './data' },
    datasets: [
      { id: 'factconsolidation_sh_6k', chunkTokens: 512 },
      { id: 'eventqa_65536', questionsMax: 20, contextsMax: 1, chunkTokens: 4096 },
    ],
    methods: [
      NO_MEMORY,
      { id: 'bm25', profile: 'reference', optionsGiven: { topK: 5 }, options: { topK: 5 } },
      { id: 'bm25', profile: 'reference', optionsGiven: {}, options: { topK: 10 } },
      ORACLE,
    ],
    controls: true,
    embedders: {},
    plugins: [],
    punkt: 'nltk-3.9',
    reader: {
      provider: 'azure',
      model: 'my-deployment',
      logicalModel: 'gpt-4o-mini-2024-07-18',
      baseUrl: 'https://mine.openai.azure.com',
      apiKeyEnv: 'AZURE_OPENAI_API_KEY',
      outputLimitField: 'max_completion_tokens',
      azure: { apiVersion: '2024-10-21' },
      promptCaching: 'auto',
      temperature: 'none',
      contextTokens: 128_000,
      price: {
        inputUsdPerMillion: 0.15,
        cachedInputUsdPerMillion: 0.075,
        outputUsdPerMillion: 0.6,
      },
      pinned: true,
      ...{ timeoutMs: 120_000, attemptsMax: 4, failover: [] },
      failoverPolicy: failoverPolicy.parse(undefined),
    },
    concurrency: 32,
    trials: 3,
    budget: { ...NO_LIMITS, run: { picoUsd: 5_250_000_000_000n } },
    storeRequests: true,
    batch: { lane: 'auto', pollMs: 100, lingerMs: 50, callsMin: 1 },
    aliasDaysMax: 0,
  });
});

test('JSON says the same as YAML, tabs and byte order mark included', () => {
  const json = JSON.stringify(
    {
      data: { openCorpus: {} },
      datasets: ['open_fact_sh_6k'],
      methods: ['bm25'],
      reader: { provider: 'extractive' },
    },
    null,
    '\t',
  );
  assert.deepEqual(parse(`\uFEFF${json}`), parse(smallest));
});

test('a configuration is frozen to its leaves', () => {
  const config = parse(complete);
  assert.throws(() => Object.assign(config.datasets[0] ?? {}, { id: 'x' }), TypeError);
  assert.throws(() => Object.assign(config.methods[1]?.options ?? {}, { topK: 1 }), TypeError);
});

test('all problems of a file are told at once, in the order of its lines', () => {
  const text = `name: My Run
data: { folder: ./d, openCorpus: {} }
datasets:
  - open_fakt_sh_6k
  - factconsolidation_sh_6k
  - { id: factconsolidation_sh_6k, questionsMax: 0 }
  - { id: recsys_redial_full, questionMax: 3 }
  - 7
methods:
  - bm26
  - { id: bm25, profile: referense, options: { topk: 5 } }
  - bm25
  - { id: bm25, options: { topK: 10 } }
  - { profile: reference }
reader:
  provider: openai
  model: 4
  contextTokens: "128000"
  temperature: hot
  price: fre
concurency: 3
budgetUsd:
`;
  const error = refusal(text);
  assert.equal(error.blame, 'input');
  assert.equal(error.message.split('\n')[0], 'configs/First Look.yaml has 18 problems:');
  assert.deepEqual(problems(text), [
    'name (line 1): must be lower-case letters, digits and -, at most 60 (received "My Run")',
    'data (line 2): needs exactly one of folder, hub, openCorpus, jsonl, locomo and longmemeval',
    'datasets[0] (line 4): is not a known name (received "open_fakt_sh_6k"); ' +
      'did you mean "open_fact_sh_6k" or "open_fact_mh_6k"?',
    'datasets[2].questionsMax (line 6): must be at least 1 (received 0)',
    'datasets[2].id (line 6): says the same as datasets[1]; remove one of them',
    'datasets[3].questionMax (line 7): is not an option; did you mean "questionsMax"?',
    'datasets[4] (line 8): must be a known name or an object (received 7)',
    'methods[0] (line 10): is not a known name (received "bm26"); did you mean "bm25"?',
    'methods[1].profile (line 11): is not a known name (received "referense"); ' +
      'did you mean "reference"?',
    'methods[1].options.topk (line 11): is not an option; did you mean "topK"?',
    'methods[3].id (line 13): says the same as methods[2]; remove one of them',
    'methods[4].id (line 14): is required',
    'reader.model (line 17): must be text (received 4); put it in quotes: "4"',
    'reader.contextTokens (line 18): must be a number (received "128000"); leave the quotes out',
    'reader.temperature (line 19): must be none or a number (received "hot")',
    'reader.price (line 20): must be free or an object (received "fre")',
    'concurency (line 21): is not an option; did you mean "concurrency"?',
    'budgetUsd (line 22): must be a number (received nothing)',
  ]);
});

test('a dataset of the open corpus may have any size, but must have one', () => {
  const given = { ...options, catalogs: CATALOGS };
  const withIds = (ids: string): string => smallest.replace('open_fact_sh_6k', ids);
  const ids = ['open_event_100k', 'open_whole_1000k', 'open_icl_7k', 'open_retrieval_1m'];
  assert.deepEqual(
    parse(withIds(ids.join(', ')), given).datasets.map(({ id }) => id),
    ids,
  );
  assert.throws(() => parse(withIds('open_event_5k, { id: open_icl_2m }, open_evnt_6k'), given), {
    code: 'CONFIG_INVALID',
    message:
      'configs/First Look.yaml has 3 problems:\n' +
      '  datasets[0] (line 3): must be open_event with a size from open_event_6k to ' +
      'open_event_1000k, or open_event_1m (received "open_event_5k")\n' +
      '  datasets[1].id (line 3): must be open_icl with a size from open_icl_6k to ' +
      'open_icl_1000k, or open_icl_1m (received "open_icl_2m")\n' +
      '  datasets[2] (line 3): is not a known name (received "open_evnt_6k"); ' +
      'did you mean "open_event_6k" or "open_event_64k" or "open_event_32k"?',
  });
  assert.throws(() => parse(withIds('open_event_100k, open_event_100k'), given), {
    message: /datasets\[1\] \(line 3\): says the same as datasets\[0\]/,
  });
  // `mab data synth` writes them to a folder.
  const inFolder = parse(smallest.replace('{ openCorpus: {} }', '{ folder: d }'), given);
  assert.deepEqual(inFolder.datasets, [{ id: 'open_fact_sh_6k' }]);
});

test('required options are asked for with what they are for', () => {
  assert.deepEqual(problems('data: {}\nreader:\n  provider: openai\n'), [
    'datasets: is required; What is asked; ids or objects.',
    'methods: is required; What is compared; ids or objects.',
    'data (line 1): needs exactly one of folder, hub, openCorpus, jsonl, locomo and longmemeval',
    'reader.model (line 2): is required; ' +
      'The model as the vendor names it; on Azure the deployment.',
    'reader.contextTokens (line 2): is required; ' +
      'Tokens of input and output together, as the vendor says.',
  ]);
});

test('a dataset of the other source is refused with the nearest one of this source', () => {
  const text = smallest.replace('open_fact_sh_6k', 'open_fact_sh_6k, factconsolidation_sh_6k');
  assert.deepEqual(problems(text), [
    'datasets[1] (line 3): is not a dataset of the source under data ' +
      '(received "factconsolidation_sh_6k"); known here: open_fact_sh_6k, open_fact_mh_6k',
  ]);
});

test('options of a method are held to its bounds', () => {
  const text = smallest.replace('[bm25]', '[{ id: bm25, options: { topK: 51 } }]');
  assert.deepEqual(problems(text), [
    'methods[0].options.topK (line 4): must be at most 50 (received 51)',
  ]);
});

test('a wrong option of an embedder is answered with the right one', () => {
  const mine = 'provider: openai, model: m, inputTokenMax: 9, price: { inputUsd: 1 }';
  assert.deepEqual(problems(`${smallest}embedders: { mine: { ${mine} } }\n`), [
    'embedders.mine.price.inputUsdPerMillion (line 6): is required; ' +
      'US dollars for a million input tokens.',
    'embedders.mine.price.inputUsd (line 6): is not an option; did you mean "inputUsdPerMillion"?',
    'embedders.mine.inputTokenMax (line 6): is not an option; did you mean "inputTokensMax"?',
  ]);
});

test('a number with a fraction is told apart from a whole one', () => {
  assert.deepEqual(problems(`${smallest}concurrency: 1.5\n`), [
    'concurrency (line 6): must be a whole number (received 1.5)',
  ]);
});

const remote = (reader: string): string =>
  smallest.replace(
    '{ provider: extractive }',
    `{ provider: openai-compatible, model: m, contextTokens: 4096, ${reader} }`,
  );

test('a key in place of the name of its variable is refused and never shown', () => {
  const keys = [
    'sk-proj-Ab12Cd34Ef56',
    '0123456789abcdef0123456789abcdef',
    'gsk_Ab12Cd34Ef56Gh78',
    'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA==',
  ];
  for (const key of keys) {
    const text = remote(`baseUrl: "https://h/v1", apiKeyEnv: "${key}"`);
    assert.deepEqual(problems(text), [
      'reader.apiKeyEnv (line 5): looks like a key, not like the name of an environment ' +
        'variable; keys never stand in a configuration',
    ]);
    assert.ok(!JSON.stringify(refusal(text).details).includes(key));
  }
});

test('a key under a name of its own is refused, with the right way', () => {
  assert.deepEqual(problems(remote('baseUrl: "https://h/v1", apiKey: hunter2')), [
    'reader.apiKey (line 5): is not an option; keys never stand in a configuration: ' +
      'put yours into an environment variable and give its name as apiKeyEnv',
  ]);
});

test('a key in an address is refused and never shown', () => {
  assert.deepEqual(problems(remote('baseUrl: "https://me:secret@h/v1"')), [
    'reader.baseUrl (line 5): must not hold a user or a password; use apiKeyEnv ' +
      '(received "https://[hidden]@h/v1")',
  ]);
  assert.deepEqual(problems(remote('baseUrl: "https://h/v1?api-key=secret"')), [
    'reader.baseUrl (line 5): must not have a query (?…) or a fragment (#…) ' +
      '(received "https://h/v1?[hidden]")',
  ]);
});

test('a key never shows, wherever in the file it was put', () => {
  const key = 'sk-proj-Ab12Cd34Ef56Gh78';
  const places = [
    `name: ${key}\n${smallest}`,
    `${key}: 1\n${smallest}`,
    smallest.replace('open_fact_sh_6k', key),
    smallest.replace('[bm25]', `[${key}]`),
    smallest.replace('extractive', key),
    `a: *${key}\n${smallest}`,
  ];
  for (const text of places) {
    const { message, hint, details } = refusal(text);
    assert.ok(!JSON.stringify([message, hint, details]).includes('Ab12Cd34'), message);
  }
});

test('an address that is none, and a price too fine to be counted, are refused', () => {
  assert.deepEqual(problems(remote('baseUrl: "localhost:8080"')), [
    'reader.baseUrl (line 5): must be an http:// or https:// address (received "localhost:8080")',
  ]);
  assert.deepEqual(problems(remote('baseUrl: "http://10.0.0.5:8000/v1"')), [
    'reader.baseUrl (line 5): must be https, or a server of this machine (a tunnel makes it one: ' +
      'ssh -L) (received "http://10.0.0.5:8000/v1")',
  ]);
  for (const good of ['http://localhost:1/v1', 'http://[::1]:1/v1', 'https://h/v1']) {
    assert.equal(parse(remote(`baseUrl: "${good}"`)).reader.provider, 'openai-compatible');
  }
  const price = '{ inputUsdPerMillion: 0.0000001, outputUsdPerMillion: 1 }';
  assert.deepEqual(problems(remote(`baseUrl: "https://h/v1", price: ${price}`)), [
    'reader.price.inputUsdPerMillion (line 5): must have at most six digits after the point ' +
      '(received 1e-7)',
  ]);
});

test('a syntax error names line and column', () => {
  const error = refusal('name: a\ndata: { folder: x\nmethods: [bm25]\n');
  assert.equal(error.code, 'CONFIG_SYNTAX');
  assert.match(error.message, /^configs\/First Look\.yaml:3:1 is not valid YAML: /);
  assert.deepEqual(error.details, { line: 3, column: 1 });
});

test('keys that are given twice, missing anchors and second documents are syntax errors', () => {
  for (const text of ['name: a\nname: b\n', 'name: *x\n', 'name: a\n---\nname: b\n']) {
    assert.equal(refusal(text).code, 'CONFIG_SYNTAX', text);
  }
});

test('an empty file, or one with comments only, is called empty', () => {
  for (const text of ['', '\n\n', '# nothing yet\n']) {
    assert.equal(refusal(text).message, 'configs/First Look.yaml is empty.');
  }
});

test('a file that is no object is refused as a whole', () => {
  assert.deepEqual(problems('hello'), ['the file: must be an object (received "hello")']);
  assert.deepEqual(problems('- 1'), ['the file: must be an object (received a list)']);
});

test('the first byte that is not UTF-8 is named', () => {
  const cases: [number[], number][] = [
    [[0xff], 0],
    [[0x61, 0x3a, 0x20, 0xc3, 0xa9, 0xff, 0x0a], 5],
    [[0x61, 0xe2, 0x82], 1],
    [[0x61, 0xe2, 0x82, 0x41, 0xff], 1],
    [[0xc3, 0xa9, 0xe9, 0x74, 0xe9], 2],
  ];
  for (const [bytes, offset] of cases) {
    const error = refusal(Uint8Array.from(bytes));
    assert.equal(error.code, 'CONFIG_NOT_UTF8');
    assert.equal(
      error.message,
      `configs/First Look.yaml is not UTF-8: byte ${offset} is not valid.`,
    );
  }
});

test('whatever the bytes, the outcome is a configuration or an error with a code', () => {
  const parts = fc.constantFrom(
    'data:',
    ' ',
    '\n',
    '{',
    '}',
    '[',
    ']',
    '&a',
    '*a',
    '- ',
    'id',
    '7',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), (words) => {
      assert.match(refusal(words.join('')).code, /^CONFIG_/);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      assert.match(refusal(bytes).code, /^CONFIG_/);
    }),
  );
});
