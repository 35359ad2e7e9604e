import assert from 'node:assert/strict';
import type { ContextRow, Question } from '../../../../contracts/dataset.ts';
import { sha256 } from '../../../../core/hashing.ts';
import { openCorpusSource } from '../open-corpus.ts';

const made = new Map<string, Promise<ContextRow>>();

/** The one row of a dataset; made once for each id and seed. */
export function openRow(dataset: string, seed = 1): Promise<ContextRow> {
  const key = `${dataset} ${seed}`;
  const row = made.get(key) ?? makeRow(dataset, seed);
  made.set(key, row);
  return row;
}

async function makeRow(dataset: string, seed: number): Promise<ContextRow> {
  const rows: ContextRow[] = [];
  for await (const row of openCorpusSource(seed).rows(dataset)) rows.push(row);
  const [row] = rows;
  assert.ok(row && rows.length === 1);
  return row;
}

export const answerTo = ({ answers }: Question): string => answers[0] ?? '';

/** How often a text stands in another. */
export function timesIn(text: string, part: string): number {
  let times = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) times++;
  return times;
}

/**
 * What has to hold for any row of the open corpus.
 *
 * @param searched  Questions whose evidence is looked for: in a long context that takes its time.
 */
export function assertSound(row: ContextRow, searched = 100): void {
  const { context, contextId, contextSha256, questions, status } = row;
  assert.equal(status, 'open-corpus');
  assert.equal(contextSha256, sha256(context));
  assert.equal(questions.length, 100);
  assert.equal(new Set(questions.map(({ text }) => text)).size, 100);
  for (const [index, question] of questions.entries()) {
    const { id, answers, evidence = [] } = question;
    assert.equal(id, `${contextId}/q${index}`);
    assert.equal(question.index, index);
    assert.ok(answers.length > 0 && answers.every((answer) => answer !== ''));
    assert.ok(evidence.length > 0);
    if (index >= searched) continue;
    for (const passage of evidence) {
      assert.equal(timesIn(context, passage), 1, `"${passage}" stands once in the context`);
    }
  }
}
