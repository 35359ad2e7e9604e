import { letteredOptions } from '../../../bench/metrics/lettered-options.ts';
import { bareQuestion } from '../../../bench/prompts/bare-question.ts';
import { splitQuestionPart } from '../../../bench/prompts/question-part.ts';
import { readOptionList } from './option-list.ts';

/** What the question part of a prompt asks for. */
export type ReadQuestion =
  | { readonly kind: 'choice'; readonly text: string; readonly options: readonly string[] }
  | { readonly kind: 'label'; readonly text: string }
  | { readonly kind: 'recommendation'; readonly text: string }
  | { readonly kind: 'open'; readonly text: string };

/** A dialogue in which it is the system's turn. */
const DIALOGUE = /^User: .*\nSystem:\s*$/s;

/** A list of options is a choice; instructions or a cue that speak of a label ask for one. */
export function readQuestion(part: string): ReadQuestion {
  const { instructions, text: given, cue } = splitQuestionPart(part);
  const text = bareQuestion(given);
  if (DIALOGUE.test(text)) return { kind: 'recommendation', text };
  const listed = readOptionList(text);
  const options = listed.length > 0 ? listed : letteredOptions(text).map(({ line }) => line);
  if (options.length > 0) return { kind: 'choice', text, options };
  if (/\blabel\b/i.test(`${instructions}\n${cue}`) || /\blabel:\s*$/i.test(text)) {
    return { kind: 'label', text: text.replace(/\s*\blabel:\s*$/i, '') };
  }
  return { kind: 'open', text };
}
