import type { AnswerRecord } from '../../../contracts/records.ts';
import type { CellReport, OutcomeName } from '../../../contracts/report.ts';
import { formatUsd } from '../../../core/money.ts';
import type { QuestionRow, RowVisitor } from '../../report/question-row.ts';
import { methodName } from '../cell-names.ts';
import { tokensIn } from '../question-costs.ts';
import { verdictTexts } from '../verdict-text.ts';
import { shortened } from './shortened.ts';

/**
 * What the script of the page reads: every question with every method's answer to it. Retrieved
 * texts stand once in `items`, however many questions they were found for.
 */
export interface QuestionData {
  readonly cells: readonly {
    readonly cellId: string;
    readonly dataset: string;
    readonly name: string;
    readonly metric: string;
    readonly controlArm: boolean;
  }[];
  readonly items: readonly DataItem[];
  readonly questions: readonly DataQuestion[];
}

export interface DataItem {
  readonly kind: string;
  readonly text: string;
  readonly sources: readonly string[];
}

export interface DataQuestion {
  readonly id: string;
  readonly dataset: string;
  readonly text: string;
  readonly answers: readonly string[];
  readonly by: DataAnswer[];
}

interface DataAnswer {
  /** Position in `cells`. */
  readonly cell: number;
  /** From 2; absent for the first. */
  readonly trial?: number;
  readonly outcome: OutcomeName;
  readonly answer?: string;
  /** Where it differs from the answer. */
  readonly parsed?: string;
  readonly scores: Readonly<Record<string, number>>;
  /** What each judge said, in words; absent where nobody has marked it. */
  readonly verdicts?: readonly string[];
  readonly error?: string;
  /** `length` and the like; absent for `stop`. */
  readonly finish?: string;
  readonly droppedTokens?: number;
  /** In, out. */
  readonly tokens: readonly [number, number];
  /** Absent where it was free. */
  readonly cost?: string;
  readonly ms?: number;
  /** Positions in `items`, by rank. */
  readonly items: readonly number[];
  /** How many there were, where some are left out. */
  readonly retrieved?: number;
  /** As many; absent where the method gives none. */
  readonly itemScores?: readonly (number | null)[];
}

/** Longer texts are cut on the page; `mab show` has them whole. */
const TEXT_CHARACTERS_MAX = 1_000;
const ACCEPTED_MAX = 20;

const shortText = (text: string): string => shortened(text, TEXT_CHARACTERS_MAX);

/** Gathers the questions of a run as they are read. */
export interface QuestionCollector {
  readonly add: RowVisitor;
  /** @param cells  In the order in which their answers are to be shown. */
  finish(cells: readonly CellReport[]): QuestionData;
}

export function createQuestionCollector(): QuestionCollector {
  const items = createItems();
  const questions = new Map<string, DataQuestion>();
  const cellIds = new Map<string, number>();
  return {
    add(rows) {
      for (const row of rows) {
        const { cell, record } = row;
        const at = cellIds.get(cell.cellId) ?? cellIds.size;
        cellIds.set(cell.cellId, at);
        const question = questions.get(record.questionId) ?? dataQuestion(row);
        questions.set(record.questionId, question);
        question.by.push(dataAnswer(row, at, items.numbers(record.retrieved)));
      }
    },
    finish: (cells) => {
      const order = new Map(cells.map(({ cellId }, at) => [cellIds.get(cellId), at]));
      const placeOf = ({ cell }: DataAnswer): number => order.get(cell) ?? cells.length;
      for (const { by } of questions.values()) by.sort((a, b) => placeOf(a) - placeOf(b));
      const cellOf = new Map(cells.map((cell) => [cell.cellId, cell]));
      return {
        cells: [...cellIds.keys()].flatMap((cellId) => cellOf.get(cellId) ?? []).map(dataCell),
        items: items.list,
        questions: [...questions.values()],
      };
    },
  };
}

function dataCell(cell: CellReport): QuestionData['cells'][number] {
  const { cellId, dataset, metric, controlArm } = cell;
  return { cellId, dataset, metric, controlArm, name: methodName(cell) };
}

function createItems() {
  const list: DataItem[] = [];
  const known = new Map<string, number>();
  return {
    list,
    numbers: (retrieved: AnswerRecord['retrieved']): number[] =>
      retrieved.map(({ kind, excerpt, sources }) => {
        const key = JSON.stringify([kind, excerpt, sources]);
        const number = known.get(key);
        if (number !== undefined) return number;
        known.set(key, list.length);
        return list.push({ kind, text: excerpt, sources }) - 1;
      }),
  };
}

function dataQuestion({ cell, record }: QuestionRow): DataQuestion {
  const { questionId, question, answers } = record;
  return {
    id: questionId,
    dataset: cell.dataset,
    text: shortText(question),
    answers: answers.slice(0, ACCEPTED_MAX).map(shortText),
    by: [],
  };
}

function dataAnswer(
  { unit, record, scores, timing, outcome, verdict }: QuestionRow,
  cell: number,
  items: readonly number[],
): DataAnswer {
  const { answer, error, finish, droppedTokens, usage, standalonePicoUsd, retrieved } = record;
  const parsed = scores?.parsed;
  return {
    ...{ cell, outcome, items },
    ...(unit.trial > 1 ? { trial: unit.trial } : {}),
    ...(answer === undefined ? {} : { answer: shortText(answer) }),
    ...(parsed === undefined || parsed === answer ? {} : { parsed: shortText(parsed) }),
    ...(verdict ? { verdicts: verdictTexts(verdict).map(shortText) } : {}),
    ...(error ? { error: `${error.code}: ${error.message}` } : {}),
    ...(finish === undefined || finish === 'stop' ? {} : { finish }),
    ...(droppedTokens > 0 ? { droppedTokens } : {}),
    ...(standalonePicoUsd === '0' ? {} : { cost: formatUsd(BigInt(standalonePicoUsd)) }),
    ...(timing ? { ms: rounded(timing.modelMs + timing.localMs) } : {}),
    scores: Object.fromEntries(
      Object.entries(scores?.scores ?? {}).map(([name, score]) => [name, rounded(score)]),
    ),
    tokens: [tokensIn(usage), usage.outputTokens],
    ...(retrieved.some(({ score }) => score !== undefined)
      ? { itemScores: retrieved.map(({ score }) => (score === undefined ? null : rounded(score))) }
      : {}),
  };
}

/** Three digits are all that a page shows, and random digits are all that does not compress. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
