import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MabError } from '../../core/errors.ts';
import { parseConfig } from './parse-config.ts';

/** A configuration with further lines of the reader, from line 8, and of the run. */
function configOf(reader: string, run = ''): string {
  return `data: { openCorpus: { seed: 1 } }
datasets: [open_fact_sh_6k]
methods: [no-memory]
reader:
  provider: openai
  model: gpt-4o-mini-2024-07-18
  contextTokens: 128000
  ${reader}
${run}`;
}

const parse = (text: string) =>
  parseConfig(new TextEncoder().encode(text), { fileName: 'run.yaml' });

function problems(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    assert.ok(error instanceof MabError);
    const [, ...lines] = error.message.split('\n');
    return lines.map((line) => line.trim());
  }
  throw new Error('The configuration was accepted.');
}

describe('limits in a configuration', () => {
  it('are stated of key and model, or in a list', () => {
    const limits = (text: string) => {
      const { reader } = parse(configOf(`limits: ${text}`));
      return 'limits' in reader && reader.limits;
    };
    assert.deepEqual(limits('{ rpm: 500, concurrency: 8 }'), { rpm: 500, concurrency: 8 });
    assert.deepEqual(limits('[{ per: key, tpm: 90000, concurrency: { max: 9 } }]'), [
      { per: 'key', tpm: 90_000, concurrency: { min: 1, max: 9 } },
    ]);
    assert.equal('limits' in parse(configOf('')).reader, false);
  });

  it('are shared in a Redis whose address stands in the environment', () => {
    const shared = (text: string) => parse(configOf('', `sharedLimits: ${text}`)).sharedLimits;
    assert.deepEqual(shared('{ redis: {} }'), { redis: { urlEnv: 'REDIS_URL' } });
    assert.deepEqual(shared('{ redis: { urlEnv: LIMITS }, workers: 4 }'), {
      redis: { urlEnv: 'LIMITS' },
      workers: 4,
    });
  });

  const wrong: readonly (readonly [string, string, string])[] = [
    [
      'no bound',
      configOf('limits: {}'),
      'reader.limits (line 8): bounds nothing; give it rpm, tpm or concurrency',
    ],
    [
      'an empty list',
      configOf('limits: []'),
      'reader.limits (line 8): must not be empty (received a list)',
    ],
    [
      'a rate of 0',
      configOf('limits: { rpm: 0 }'),
      'reader.limits.rpm (line 8): must be at least 1 (received 0)',
    ],
    [
      'an option that is none',
      configOf('limits: { rpm: 500, tmp: 9000 }'),
      'reader.limits.tmp (line 8): is not an option; known here: rpm, tpm, concurrency',
    ],
    [
      'a least above its most',
      configOf('limits: { concurrency: { min: 9, max: 3 } }'),
      'reader.limits.concurrency (line 8): has a min above its max',
    ],
    [
      'two entries for the same',
      configOf('limits: [{ per: key, rpm: 1 }, { per: key, tpm: 1 }]'),
      'reader.limits (line 8): has two entries for the same `per`',
    ],
    [
      'an entry for nobody',
      configOf('limits: [{ rpm: 1 }]'),
      'reader.limits[0].per (line 8): is required; ' +
        'Who shares it: a key and a model, all models of a key, or all keys of a server.',
    ],
    [
      'the address of Redis in it',
      configOf('', 'sharedLimits: { redis: { urlEnv: "redis://u:p@host" } }'),
      'sharedLimits.redis.urlEnv (line 9): looks like a key, not like the name of an ' +
        'environment variable; keys never stand in a configuration',
    ],
  ];
  for (const [title, text, problem] of wrong) {
    it(`are refused with ${title}`, () => assert.deepEqual(problems(text), [problem]));
  }
});
