import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../../core/errors.ts';
import type { ConfigProblem } from './config-problem.ts';
import { parseConfig } from './parse-config.ts';

const BASE = `
data: { openCorpus: {} }
methods: [no-memory]
reader: { provider: extractive }
`;

function parse(text: string) {
  return parseConfig(new TextEncoder().encode(BASE + text), { fileName: 'run.yaml' });
}

/** Path, problem and what to do. */
function problemsOf(text: string): string[][] {
  try {
    parse(text);
  } catch (error) {
    assert.ok(error instanceof MabError);
    assert.equal(error.code, 'CONFIG_INVALID');
    const { problems } = error.details as { problems: readonly ConfigProblem[] };
    return problems.map(({ path, problem, suggestion = '' }) => [path, problem, suggestion]);
  }
  return [];
}

test('judges are models with names of their own, or that of their model', () => {
  const { judge, datasets } = parse(`
datasets: [open_fact_sh_6k, { id: open_fact_mh_6k, judge: generic }]
judge:
  models:
    - { provider: openai, model: gpt-4o-2024-08-06, contextTokens: 128000 }
    - { provider: openai-compatible, baseUrl: http://127.0.0.1:1/v1, model: m, contextTokens: 8192 }
    - { provider: scripted, name: a-script }
`);
  assert.deepEqual(
    judge?.models.map((one) => [one.name, 'temperature' in one ? one.temperature : undefined]),
    [
      ['gpt-4o-2024-08-06', 0],
      ['m@127.0.0.1:1/v1', 0],
      ['a-script', undefined],
    ],
  );
  assert.equal(judge?.panel, 'majority');
  assert.deepEqual(
    datasets.map((dataset) => dataset.judge),
    [undefined, 'generic'],
  );
});

test('without judges a configuration has none, and the same words as before', () => {
  assert.equal('judge' in parse('datasets: [open_fact_sh_6k]'), false);
});

test('a dataset may ask for judges only where there are some', () => {
  assert.deepEqual(problemsOf('datasets: [{ id: open_fact_sh_6k, judge: generic }]'), [
    [
      'datasets[0].judge',
      'asks for judges, and this file has none',
      'name them: judge: { models: [{ provider: …, model: … }] }',
    ],
  ]);
});

test('every problem of judges has one message', () => {
  const judged = 'datasets: [open_fact_sh_6k]\njudge: ';
  const twice = '{ provider: scripted }';
  const seen = [
    `{ models: [] }`,
    `{ models: [${Array(8)
      .fill(twice)
      .map((_, at) => `{ provider: scripted, name: j${at} }`)}] }`,
    `{ models: [${twice}, ${twice}] }`,
    `{ models: [{ provider: extractive }] }`,
    `{ models: [{ provider: scripted, name: 1st }] }`,
    `{ models: [${twice}], panel: median }`,
    `{ models: [{ provider: opnai, model: m }] }`,
    `{ models: [{ provider: scripted, temprature: 1 }] }`,
    `{ model: x }`,
    `generic`,
    `{ models: [{ provider: openai, model: m, contextTokens: 8192, api: responses, seed: 1 }] }`,
  ].map((text) => problemsOf(judged + text));
  assert.deepEqual(
    seen.map((problems) => problems.map(([path, problem]) => `${path} ${problem}`)),
    [
      ['judge.models must not be empty'],
      ['judge.models must be at most 7 entries long'],
      ['judge.models[1] is called scripted, as models[0] is; give each a name of its own'],
      ['judge.models[0].provider quotes what it reads, and cannot judge; choose a language model'],
      ['judge.models[0].name must be lower-case letters, digits and -, a letter first'],
      ['judge.panel is not a known name'],
      ['judge.models[0].provider is not a known name'],
      ['judge.models[0].temprature is not an option'],
      ['judge.models is required', 'judge.model is not an option'],
      ['judge must be an object'],
      ['judge.models[0].seed is not known to api: responses'],
    ],
  );
});
