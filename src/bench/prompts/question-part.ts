/**
 * The question part of a prompt: what to do, the bare question, a cue for the reply. Written and
 * read in one file, because the embedded extractive reader has to find the bare question again.
 */
export interface QuestionPart {
  readonly instructions: string;
  /** The question as the dataset has it. */
  readonly text: string;
  /** The last line, without its colon: `Answer`. Empty when there is none. */
  readonly cue: string;
}

const MARK = '\n\nQuestion: ';
const CUE = /\n([\p{L} ]{1,40}):\s*$/u;

/** Lays out a question part; `splitQuestionPart` reads it back. */
export function renderQuestionPart({ instructions, text, cue }: QuestionPart): string {
  return `${instructions}${MARK}${text}\n${cue}:`;
}

/**
 * Finds the bare question in a question part. Text of any other layout is all question:
 * instructions and cue are then empty.
 */
export function splitQuestionPart(part: string): QuestionPart {
  const at = part.indexOf(MARK);
  if (at === -1) return { instructions: '', text: part.trim(), cue: '' };
  const rest = part.slice(at + MARK.length);
  const cue = CUE.exec(rest);
  return {
    instructions: part.slice(0, at),
    text: cue ? rest.slice(0, cue.index) : rest,
    cue: cue?.[1] ?? '',
  };
}
