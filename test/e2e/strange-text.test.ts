import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { CellReport } from '../../src/contracts/report.ts';
import { createArena } from '../chaos/support/arena.ts';
import { DATASET, type ParquetRow, writeDataFolder } from '../chaos/support/small-dataset.ts';
import { endingRun } from './bad-input-world.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

const METHODS = ['long-context', 'bm25', 'dense', 'hybrid'] as const;

/** Every method on one row of the given text, its words embedded by their hashes. */
async function cellsOn(row: ParquetRow, chunkTokens: number): Promise<readonly CellReport[]> {
  const folder = arena.folder();
  const path = join(folder, 'strange.json');
  writeFileSync(
    path,
    JSON.stringify({
      data: { folder: writeDataFolder(join(folder, 'data'), [row]) },
      datasets: [{ id: DATASET, chunkTokens }],
      controls: false,
      methods: METHODS.map((id) =>
        id === 'dense' || id === 'hybrid'
          ? { id, embedder: 'words', options: { topK: 2 } }
          : { id, ...(id === 'bm25' ? { options: { topK: 2 } } : {}) },
      ),
      embedders: { words: { provider: 'scripted', inputTokensMax: 1_024 } },
      reader: { provider: 'extractive', contextTokens: 4_000_000 },
    }),
  );
  const { report } = await endingRun(path, join(folder, 'workspace'));
  return report.cells;
}

const rowOf = (context: string, question: string, answer: string): ParquetRow => ({
  ...{ context, questions: [question], answers: [[answer]] },
  metadata: { source: DATASET },
});

/** Whether the answer stood in what the reader was given; how it reads is of no matter here. */
const seenBy = ({ method, outcome, answerInContext }: CellReport) => [
  method,
  outcome,
  answerInContext,
];
const ALL_HAVE_SEEN_IT = METHODS.map((method) => [method, 'scored', 1]);

describe('a context', () => {
  it('of a million tokens in one line without an end is read by every method', async () => {
    const filler = Array.from({ length: 520_000 }, (_, at) => `word${at % 7_919}`).join(' ');
    const fact = '0. The harbour of Zanland is Quartzport.';
    const cells = await cellsOn(
      rowOf(`${fact} ${filler}`, 'What is the harbour of Zanland?', 'Quartzport'),
      4_096,
    );
    assert.deepEqual(cells.map(seenBy), ALL_HAVE_SEEN_IT);
    const [longContext] = cells;
    assert.ok((longContext?.usage.inputTokens ?? 0) > 1_000_000);
  });

  it('of emoji and of writing from right to left is found as it is', async () => {
    const facts = [
      '0. The capital of 🏴‍☠️ is 🐙 Tentacle City 👩‍👩‍👧‍👦.',
      '1. The capital of مملكة النور is مدينة السلام.',
      '2. The capital of ארץ השמש is עיר הזהב.',
      '3. The capital of 東の国 is 桜の都.',
    ];
    const padding = Array.from(
      { length: 60 },
      (_, at) => `${at + 4}. The river of Land${at} is R${at}.`,
    );
    const context = `Here is a list of facts:\n${[...facts, ...padding].join('\n')}`;
    for (const [question, answer] of [
      ['What is the capital of مملكة النور?', 'مدينة السلام'],
      ['What is the capital of ארץ השמש?', 'עיר הזהב'],
      ['What is the capital of 東の国?', '桜の都'],
    ] as const) {
      const cells = await cellsOn(rowOf(context, question, answer), 64);
      assert.deepEqual(cells.map(seenBy), ALL_HAVE_SEEN_IT, question);
    }
  });
});
