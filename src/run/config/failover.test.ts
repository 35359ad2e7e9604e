import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MabError } from '../../core/errors.ts';
import { parseConfig } from './parse-config.ts';

/** A configuration whose reader, from line 4, has these further lines. */
function configOf(lines: string): string {
  return `data: { openCorpus: { seed: 1 } }
datasets: [open_fact_sh_6k]
methods: [no-memory]
reader:
  provider: openai
  model: gpt-4o-mini-2024-07-18
  contextTokens: 128000
${lines}`;
}

function parse(text: string) {
  const { reader } = parseConfig(new TextEncoder().encode(text), { fileName: 'run.yaml' });
  assert.ok(reader.provider === 'openai');
  return reader;
}

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

describe('failover in a configuration', () => {
  it('is another key, or another provider with its own defaults', () => {
    const { failover, failoverPolicy } = parse(
      configOf(`  failover:
    - apiKeyEnv: OPENAI_KEY_2
    - provider: azure
      model: my-deployment
      baseUrl: https://mine.openai.azure.com
      azure: { apiVersion: 2024-10-21 }
      price: { inputUsdPerMillion: 0.165, outputUsdPerMillion: 0.66 }
  failoverPolicy: { afterAttempts: 1, breaker: { failures: 3 } }`),
    );
    assert.deepEqual(failover, [
      { apiKeyEnv: 'OPENAI_KEY_2' },
      {
        ...{ provider: 'azure', model: 'my-deployment', baseUrl: 'https://mine.openai.azure.com' },
        ...{ apiKeyEnv: 'AZURE_OPENAI_API_KEY', outputLimitField: 'max_completion_tokens' },
        azure: { apiVersion: '2024-10-21' },
        promptCaching: 'auto',
        price: { inputUsdPerMillion: 0.165, outputUsdPerMillion: 0.66 },
      },
    ]);
    assert.deepEqual(failoverPolicy, {
      ...{ afterAttempts: 1, pauseMsMax: 5_000 },
      breaker: { failures: 3, coolDownMs: 10_000, coolDownMsMax: 300_000 },
    });
  });

  const wrong: readonly (readonly [title: string, lines: string, ...problems: string[]])[] = [
    [
      'a provider that is none',
      '  failover: [{ provider: azur, model: m }]',
      'reader.failover[0].provider (line 8): is not a known name (received "azur"); ' +
        'did you mean "azure"?',
    ],
    [
      'what would change answers',
      '  failover: [{ apiKeyEnv: KEY_2, temperature: 1 }]',
      'reader.failover[0].temperature (line 8): is not an option; known here: provider, ' +
        'apiKeyEnv, limits',
    ],
    [
      'a key in place of its variable',
      '  failover: [{ apiKeyEnv: sk-proj-Ab12Cd34Ef56 }]',
      'reader.failover[0].apiKeyEnv (line 8): looks like a key, not like the name of an ' +
        'environment variable; keys never stand in a configuration',
    ],
    [
      'the same way twice',
      '  failover:\n    - apiKeyEnv: OPENAI_API_KEY\n    - apiKeyEnv: B\n    - apiKeyEnv: B',
      'reader.failover[0] (line 9): is the same server, model and key as the entry that it is ' +
        'to stand in for; remove it',
      'reader.failover[2] (line 11): is the same server, model and key as failover[1]; remove it',
    ],
    [
      "another of a vendor's models",
      '  failover: [{ provider: openai, model: gpt-4o, apiKeyEnv: B }]',
      'reader.failover[0].model (line 8): is another model than gpt-4o-mini-2024-07-18, and ' +
        'would give other answers; a model under a name of your own says with logicalModel what ' +
        'it is (received "gpt-4o")',
    ],
    [
      'a format without the seed',
      '  seed: 7\n  failover:\n    - provider: openai\n      api: responses\n' +
        '      model: gpt-4o-mini-2024-07-18\n      apiKeyEnv: B',
      'reader.failover[0] (line 10): has no field for the seed, and would give other answers',
    ],
    [
      'a server without its address',
      '  failover: [{ provider: azure, model: m, azure: { apiVersion: 2024-10-21 } }]',
      'reader.failover[0].baseUrl (line 8): is required; The resource: ' +
        'https://NAME.openai.azure.com.',
    ],
    [
      'a cool-down above its maximum',
      '  failoverPolicy: { breaker: { coolDownMs: 5000, coolDownMsMax: 1000 } }',
      'reader.failoverPolicy.breaker (line 8): has a coolDownMs above its coolDownMsMax',
    ],
  ];
  for (const [title, lines, ...expected] of wrong) {
    it(`is refused with ${title}`, () => assert.deepEqual(problems(configOf(lines)), expected));
  }
});
