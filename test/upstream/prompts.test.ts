import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DATASETS } from '../../src/bench/datasets/catalog.ts';
import { recordingContext } from '../../src/bench/methods/__fixtures__/recording-reader.ts';
import { createBm25Ranker } from '../../src/bench/methods/bm25/bm25-ranker.ts';
import { findMethod } from '../../src/bench/methods/catalog.ts';
import { rankedChunks } from '../../src/bench/methods/ranked-chunks/ranked-chunks.ts';
import { TIME_STAMP, templatePrompts } from '../../src/bench/prompts/templates/template-prompts.ts';
import type { ChatMessage } from '../../src/contracts/model.ts';

/** With --prompts, what is sent is what the Python project's own code sends, byte for byte. */
const checkout = process.env.MAB_UPSTREAM;
const skip = checkout ? false : 'MAB_UPSTREAM does not name a checkout of the Python project';

const CHUNKS = ['First: {a} $& é😀.', 'Second\n\nwith lines. ', '3.'];
const QUESTION = 'What {is} it,\n\\n and "where"?';
const KINDS = ['long-context', 'bm25', 'dense'] as const;

interface Rendered {
  readonly messages: readonly ChatMessage[];
  readonly sought: string | null;
}

/** What a method here sends, if it finds all chunks in their order. */
async function ours(kind: (typeof KINDS)[number], dataset: (typeof DATASETS)[number]) {
  const file = readFileSync(join(checkout ?? '', 'utils', 'templates.py'));
  const { capabilities } = findMethod(kind);
  const book = templatePrompts(file, 'templates.py');
  const { system, memorize, query } = book.promptsOf(dataset.family, capabilities.answerMode);
  const recorder = recordingContext({ profile: 'reference' });
  const { publishedEnd } = createBm25Ranker('reference', undefined);
  const inOrder = {
    build: async () => {},
    search: async () => CHUNKS.map((_, index) => ({ index, score: 1 })),
    ...(kind === 'bm25' && publishedEnd !== undefined ? { publishedEnd } : {}),
  };
  const memory =
    kind === 'long-context'
      ? (await findMethod(kind).load()).create(recorder.context, { truncate: 'head' })
      : rankedChunks(recorder.context, inOrder, { topK: 10 });
  for (const [index, text] of CHUNKS.entries()) {
    await memory.memorize({ id: `c${index}`, index, text, message: memorize(text) });
  }
  await memory.finalize();
  const asked = query({ id: 'q', index: 0, text: QUESTION, answers: [] });
  await memory.answer({ id: 'q', text: QUESTION, system, maxOutputTokens: 1, ...asked });
  const [request] = recorder.requests;
  return {
    messages: request?.request.messages,
    sought: kind === 'long-context' ? null : asked.publishedText,
  };
}

test('prompts with --prompts are those of the Python project’s own code', { skip }, async () => {
  const datasets = DATASETS.filter(({ origin }) => origin === 'memoryagentbench');
  const input = {
    ...{ timeStamp: TIME_STAMP, chunks: CHUNKS, question: QUESTION, kinds: KINDS },
    datasets: datasets.map(({ id }) => id),
  };
  const script = join(import.meta.dirname, 'render.py');
  const printed = execFileSync('python3', [script, checkout ?? ''], {
    input: JSON.stringify(input),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const { rendered, agentic } = JSON.parse(printed.toString('utf8')) as {
    rendered: Record<string, Record<string, Rendered>>;
    agentic: Record<string, string>;
  };
  assert.equal(datasets.length, 22);
  const file = readFileSync(join(checkout ?? '', 'utils', 'templates.py'));
  const book = templatePrompts(file, 'templates.py');
  for (const dataset of datasets) {
    for (const kind of KINDS) {
      assert.deepEqual(
        await ours(kind, dataset),
        rendered[dataset.id]?.[kind],
        `${dataset.id} ${kind}`,
      );
    }
    const { query } = book.promptsOf(dataset.family, 'self-answering');
    const question = { id: 'q', index: 0, text: QUESTION, answers: [] };
    assert.equal(query(question).message, agentic[dataset.id]);
  }
});
