import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commands } from '../../src/app/commands.ts';
import { forecastHtml } from '../../src/app/plan/forecast-text.ts';
import { comparisonText } from '../../src/app/report-text.ts';
import {
  SAMPLE_CELL,
  SAMPLE_ROWS,
  sampleReport,
} from '../../src/run/report-format/__fixtures__/sample-rows.ts';
import { createQuestionCollector } from '../../src/run/report-format/html/question-data.ts';
import { reportPage } from '../../src/run/report-format/html/report-page.ts';

const config = (name: string, topK: number): string => `
name: ${name}
data: { openCorpus: { seed: 1 } }
datasets:
  - { id: open_fact_sh_6k, questionsMax: 40 }
  - { id: open_fact_mh_6k, questionsMax: 40 }
  - { id: open_retrieval_6k, questionsMax: 40 }
methods:
  - no-memory
  - oracle
  - long-context
  - { id: bm25, profile: reference }
  - { id: bm25, profile: current, options: { topK: ${topK} } }
reader: { provider: extractive }
`;

/** Writes the pages that the suite looks at, and says where they are, by name. */
export async function makePages(folder: string): Promise<Readonly<Record<string, string>>> {
  await mkdir(folder, { recursive: true });
  const workspace = join(folder, 'workspace');
  const before = await run(folder, workspace, 'before', 2);
  const after = await run(folder, workspace, 'after', 4);
  const comparison = await commands.compareRuns(workspace, before, after);
  const pages = {
    report: (await commands.exportRun(workspace, before, 'html')).data,
    comparison: comparisonText(comparison, 'html', { width: 80 }),
    hostile: await hostilePage(),
    wide: await widePage(),
    forecast: await forecastHtml(
      await (await commands.plan()).forecast({ workspace, growth: { cellUsd: 7.25 } }),
    ),
  };
  const entries = Object.entries(pages).map(([name, data]) => ({
    ...{ name, data, path: join(folder, `${name}.html`) },
  }));
  for (const { path, data } of entries) await writeFile(path, data);
  return Object.fromEntries(entries.map(({ name, path }) => [name, path]));
}

async function run(folder: string, workspace: string, name: string, topK: number) {
  const configPath = join(folder, `${name}.yaml`);
  await writeFile(configPath, config(name, topK));
  const { runId } = await commands.runBenchmark({
    ...{ configPath, workspace, retryFailed: false, acceptDiverged: false, share: 1 },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  return runId;
}

/** Texts that try to be markup, a priced cell, and one that is blank. */
async function hostilePage(): Promise<string> {
  const questions = createQuestionCollector();
  questions.add(SAMPLE_ROWS);
  const { score: _score, ...unscored } = SAMPLE_CELL;
  const blank = { ...unscored, cellId: 'c2', method: 'dense', outcome: 'blank' as const };
  const report = sampleReport([SAMPLE_CELL, { ...blank, reason: 'The server said no.' }]);
  return await reportPage({ report, config: {}, questions });
}

/** More methods and datasets than any screen has room for. */
async function widePage(): Promise<string> {
  const cells = Array.from({ length: 3 * 40 }, (_, at) => ({
    ...SAMPLE_CELL,
    ...{ cellId: `c${at}`, method: `method-${at % 40}`, controlArm: at % 40 < 2 },
    dataset: `factconsolidation_mh_${Math.floor(at / 40)}k`,
  }));
  const questions = createQuestionCollector();
  for (const { cellId, dataset, method } of cells) {
    questions.add(
      SAMPLE_ROWS.map((row) => ({
        ...{ ...row, cell: { ...row.cell, cellId, dataset, method } },
        record: { ...row.record, questionId: `${dataset}#0/${row.record.questionId}` },
      })),
    );
  }
  return await reportPage({ report: sampleReport(cells), config: {}, questions });
}
