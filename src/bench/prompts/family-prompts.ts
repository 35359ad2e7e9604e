import { shortHash } from '../../core/hashing.ts';
import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { renderQuestionPart } from './question-part.ts';
import { renderReaderPrompt } from './reader-prompt.ts';

/** The wording for one family: our own, not the reference's. Free of the clock and of chance. */
export interface FamilyPrompts {
  readonly system: string;
  /** A chunk as it is told to methods that are fed by messages. */
  memorize(chunk: string): string;
  /** The bare question as the reader is asked it. */
  question(text: string): string;
}

interface Wording {
  readonly system: string;
  readonly memorize: string;
  readonly instructions: string;
  readonly cue: string;
}

const WORDINGS: { readonly [family in DatasetFamily]: Wording } = {
  'ruler-qa': {
    system: 'You answer questions from the documents that you were given to remember.',
    memorize: 'Remember these documents. Questions about them will follow later.',
    instructions:
      'Answer the question from the documents in memory. ' +
      'Reply with the answer alone, in a few words, without a sentence around it.',
    cue: 'Answer',
  },
  eventqa: {
    system: 'You remember a book that was read to you piece by piece, and the order of its events.',
    memorize: 'This is the next part of a book. Remember what happens in it, and in which order.',
    instructions:
      'The question is about the book in memory. ' +
      'Reply with exactly one of the listed events, copied word for word, and nothing else.',
    cue: 'Next event',
  },
  icl: {
    system: 'You learn from labelled examples how to label new texts. A label is a number.',
    memorize: 'Remember these examples. Each is a text, followed by the number of its label.',
    instructions:
      'Each example in memory is a text, followed by the number of its label. ' +
      'Decide which label the text below has, in the same way as in the examples. ' +
      'Reply with the bare number: digits only, no word before or after them.',
    cue: 'Label number',
  },
  longmemeval: {
    system: 'You remember the conversations that a user had with you, and when each took place.',
    memorize: 'Remember this part of our earlier conversations, with the times at which we spoke.',
    instructions:
      'The user asks about the conversations in memory. ' +
      'Answer from them as briefly as possible, in a phrase rather than a sentence. ' +
      'Where they do not say it, say that they do not.',
    cue: 'Answer',
  },
  recsys: {
    system: 'You recommend films, and remember how others recommended them.',
    memorize: 'Remember these conversations, in which films are recommended.',
    instructions:
      'The text below is the beginning of a new conversation. ' +
      'Recommend 20 films to go on with, the best first, ' +
      'going by the conversations in memory and by what is said here. ' +
      'Reply with a numbered list and nothing else: one title on each line, without a year.',
    cue: 'Recommendations',
  },
  'infbench-sum': {
    system: 'You remember a long book that was read to you piece by piece.',
    memorize: 'This is the next part of a book. Remember its events and its people.',
    instructions:
      'The request is about the book in memory. ' +
      'Write what it asks for about the whole book, from beginning to end, and nothing else.',
    cue: 'Summary',
  },
  'detective-qa': {
    system: 'You remember a detective story, with its clues, and reason about it.',
    memorize:
      'This is the next part of a detective story. Remember who did and said what, and when.',
    instructions:
      'The question is about the story in memory. ' +
      'Choose the right one of its options. ' +
      'Whatever else an example in the question shows, reply with one line: ' +
      'the letter and the text of that option, copied as they stand.',
    cue: 'Option',
  },
  'fact-consolidation': {
    system: 'You keep a numbered list of facts and answer questions from it.',
    memorize:
      'Remember these numbered facts. Where two of them contradict each other, ' +
      'the one with the higher number is the newer one.',
    instructions:
      'The facts in memory are numbered in the order in which they became known. ' +
      'Where facts contradict each other, only the one with the highest number still holds. ' +
      'Answer from these facts alone, even where they differ from the real world; ' +
      'several facts may have to be combined. ' +
      'Reply with the answer alone, in as few words as possible.',
    cue: 'Answer',
  },
  'whole-corpus': {
    system: 'You keep a long text in mind and answer questions about all of it.',
    memorize:
      'Remember all that this part of the text records. ' +
      'Later questions will count, add up and compare over all parts.',
    instructions:
      'The question is about everything in memory taken together, in the order of time. ' +
      'Count and add up exactly. ' +
      'Reply with the number or the name alone, numbers in digits.',
    cue: 'Answer',
  },
  'own-qa': {
    system: 'You answer questions from what you were given to remember.',
    memorize: 'Remember what follows. Questions about it will follow later.',
    instructions:
      'Answer the question from what is in memory. ' +
      'Reply with the answer alone, in a few words, without a sentence around it. ' +
      'Where memory does not say it, say that it does not.',
    cue: 'Answer',
  },
  'own-choice': {
    system: 'You answer questions from what you were given to remember.',
    memorize: 'Remember what follows. Questions about it will follow later.',
    instructions:
      'The question is about what is in memory. Choose the right one of its options. ' +
      'Reply with one line: the letter and the text of that option, copied as they stand.',
    cue: 'Option',
  },
  'own-summary': {
    system: 'You remember a long text that was read to you piece by piece.',
    memorize: 'This is the next part of a long text. Remember what it says.',
    instructions:
      'The request is about the text in memory. ' +
      'Write what it asks for about the whole text, from beginning to end, and nothing else.',
    cue: 'Summary',
  },
  locomo: {
    system: 'You remember the conversations of two people, and when each took place.',
    memorize: 'Remember this part of the conversations, with the times at which they took place.',
    instructions:
      'The question is about the conversations in memory. ' +
      'Answer in a short phrase, with their words where you can. ' +
      'Work out dates from the times of the conversations. ' +
      'Where they do not say it, reply: not mentioned.',
    cue: 'Answer',
  },
};

/** The prompts of a family of datasets. */
export function promptsFor(family: DatasetFamily): FamilyPrompts {
  const { system, memorize, instructions, cue } = WORDINGS[family];
  return {
    system,
    memorize: (chunk) => `${memorize}\n\n${chunk}`,
    question: (text) => renderQuestionPart({ instructions, text, cue }),
  };
}

/**
 * Names the wording and the layout of all prompts: part of a unit's identity. It is a hash of
 * rendered prompts, so it changes by itself when a word does.
 */
export const PROMPTS_VERSION: string = shortHash(
  (Object.keys(WORDINGS) as DatasetFamily[]).map((family) => {
    const { system, memorize, question } = promptsFor(family);
    const query = { system, message: question('<question>') };
    return [family, memorize('<chunk>'), renderReaderPrompt({ memories: ['<a>', '<b>'], query })];
  }),
);
