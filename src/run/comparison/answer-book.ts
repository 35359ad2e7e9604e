import type { QuestionRow, RowVisitor } from '../report/question-row.ts';

/** What people want to see of a question whose outcome changed. */
export interface BookedAnswer {
  readonly question: string;
  readonly accepted: readonly string[];
  readonly answer: string;
}

/** The answers of a run's first trial, cut short, by cell and question. */
export interface AnswerBook {
  readonly add: RowVisitor;
  answerOf(cellId: string, questionId: string): BookedAnswer | undefined;
}

const CHARACTERS_MAX = 300;

export function createAnswerBook(): AnswerBook {
  const answers = new Map<string, BookedAnswer>();
  return {
    add(rows) {
      for (const { cell, unit, record } of rows) {
        if (unit.trial > 1) continue;
        answers.set(`${cell.cellId} ${record.questionId}`, bookedAnswer(record));
      }
    },
    answerOf: (cellId, questionId) => answers.get(`${cellId} ${questionId}`),
  };
}

function bookedAnswer({ question, answers, answer = '' }: QuestionRow['record']): BookedAnswer {
  return {
    question: question.slice(0, CHARACTERS_MAX),
    accepted: answers.slice(0, 5),
    answer: answer.slice(0, CHARACTERS_MAX),
  };
}
