import { bareQuestion } from '../bench/prompts/bare-question.ts';
import type { ContextRow, Question } from '../contracts/dataset.ts';
import type { EventSink } from '../contracts/events.ts';
import type { ModelGateway } from '../contracts/gateway.ts';
import type { Answer, Chunk, Memory, Phase, Query } from '../contracts/memory-method.ts';
import type { Clock } from '../core/clock.ts';
import { MabError } from '../core/errors.ts';
import type { RunId } from '../core/ids.ts';
import { askAll, placeOf } from './ask-all.ts';
import { stopsRun, toMabError } from './stopping.ts';
import type { UnitPlan } from './unit-plan.ts';
import type { WorkBounds } from './work-bounds.ts';

export interface UnitRunnerOptions {
  readonly runId: RunId;
  readonly gateway: ModelGateway;
  readonly clock: Clock;
  readonly countTokens: (text: string) => number;
  readonly onEvent: EventSink;
  readonly bounds: WorkBounds;
}

/** What became of one question. A failure is a value: an outage is never a wrong answer. */
export interface QuestionOutcome {
  readonly question: Question;
  readonly at: string;
  readonly answer?: Answer;
  readonly error?: MabError;
  /** Time of this process apart from waiting for models, in ms. */
  readonly localMs: number;
}

export interface UnitOutcome {
  readonly questions: readonly QuestionOutcome[];
  readonly memorizeMs: number;
  readonly finalizeMs: number;
}

/**
 * Runs one unit: memorize, finalize, answer. It knows nothing of runs, and is simply repeated after
 * a crash: calls that were made before come from the ledger.
 *
 * @throws {MabError} for what stops the run (budget, key, disk …), and MEMORY_EMPTY.
 */
export async function runUnit(
  unit: UnitPlan,
  row: ContextRow,
  chunks: readonly string[],
  options: UnitRunnerOptions,
): Promise<UnitOutcome> {
  const work = new UnitWork(unit, row, options);
  const memory = await work.createMemory();
  const memorizeMs = await work.memorize(memory, chunks);
  const finalizeMs = await work.finalize(memory);
  return { questions: await work.answerAll(memory), memorizeMs, finalizeMs };
}

class UnitWork {
  readonly #unit: UnitPlan;
  readonly #row: ContextRow;
  readonly #options: UnitRunnerOptions;
  readonly #questions: readonly Question[];

  constructor(unit: UnitPlan, row: ContextRow, options: UnitRunnerOptions) {
    this.#unit = unit;
    this.#row = row;
    this.#options = options;
    this.#questions = row.questions.slice(0, unit.questions);
  }

  async createMemory(): Promise<Memory> {
    const { cell } = this.#unit;
    const { gateway, countTokens } = this.#options;
    const method = await cell.method.load();
    const byId = new Map(this.#questions.map((question) => [question.id, question]));
    const gold = (questionId: string): Question => {
      const question = byId.get(questionId);
      if (question) return question;
      throw new MabError('QUESTION_UNKNOWN', `There is no question ${questionId}.`, {
        blame: 'bug',
      });
    };
    return method.create(
      {
        contextId: this.#row.contextId,
        profile: cell.profile,
        reader: gateway.reader,
        countTokens,
        ...(cell.method.capabilities.needsGold ? { gold } : {}),
        ...(cell.embedder ? { embedder: gateway.embedder(cell.embedder.name) } : {}),
      },
      cell.options,
    );
  }

  async memorize(memory: Memory, texts: readonly string[]): Promise<number> {
    const { cell, unitId } = this.#unit;
    if (!cell.method.capabilities.emptyMemory && !texts.some((text) => text.trim() !== '')) {
      throw new MabError('MEMORY_EMPTY', `${this.#row.contextId} gave no text to remember.`, {
        hint: 'Check the context of this row.',
      });
    }
    let ms = 0;
    for (const [index, text] of texts.entries()) {
      const id = `${this.#row.contextId}#c${index}`;
      const chunk: Chunk = { id, index, text, message: cell.prompts.memorize(text) };
      ms += await this.#timed('memorize', placeOf('c', index), () => memory.memorize(chunk));
      const progress = { done: index + 1, chunks: texts.length };
      this.#options.onEvent({ type: 'chunk-memorized', unitId, ...progress });
    }
    return ms;
  }

  finalize(memory: Memory): Promise<number> {
    return this.#timed('finalize', 'finalize', () => memory.finalize());
  }

  /** In the questions' order, whatever the order in which they were finished. */
  answerAll(memory: Memory): Promise<QuestionOutcome[]> {
    const room = this.#options.bounds.questions(this.#row.context.length);
    return askAll(this.#questions, room, (question) => this.#answer(memory, question));
  }

  async #answer(memory: Memory, question: Question): Promise<QuestionOutcome> {
    const { unitId } = this.#unit;
    const { onEvent } = this.#options;
    const place = placeOf('q', question.index);
    let answer: Answer | undefined;
    let error: MabError | undefined;
    const localMs = await this.#timed('answer', place, async () => {
      try {
        answer = await memory.answer(this.#query(question));
      } catch (thrown) {
        error = toMabError(thrown);
        if (stopsRun(error)) throw error;
      }
    });
    if (answer) error = notAnAnswer(answer);
    const outcome = error ? 'failed' : 'answered';
    onEvent({ type: 'question-finished', unitId, questionId: question.id, outcome });
    if (error) return { question, at: place, error, localMs };
    return { question, at: place, localMs, ...(answer ? { answer } : {}) };
  }

  #query(question: Question): Query {
    const { dataset, prompts } = this.#unit.cell;
    return {
      id: question.id,
      text: bareQuestion(question.text),
      ...prompts.query(question),
      system: prompts.system,
      maxOutputTokens: dataset.maxOutputTokens,
    };
  }

  /**
   * Runs work under its place in the ledger; the time of this process apart from waiting for
   * models.
   */
  async #timed(phase: Phase, place: string, work: () => Promise<void>): Promise<number> {
    const { gateway, clock, runId } = this.#options;
    const { unitId, trial, cell } = this.#unit;
    const waited = { ms: 0 };
    const startedAt = clock.elapsed();
    await gateway.within(
      {
        ...{ runId, unitId, phase, trial, waited, cellId: cell.cellId },
        questions: this.#questions.length,
        at: place,
        contextId: this.#row.contextId,
        dataset: cell.dataset.id,
      },
      work,
    );
    return Math.max(0, clock.elapsed() - startedAt - waited.ms);
  }
}

/** What a reply is when it says nothing about the memory. */
function notAnAnswer({ finish, text }: Answer): MabError | undefined {
  if (finish === 'filter') return withheld();
  if (finish === 'length' && text.trim() === '') return usedUp();
  return undefined;
}

function usedUp(): MabError {
  return new MabError(
    'ANSWER_USED_UP',
    'The output limit was used up before a word of the answer (reasoning counts as output).',
    {
      blame: 'provider',
      hint: 'Use a model that does not reason, or one that can be told not to.',
    },
  );
}

function withheld(): MabError {
  return new MabError('ANSWER_WITHHELD', 'The provider withheld the answer (content filter).', {
    blame: 'provider',
    hint: 'Use another model for this dataset, or ask the vendor to lift the filter.',
  });
}
