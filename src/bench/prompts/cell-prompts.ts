import type { Question } from '../../contracts/dataset.ts';
import type { Capabilities, Query } from '../../contracts/memory-method.ts';
import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { datedQuestion } from './bare-question.ts';
import { PROMPTS_VERSION, promptsFor } from './family-prompts.ts';
import { publishedQuery } from './published-query.ts';

/** The wording of one cell. Free of the clock and of chance. */
export interface CellPrompts {
  readonly system: string;
  /** A chunk as it is told to methods that are fed by messages. */
  memorize(chunk: string): string;
  query(question: Question): Pick<Query, 'message' | 'publishedText' | 'layout'>;
}

/** Prompts of all cells. */
export interface PromptBook {
  /** Names wording and layout: part of what a unit and a run are. */
  readonly version: string;
  /** @throws {MabError} PROMPTS_INVALID where the book has none for such a cell. */
  promptsOf(family: DatasetFamily, answerMode: Capabilities['answerMode']): CellPrompts;
}

/** The wording of mab: the same for all methods. */
export const OWN_PROMPTS: PromptBook = {
  version: PROMPTS_VERSION,
  promptsOf(family) {
    const { system, memorize, question: ask } = promptsFor(family);
    return {
      ...{ system, memorize },
      query(question) {
        const message = ask(datedQuestion(question));
        return { message, publishedText: publishedQuery(family, question.text, message) };
      },
    };
  },
};
