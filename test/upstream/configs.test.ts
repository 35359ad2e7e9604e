import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { DATASETS } from '../../src/bench/datasets/catalog.ts';
import { MabError } from '../../src/core/errors.ts';
import { parseConfig } from '../../src/run/config/parse-config.ts';
import { translateUpstream } from '../../src/run/upstream/translate-upstream.ts';

/** All configuration files of a checkout of the Python project. */
const checkout = process.env.MAB_UPSTREAM;
const skip = checkout ? false : 'MAB_UPSTREAM does not name a checkout of the Python project';

function filesIn(folder: string): { fileName: string; bytes: Buffer }[] {
  const path = join(checkout ?? '', 'configs', folder);
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ fileName: basename(name), bytes: readFileSync(join(path, name)) }));
}

/** What becomes of a pair: the configuration's cell, or the code of the refusal. */
function outcome(agent: ReturnType<typeof filesIn>[0], dataset: typeof agent): string {
  try {
    const { yaml } = translateUpstream({ agent, datasets: [dataset] });
    const { methods, reader, datasets } = parseConfig(Buffer.from(yaml), { fileName: 'x.yaml' });
    const [method] = methods;
    assert.equal(datasets.length, 1);
    return `${method?.id} ${method?.embedder ?? '-'} ${reader.provider} ${datasets[0]?.id}`;
  } catch (error) {
    if (error instanceof MabError) return error.code;
    throw error;
  }
}

test('every agent file is a method here, or is refused by name', { skip }, () => {
  const [dataset] = filesIn('data_conf').filter(({ fileName }) => fileName.includes('sh_6k'));
  assert.ok(dataset);
  const outcomes = filesIn('agent_conf').map((agent) => outcome(agent, dataset));
  const id = 'factconsolidation_sh_6k';
  assert.deepEqual(
    Object.fromEntries([...Map.groupBy(outcomes, (one) => one)].map(([k, v]) => [k, v.length])),
    {
      [`long-context - openai ${id}`]: 4,
      [`long-context - anthropic ${id}`]: 1,
      [`long-context - gemini ${id}`]: 1,
      [`bm25 - openai ${id}`]: 1,
      [`dense text-embedding-3-small openai ${id}`]: 2,
      [`dense text-embedding-3-large openai ${id}`]: 1,
      [`dense contriever openai ${id}`]: 1,
      [`dense qwen3-embedding-4b openai ${id}`]: 1,
      METHOD_UNAVAILABLE: 14,
    },
  );
});

test('every dataset file is a dataset here, but one without published rows', { skip }, () => {
  const [agent] = filesIn('agent_conf').filter(({ fileName }) => fileName.includes('bm25'));
  assert.ok(agent);
  const outcomes = filesIn('data_conf').map((dataset) => outcome(agent, dataset));
  const published = DATASETS.filter(({ origin }) => origin === 'memoryagentbench');
  assert.deepEqual(
    outcomes.sort(),
    ['DATASET_UNKNOWN', ...published.map(({ id }) => `bm25 - openai ${id}`)].sort(),
  );
});
