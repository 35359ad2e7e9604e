import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { createArena } from '../chaos/support/arena.ts';
import { mab } from './cli-world.ts';

const arena = createArena(1);
after(() => arena[Symbol.dispose]());

it('a run of the open corpus is held against nothing, and says why', async () => {
  const workspace = arena.folder();
  const configPath = `${workspace}/run.yaml`;
  writeFileSync(
    configPath,
    `data: { openCorpus: { seed: 1 } }
datasets: [{ id: open_fact_sh_6k, questionsMax: 5 }]
methods: [no-memory, bm25]
controls: false
reader: { provider: extractive }
`,
  );
  await commands.runBenchmark({
    ...{ configPath, workspace, retryFailed: false, acceptDiverged: false, share: 1 },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  const args = ['fidelity', 'latest', '--workspace', workspace];
  const fidelity = () => commands.fidelity();
  const { code, stdout } = await mab([...args, '--json'], { fidelity });
  const report = JSON.parse(stdout);
  assert.equal(code, 0);
  assert.deepEqual(
    report.cells.map(({ name, verdict, obstacles }: Record<string, unknown>) => [
      ...[name, verdict, obstacles],
    ]),
    [['bm25 (current)', 'not-comparable', ['the paper has no score of this dataset']]],
  );
  const text = await mab(args, { fidelity });
  assert.match(text.stdout, /open corpus, generated here/);
  assert.match(text.stdout, /250 of 250 replies/);
});
