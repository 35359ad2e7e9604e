import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, test } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { openDialog } from '../../src/cli/dialog.ts';
import { main } from '../../src/cli/main.ts';
import { type PriceDocument, startPriceServer } from '../../src/testing/price-server.ts';
import { createWorld } from './cli-world.ts';

const root = mkdtempSync(join(tmpdir(), 'mab-prices-'));
after(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = (): string => join(root, String(folders++));

/** `mab prices …` in a process of our own. */
async function prices(
  args: readonly string[],
  answer?: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const world = createWorld(commands);
  const dialog = (): ReturnType<typeof openDialog> => {
    const input = new PassThrough();
    input.end(`${answer}\n`);
    return openDialog(input, world.stderr);
  };
  const io = { ...world.io, openDialog: () => (answer === undefined ? undefined : dialog()) };
  const code = await main(['prices', ...args], io);
  return { code, stdout: world.stdout.text, stderr: world.stderr.text };
}

const GENAI = 'raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data.json';
const LITELLM =
  'raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json';
const ADVISOR = 'spot-bid-advisor.s3.amazonaws.com/spot-advisor-data.json';
const openai = (inputUsd: number): string =>
  JSON.stringify([
    {
      id: 'openai',
      models: [
        {
          ...{ id: 'gpt-4o', match: { equals: 'gpt-4o' } },
          prices: { input_mtok: inputUsd, output_mtok: 10 },
        },
      ],
    },
  ]);
const DOCUMENTS: Readonly<Record<string, PriceDocument>> = {
  [GENAI]: openai(2),
  [LITELLM]: JSON.stringify({ 'gpt-4o': { input_cost_per_token: 2e-6 } }),
  [ADVISOR]: JSON.stringify({
    instance_types: { 't3.xlarge': { cores: 4, ram_gb: 16 } },
    spot_advisor: { 'us-east-1': { Linux: { 't3.xlarge': { s: 50, r: 4 } } } },
  }),
};
const TODAY = new Date().toISOString().slice(0, 10);

async function refresh(
  workspace: string,
  documents: Readonly<Record<string, PriceDocument>>,
  args: readonly string[] = ['--yes'],
  answer?: string,
): ReturnType<typeof prices> {
  await using server = await startPriceServer(documents);
  const asked = ['--source', 'models', 'spot', '--from', server.url.href];
  return await prices(['refresh', '--workspace', workspace, ...asked, ...args], answer);
}

test('a refresh shows what changes, and its prices hold in the workspace from then on', async () => {
  const workspace = newFolder();
  const { code, stdout, stderr } = await refresh(workspace, DOCUMENTS);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^2 prices changed:\n/);
  assert.match(stdout, /openai\/models\/gpt-4o\/input@global +2\.5 +2 +-20\.0 % +usd\/1M-tokens/);
  assert.match(stdout, /aws\/ec2\/t3\.xlarge\/spot@us-east-1 +0\.0666 +0\.0832 +\+24\.9 %/);
  // gpt-4o is all that this source has of OpenAI's models, and it has no price of its cache.
  assert.match(stdout, /prices not found at the source; they stay as they are:/);
  assert.match(stdout, /openai\/models\/gpt-4o\/cached-input@global +1\.25 +usd\/1M-tokens/);
  assert.equal(stderr, `written to ${join(workspace, 'prices.json')}\n`);

  const shown = await prices(['show', 'aws/t3.xlarge', '--workspace', workspace, '--json']);
  const detail = JSON.parse(shown.stdout);
  assert.deepEqual(detail.machines[0].interruption, {
    ...{ band: '>20%', region: 'us-east-1', date: TODAY },
  });
  const spot = detail.prices.find((row: { meter: string }) => row.meter === 'spot');
  assert.deepEqual([spot.value, spot.date, spot.source], [0.0832, TODAY, 'spot-advisor']);
  assert.equal(detail.prices.length, 6, 'the prices that nobody asked for are there as before');

  const again = await refresh(workspace, DOCUMENTS, ['--yes', '--json']);
  const { changed, added, unchanged } = JSON.parse(again.stdout);
  assert.deepEqual([changed, added, unchanged], [[], [], 3]);
});

test('a refresh that fails on its way leaves the prices as they were, to the byte', async () => {
  const workspace = newFolder();
  await refresh(workspace, DOCUMENTS);
  const file = join(workspace, 'prices.json');
  const before = readFileSync(file);
  const faults: PriceDocument[] = [
    { status: 503 },
    { cutAfter: '{"spot_advisor"' },
    '{}',
    { redirect: 'http://other.example/' },
  ];
  for (const fault of faults) {
    const documents = { ...DOCUMENTS, [GENAI]: openai(1), [ADVISOR]: fault };
    const { code, stderr, stdout } = await refresh(workspace, documents);
    assert.deepEqual([code, stdout], [4, ''], JSON.stringify(fault));
    assert.match(stderr, /^error PRICES_\w+: .*\n {2}next: Nothing was written\./);
    assert.deepEqual(readFileSync(file), before);
  }
});

