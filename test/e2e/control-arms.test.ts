import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { createArena } from '../chaos/support/arena.ts';
import { mab } from './cli-world.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

const PRICE = { inputUsdPerMillion: 1, outputUsdPerMillion: 1 };

function writeConfig(changes: object = {}): string {
  const path = join(arena.folder(), 'run.json');
  const config = {
    ...{ name: 'arms', data: { openCorpus: {} }, methods: ['bm25'] },
    datasets: [{ id: 'open_fact_sh_6k', questionsMax: 4 }],
    reader: { provider: 'scripted', price: PRICE },
    ...changes,
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** What a command says on each stream. */
async function said(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await mab(args, commands);
  assert.equal(code, 0, stderr);
  return { stdout, stderr };
}

const workspace = arena.folder();
const WHERE = ['--workspace', workspace];

it('floor and ceiling are told before a run, run after the methods, and reported', async () => {
  const config = writeConfig();
  const { stdout } = await said('estimate', config, ...WHERE);
  const rows = stdout.matchAll(/^open_fact_sh_6k +(\S+) +(\d+) /gm);
  assert.deepEqual(
    [...rows].map(([, method, calls]) => [method, calls]),
    [
      ['bm25', '4'],
      ['no-memory', '4'],
      ['oracle', '4'],
    ],
  );
  const line = /8 calls \(no-memory, oracle\); `controls: false` adds none/;
  assert.match(stdout, line);

  const run = await said('run', config, ...WHERE, '--yes');
  assert.match(run.stderr, line);
  const report = await said('report', 'latest', ...WHERE, '--format', 'json');
  const { cells, warnings } = JSON.parse(report.stdout) as RunReport;
  assert.deepEqual(
    cells.map(({ method, controlArm, outcome }) => [method, controlArm, outcome]),
    [
      ['bm25', false, 'scored'],
      ['no-memory', true, 'scored'],
      ['oracle', true, 'scored'],
    ],
  );
  assert.ok(!warnings.some((text) => text.includes('Control arms')), warnings.join());
});

it('naming them is the same run as having them added', async () => {
  const idOf = async (changes: object): Promise<string> => {
    const args = ['run', writeConfig(changes), ...WHERE, '--yes', '--json'];
    return (JSON.parse((await said(...args)).stdout) as RunReport).runId;
  };
  assert.equal(await idOf({ methods: ['bm25', 'no-memory', 'oracle'] }), await idOf({}));
});

it('a run without them says so in every format', async () => {
  const without = ['--workspace', arena.folder()];
  const config = writeConfig({ controls: false });
  const { stdout, stderr } = await said('run', config, ...without, '--yes');
  assert.ok(!stderr.includes('control arms'), stderr);
  assert.match(stdout, /Control arms: not run \(controls: false\)\./);
  for (const format of ['markdown', 'json', 'html']) {
    const file = join(arena.folder(), `report.${format}`);
    await said('report', 'latest', ...without, '--format', format, '--output', file);
    assert.match(readFileSync(file, 'utf8'), /Control arms: not run \(controls: false\)\./);
  }
});
