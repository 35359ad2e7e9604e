import type { Question } from '../../contracts/dataset.ts';
import { hasWords, lenientForm } from './lenient-form.ts';
import { type LetteredOption, letteredOptions } from './lettered-options.ts';
import { parseOutput } from './parse-output.ts';

/** The answer in the JSON object that the questions of DetectiveQA show as an example. */
const JSON_ANSWER = /"answer"\s*:\s*"((?:[^"\\]|\\.)*)"/iu;
/** `B`, `(B)`, `B. the butler`, `**B**`: the letter that a text begins with. */
const LETTER = /^[\s*_"'`([]*([A-Z])(?:[.):\]*_,;]|["'`]|\s*$|\s+[-–—])/u;
/** `The answer is (B)`, `correct option: B`; not `option B or C`. */
const NAMED =
  /\b(?:[Aa]nswer|[Oo]ption|[Cc]hoice)(?:\s+is)?[\s:*_("'`]{1,6}([A-Z])(?![\p{L}\p{N}'’])(?!\W{0,3}(?:or|and)\b)/u;

/**
 * A lenient companion of `exact_match` for multiple choice: 1 also when the reply names the
 * accepted option in another form: by its letter, by its text, in the JSON object with reasoning
 * that the questions show as an example, or after some words. The reference compares the whole
 * reply, or its first line, with letter and text of the option.
 *
 * Source: none; our own.
 */
export function choiceMatch(
  reply: string,
  { text, answers }: Pick<Question, 'text' | 'answers'>,
): 0 | 1 {
  const options = letteredOptions(text);
  const chosen = chosenIn(reply, options);
  if (chosen === undefined) return 0;
  return answers.some((answer) => optionNamed(answer, options) === chosen) ? 1 : 0;
}

/** What a reply decides for: a letter, or where the question lists no options a lenient text. */
function chosenIn(reply: string, options: readonly LetteredOption[]): string | undefined {
  const inJson = JSON_ANSWER.exec(reply)?.[1]?.replace(/\\(.)/g, '$1');
  const named = optionNamed(inJson ?? parseOutput(reply), options) ?? NAMED.exec(reply)?.[1];
  return named ?? onlyOneIn(reply, options);
}

/** The option that a text is: its letter. A text that is none of them is its lenient form. */
function optionNamed(text: string, options: readonly LetteredOption[]): string | undefined {
  const letter = LETTER.exec(text)?.[1];
  const isKnown = options.length === 0 || options.some((option) => option.letter === letter);
  if (letter !== undefined && isKnown) return letter;
  const form = lenientForm(text);
  if (options.length === 0) return form === '' ? undefined : form;
  return options.find((option) => lenientForm(option.text) === form)?.letter;
}

/** The only option whose text stands in the reply; several are no decision. */
function onlyOneIn(reply: string, options: readonly LetteredOption[]): string | undefined {
  const form = lenientForm(reply);
  const standing = options.filter(({ text }) => hasWords(form, lenientForm(text)));
  return standing.length === 1 ? standing[0]?.letter : undefined;
}