test('nothing is written unless somebody says so', async () => {
  const workspace = newFolder();
  const file = join(workspace, 'prices.json');
  const nobody = await refresh(workspace, DOCUMENTS, []);
  assert.equal(nobody.code, 7);
  assert.match(nobody.stderr, /CONFIRMATION_MISSING.*\n.*--yes/);
  const no = await refresh(workspace, DOCUMENTS, [], 'n');
  assert.deepEqual([no.code, existsSync(file)], [0, false]);
  assert.match(no.stderr, /Write 3 prices\? \[y\/N\] Nothing was written/);
  await using server = await startPriceServer(DOCUMENTS);
  const from = ['--source', 'models', '--from', server.url.href, '--workspace', workspace];
  const diff = await prices(['diff', ...from]);
  assert.deepEqual([diff.code, existsSync(workspace)], [0, false]);
  assert.match(diff.stdout, /1 changed, 0 new/);
  const yes = await refresh(workspace, DOCUMENTS, [], 'y');
  assert.deepEqual([yes.code, existsSync(file)], [0, true]);
});

test('without a network there are the prices that were installed', async () => {
  const workspace = newFolder();
  const args = ['refresh', '--offline', '--yes', '--json', '--workspace', workspace];
  const { code, stdout } = await prices(args);
  assert.equal(code, 0);
  assert.ok(JSON.parse(stdout).unchanged > 100);
  const version = JSON.parse(
    readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8'),
  );
  const { sources } = JSON.parse(readFileSync(join(workspace, 'prices.json'), 'utf8'));
  assert.equal(
    sources['genai-prices'].name,
    `@pydantic/genai-prices ${version.version}, as installed`,
  );
});

test('a file goes before the workspace, which goes before what was shipped', async () => {
  const workspace = newFolder();
  const file = join(root, 'mine.yaml');
  writeFileSync(file, 'prices:\n  - { item: gpt-4o, meter: input, value: 300 }\n');
  const values = async (...args: string[]): Promise<unknown> => {
    const flags = ['--item', 'gpt-4o', '--meter', 'input', '--json', '--workspace', workspace];
    const { stdout } = await prices(['list', ...flags, ...args]);
    return JSON.parse(stdout).prices.map((row: { value: number }) => row.value);
  };
  assert.deepEqual(await values(), [2.5]);
  await refresh(workspace, DOCUMENTS);
  assert.deepEqual(await values(), [2]);
  assert.deepEqual(await values('--prices', file), [300]);
  const { stderr } = await prices(['list', '--item', 'gpt-4o', '--prices', file]);
  assert.match(stderr, /note: .*mine\.yaml gives 300 usd\/1M-tokens for openai.*check the unit/);
  const strict = await prices(['check', '--strict', '--prices', file]);
  assert.equal(strict.code, 2);
  assert.match(strict.stdout, /far-off: .*mine\.yaml gives 300/);
});

test('what cannot be done says why, and what to do', async () => {
  const workspace = newFolder();
  const cases: [args: string[], code: number, text: RegExp][] = [
    [['list', '--provider', 'awss'], 2, /PRICE_MISSING.*\n.*Did you mean --provider aws/],
    [['show', 'gpt4o'], 2, /PRICE_MISSING.*\n.*Did you mean gpt-4o\?/],
    [['list', '--prices', join(root, 'none.yaml')], 2, /FILE_MISSING/],
    [['refresh', '--source', 'amazon'], 2, /USAGE.*Allowed choices are all, models, aws/],
    [['diff', '--region', 'Mars'], 2, /REGION_INVALID.*\n.*us-east-1 \(AWS\)/],
    [['diff', '--source', 'gcp', '--gcp-key-env', 'NO_SUCH'], 4, /KEY_MISSING.*NO_SUCH/],
    [['diff', '--offline', '--source', 'aws'], 2, /PRICES_NOT_OFFLINE/],
    [['diff', '--from', 'http://mirror.example'], 2, /PRICES_URL_REFUSED/],
    [['diff', '--source', 'models', '--from', workspace], 2, /PRICES_COPY_MISSING.*\n.*wget -x/],
  ];
  for (const [args, code, text] of cases) {
    const result = await prices(args);
    assert.deepEqual([result.code, result.stdout], [code, ''], args.join(' '));
    assert.match(result.stderr, text, args.join(' '));
  }
  await refresh(workspace, DOCUMENTS);
  writeFileSync(join(workspace, 'prices.json'), '{');
  const damaged = await prices(['list', '--workspace', workspace]);
  assert.equal(damaged.code, 4);
  assert.match(damaged.stderr, /PRICES_DAMAGED.*\n.*Delete it/);
});

test('of two files the last one goes first, and says where it replaces the other', async () => {
  const [first, last] = [join(root, 'first.yaml'), join(root, 'last.yaml')];
  const row = (meter: string, value: number) =>
    `  - { item: gpt-4o, meter: ${meter}, value: ${value} }\n`;
  writeFileSync(first, `prices:\n${row('input', 2.1)}${row('output', 9)}${row('cached-input', 1)}`);
  writeFileSync(last, `prices:\n${row('input', 2.2)}${row('cached-input', 1)}`);
  const both = ['--prices', first, '--prices', last];
  const { stdout } = await prices(['list', '--item', 'gpt-4o', '--json', ...both]);
  const { prices: rows, notes } = JSON.parse(stdout);
  const priceOf = (meter: string) =>
    rows.find((one: { meter: string }) => one.meter === meter).value;
  assert.deepEqual(['input', 'output', 'cached-input'].map(priceOf), [2.2, 9, 1]);
  assert.deepEqual(notes, [
    `${last} gives 2.2 for openai/models/gpt-4o/input@global, and ${first} 2.1: the last file is used.`,
  ]);
});
