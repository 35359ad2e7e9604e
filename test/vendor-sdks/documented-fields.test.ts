import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { installOnce } from '../package/install-once.ts';
import { type Ended, runProgram } from '../package/npm.ts';
import { CHAT, MESSAGES, RESPONSES } from './official.mjs';

// OpenAI's and Anthropic's clients send whatever they are given. That the bodies, which
// vendor-sdks.test.ts finds equal to ours, hold documented fields only is checked by the compiler
// against the vendors' own types.

const installed = installOnce(join(ROOT, 'test', 'vendor-sdks'), 'vendor-sdks');
const [folder, skip] =
  'missing' in installed
    ? ['', `the vendors' clients cannot be installed: ${installed.missing}`]
    : [installed.folder, false as const];

const TYPES = [
  ['Chat', 'openai/resources/chat/completions', 'ChatCompletionCreateParamsNonStreaming', CHAT],
  [
    'Responses',
    'openai/resources/responses/responses',
    'ResponseCreateParamsNonStreaming',
    RESPONSES,
  ],
  [
    'Messages',
    'anthropic-sdk-2023-06-01/resources/messages',
    'MessageCreateParamsNonStreaming',
    MESSAGES,
  ],
] as const;

/** Compiles one constant of the vendor's type for each body. */
function compile(change: (body: object) => object = (body) => body): Ended {
  const source = TYPES.flatMap(([name, path, type, bodies]) => [
    `import type { ${type} as ${name} } from '${path}';`,
    ...Object.entries(bodies).map(
      ([scenario, body]) =>
        `export const ${name}_${scenario}: ${name} = ${JSON.stringify(change(body))};`,
    ),
  ]);
  const file = join(folder, 'bodies', 'bodies.ts');
  mkdirSync(join(folder, 'bodies'), { recursive: true });
  writeFileSync(file, source.join('\n'));
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
  ];
  return runProgram(folder, process.execPath, [compiler, ...options, file], process.env);
}

it('every field that is sent stands in the vendor’s own types', { skip }, () => {
  assert.deepEqual(compile(), { exitCode: 0, stdout: '', stderr: '' });
});

it('a field that does not would be found', { skip }, () => {
  const { stdout } = compile((body) => ({ ...body, max_token: 1 }));
  assert.equal(stdout.match(/"max_token"' does not exist/g)?.length, 15);
});
