import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../src/app/commands.ts';

/**
 * Peak memory of this process over a run of BM25 on one context of 262 K tokens with 100 questions.
 * Prints one line of JSON.
 */
const CONFIG = `
data: { openCorpus: { seed: 1 } }
datasets: [{ id: open_fact_sh_262k, chunkTokens: 4096 }]
methods: [bm25]
controls: false
reader: { provider: extractive }
`;

const folder = await mkdtemp(join(tmpdir(), 'mab-bench-'));
try {
  const configPath = join(folder, 'memory.yaml');
  await writeFile(configPath, CONFIG);
  const startedAt = performance.now();
  const report = await commands.runBenchmark({
    configPath,
    workspace: join(folder, 'workspace'),
    ...{ retryFailed: false, acceptDiverged: false, share: 1 },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  const result = {
    name: 'memory',
    questions: report.cells[0]?.questions.answered,
    chunks: report.cells[0]?.chunks,
    seconds: (performance.now() - startedAt) / 1_000,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
