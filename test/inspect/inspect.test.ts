import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { openBrowser } from '../browser/install.ts';
import type { Browser } from '../browser/playwright-types.ts';

/** Logs of a run, read by Inspect itself, and shown by its own viewer in a headless Chromium. */
const python = process.env.MAB_INSPECT_PYTHON;
const skip = python ? false : 'MAB_INSPECT_PYTHON does not name a Python with inspect_ai';

const folder = await mkdtemp(join(tmpdir(), 'mab-inspect-'));
after(() => rm(folder, { recursive: true, force: true }));

/** What Inspect makes of a folder of logs. */
const READ = `
import json, sys
from inspect_ai.log import list_eval_logs, read_eval_log
logs = [read_eval_log(info) for info in list_eval_logs(sys.argv[1])]
print(json.dumps([{
    "cell": log.eval.eval_id,
    "status": log.status,
    "error": log.error.message if log.error else None,
    "samples": len(log.samples or []),
    "means": {score.name: score.metrics["mean"].value for score in log.results.scores},
    "sums": {score.name: sum(s.scores[score.name].value for s in log.samples) for score in log.results.scores},
    "tokens": sum(u.total_tokens for u in log.stats.model_usage.values()),
    "first": log.samples[0].model_dump(include={"id", "input", "target", "epoch"}) if log.samples else None,
} for log in logs]))
`;

interface ReadLog {
  readonly cell: string;
  readonly status: string;
  readonly error: string | null;
  readonly samples: number;
  readonly means: Readonly<Record<string, number>>;
  readonly sums: Readonly<Record<string, number>>;
  readonly tokens: number;
  readonly first: { readonly id: string; readonly input: string; readonly target: string[] };
}

async function exportedRun(name: string, config: string) {
  const workspace = join(folder, name);
  await mkdir(workspace);
  const configPath = join(workspace, 'run.yaml');
  writeFileSync(configPath, config);
  // A run that stops is exported as it stands.
  await commands
    .runBenchmark({
      ...{ configPath, workspace, retryFailed: false, acceptDiverged: false, share: 1 },
      onEvent: () => undefined,
      signal: new AbortController().signal,
    })
    .catch(() => undefined);
  const report = await commands.readReport(workspace, 'latest');
  const out = join(workspace, 'logs');
  const { exportFolder } = await commands.exports();
  await exportFolder(workspace, 'latest', { format: 'inspect', out });
  return { report, out };
}

function readByInspect(out: string): ReadLog[] {
  return JSON.parse(execFileSync(python ?? '', ['-c', READ, out], { encoding: 'utf8' }));
}

const DATA = `data: { openCorpus: { seed: 1 } }
datasets: [{ id: open_fact_sh_6k, questionsMax: 12 }, { id: open_icl_6k, questionsMax: 5 }]
methods: [no-memory, { id: bm25, options: { topK: 2 } }]
controls: false
`;

test('Inspect reads every cell, sample and score as the report has them', { skip }, async () => {
  const { report, out } = await exportedRun('whole', `${DATA}reader: { provider: extractive }\n`);
  const logs = readByInspect(out);
  assert.equal(logs.length, report.cells.length);
  for (const cell of report.cells) checkLog(cell, logs);
  await showInViewer(out, report);
});

function checkLog(cell: RunReport['cells'][0], logs: readonly ReadLog[]): void {
  const log = logs.find((each) => each.cell === cell.cellId);
  assert.ok(log);
  const { inputTokens, outputTokens } = cell.usage;
  assert.deepEqual(
    [log.status, log.error, log.samples, log.tokens],
    ['success', null, cell.questions.answered, inputTokens + outputTokens],
  );
  for (const [metric, { mean }] of Object.entries(cell.metrics)) {
    assert.equal(log.means[metric], mean, metric);
  }
  // Of single samples: their mean is the report's.
  const sum = log.sums[cell.metric] ?? Number.NaN;
  assert.ok(Math.abs(sum / log.samples - (cell.score?.mean ?? 0)) < 1e-9);
  assert.match(log.first.id, new RegExp(`^${cell.dataset}#0/q0$`));
}

test('a cell without a score is an error with its reason, never a zero', { skip }, async () => {
  const reader =
    'reader: { provider: openai-compatible, baseUrl: "http://127.0.0.1:9/v1", model: m, ' +
    'contextTokens: 9000, attemptsMax: 1, price: free }\n';
  const { out } = await exportedRun('blank', `${DATA}${reader}`);
  for (const { status, error, means, samples } of readByInspect(out)) {
    assert.deepEqual([status, means, samples], ['error', {}, 0]);
    assert.match(error ?? '', /not finished/);
  }
});

/** The viewer that Inspect ships, as files, with our logs in it. */
async function showInViewer(logs: string, report: RunReport): Promise<void> {
  const found = await openBrowser();
  if ('missing' in found) return;
  const bundle = join(dirname(logs), 'bundle');
  const inspect = join(dirname(python ?? ''), 'inspect');
  execFileSync(inspect, ['view', 'bundle', '--log-dir', logs, '--output-dir', bundle]);
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname));
    const file = join(bundle, path === '/' ? 'index.html' : path);
    const kind = file.endsWith('.js') ? 'text/javascript' : file.endsWith('.css') ? 'text/css' : '';
    if (kind) response.setHeader('content-type', kind);
    createReadStream(file)
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await lookAt(found.browser, server, report);
  } finally {
    await found.browser.close();
    server.closeAllConnections();
    server.close();
  }
}

async function lookAt(browser: Browser, server: Server, report: RunReport): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    // Without one this Chromium names a language that the viewer cannot format numbers in.
    locale: 'en-US',
  });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const [cell] = report.cells.filter(({ method }) => method === 'bm25');
  assert.ok(cell);
  await page.locator('text=bm25').first().waitFor();
  const screenshots = process.env.MAB_SCREENSHOTS;
  if (screenshots)
    await page.screenshot({ path: join(screenshots, 'inspect-list.png'), fullPage: false });
  await page.locator('text=bm25-current-open-icl').first().click();
  await page.locator('text=q0').first().waitFor();
  if (screenshots)
    await page.screenshot({ path: join(screenshots, 'inspect-log.png'), fullPage: false });
}
