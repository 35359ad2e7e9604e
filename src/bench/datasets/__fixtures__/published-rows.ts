import type { ContextRow } from '../../../contracts/dataset.ts';
import { invariant } from '../../../core/errors.ts';
import { findDataset } from '../catalog.ts';
import type { DatasetFamily } from '../dataset-entry.ts';
import { openCorpusSource } from '../open-corpus/open-corpus.ts';
import { conversationRow } from './conversation-row.ts';
import { NO_METADATA, type PublishedRow, pairIds } from './published-file.ts';

/** The task of the open corpus whose contexts have the form of a family's. */
const TASKS: Readonly<Partial<Record<DatasetFamily, string>>> = {
  'ruler-qa': 'open_retrieval_6k',
  eventqa: 'open_event_6k',
  icl: 'open_icl_6k',
  recsys: 'open_recsys_6k',
  'fact-consolidation': 'open_fact_sh_6k',
  'infbench-sum': 'open_event_6k',
  'detective-qa': 'open_event_6k',
};

/**
 * A small row in the form of any sub-dataset of the benchmark, with the columns that its published
 * rows fill in.
 *
 * @param seed  Another seed gives another row.
 * @returns And the table of films, where answers are ids of one.
 */
export async function publishedRow(
  dataset: string,
  seed: number,
  questions = 2,
): Promise<{ readonly row: PublishedRow; readonly items?: ContextRow['items'] }> {
  const { family } = findDataset(dataset);
  if (family === 'longmemeval') return { row: conversationRow(dataset, seed, questions) };
  const open = await openRow(TASKS[family] ?? '', seed);
  if (family === 'infbench-sum') return { row: summaryRow(open, dataset) };
  if (family === 'detective-qa') return { row: detectiveRow(open, dataset, questions) };
  const asked = open.questions.slice(0, questions);
  const row: PublishedRow = {
    context: open.context,
    questions: asked.map(({ text }) => text),
    answers: asked.map(({ answers }) => answers),
    metadata: {
      ...{ ...NO_METADATA, source: dataset, qa_pair_ids: pairIds(dataset, asked.length) },
      ...(family === 'eventqa' && { previous_events: asked.map(({ text }) => eventsTold(text)) }),
    },
  };
  return { row, ...(open.items && { items: open.items }) };
}

async function openRow(task: string, seed: number): Promise<ContextRow> {
  for await (const row of openCorpusSource(seed).rows(task)) return row;
  invariant(false, `${task} has no row`);
}

const eventsTold = (question: string): string => (question.match(/^\d+\. .*$/gm) ?? []).join('\n');

/** The events of a story, in the sentences that its questions ask for. */
const eventsOf = ({ questions }: ContextRow): string[] =>
  questions.map(({ answers }) => answers[0] ?? '');

function summaryRow(open: ContextRow, dataset: string): PublishedRow {
  const events = eventsOf(open).slice(0, 5);
  return {
    context: open.context,
    questions: ['Write a summary of the book, of about 200 words.'],
    answers: [[events.join(' ')]],
    metadata: {
      ...NO_METADATA,
      demo: 'For example:\n\n[a book]\n\nSummary: Somebody left, and came back.',
      keypoints: events,
      qa_pair_ids: pairIds(dataset, 1),
      source: dataset,
    },
  };
}

const EXAMPLE = `You are given a story, a question and options. Answer as in this example.

Question: Who sang?
A. The cook
B. The baker
Output:
{"answer": "B. The baker", "reasoning": ["Only he knew the song."]}

`;

function detectiveRow(open: ContextRow, dataset: string, count: number): PublishedRow {
  const events = eventsOf(open);
  const asked = Array.from({ length: count }, (_, index) => {
    const right = index % 4;
    const others = events.slice(10 + 4 * index, 14 + 4 * index);
    const options = others.with(right, events[index] ?? '').map((event, at) => {
      return `${'ABCD'[at]}. ${event}`;
    });
    const question = `Which of these came before the others?\n${options.join('\n')}\nOutput:`;
    return { text: `${EXAMPLE}Now Answer the Question: ${question}`, answer: options[right] ?? '' };
  });
  return {
    context: open.context,
    questions: asked.map(({ text }) => text),
    answers: asked.map(({ answer }) => [answer]),
    metadata: {
      ...NO_METADATA,
      demo: 'An example.',
      qa_pair_ids: pairIds(dataset, count),
      source: dataset,
    },
  };
}
