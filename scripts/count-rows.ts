/**
 * Counts the rows of a folder in the published layout, for `src/cost/estimate/published-rows.json`:
 * one line of JSON a row, tokens in o200k_base. `promptTokens`: the question with its instructions.
 *
 *   node scripts/count-rows.ts FOLDER > rows.jsonl
 */
import { dataFolder } from '../src/app/data-source.ts';
import { countTokens } from '../src/bench/chunking/token-count.ts';
import { findDataset } from '../src/bench/datasets/catalog.ts';
import { parquetSource } from '../src/bench/datasets/parquet-source.ts';
import { promptsFor } from '../src/bench/prompts/family-prompts.ts';
import { renderReaderPrompt } from '../src/bench/prompts/reader-prompt.ts';
import type { ContextRow } from '../src/contracts/dataset.ts';

/** A chunk of one token; the template around it is the rest. */
const CHUNK = 'x';

const mean = (values: readonly number[]): number =>
  Math.round((10 * values.reduce((a, b) => a + b, 0)) / values.length) / 10;

function counted(row: ContextRow): object {
  const prompts = promptsFor(findDataset(row.dataset).family);
  return {
    dataset: row.dataset,
    status: row.status,
    contextTokens: countTokens(row.context),
    questions: row.questions.length,
    questionTokens: mean(row.questions.map(({ text }) => countTokens(text))),
    systemTokens: countTokens(prompts.system),
    promptTokens: mean(
      row.questions.map(({ text }) => {
        const query = { system: prompts.system, message: prompts.question(text) };
        const [, user] = renderReaderPrompt({ memories: [], query });
        return countTokens(user?.content ?? '');
      }),
    ),
    templateTokens: countTokens(prompts.memorize(CHUNK)) - 1,
    answerTokens: mean(
      row.questions.map(({ answers }) => Math.min(...answers.map((text) => countTokens(text)))),
    ),
  };
}

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder: node scripts/count-rows.ts FOLDER');
const source = parquetSource(await dataFolder(folder));
for (const { dataset } of await source.list()) {
  for await (const row of source.rows(dataset)) {
    process.stdout.write(`${JSON.stringify(counted(row))}\n`);
  }
}
