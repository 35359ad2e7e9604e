import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { createArena } from '../chaos/support/arena.ts';
import { mab } from './cli-world.ts';

const arena = createArena(1);
after(() => arena[Symbol.dispose]());

it('a run of two methods says what would settle it, in words and as data', async () => {
  const workspace = arena.folder();
  const { writeFileSync } = await import('node:fs');
  const configPath = `${workspace}/run.yaml`;
  writeFileSync(
    configPath,
    `data: { openCorpus: { seed: 1 } }
datasets: [{ id: open_fact_sh_6k, questionsMax: 30 }]
methods: [no-memory, { id: bm25, options: { topK: 1 } }, { id: bm25, options: { topK: 2 } }]
controls: false
reader: { provider: extractive }
`,
  );
  await commands.runBenchmark({
    ...{ configPath, workspace, retryFailed: false, acceptDiverged: false, share: 1 },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  const args = ['power', 'latest', '--workspace', workspace, '--difference', '5'];
  const power = () => commands.power();
  const { code, stdout } = await mab([...args, '--json'], { power });
  const report = JSON.parse(stdout);
  assert.equal(code, 0);
  assert.equal(report.difference, 0.05);
  assert.deepEqual(
    report.pairs.map(({ pair, need }: { pair: { dataset: string }; need: { state: string } }) => [
      pair.dataset,
      need.state,
    ]),
    [['open_fact_sh_6k', 'more']],
  );
  const text = await mab(args, { power });
  assert.match(text.stdout, /open_fact_sh_6k: .*30 questions, 1 context/);
  assert.equal((await mab(['power', 'latest', '--difference', '0'], { power })).code, 2);
});
