import { type RawSessions, type RowPlace, requiredText } from './raw-row.ts';

/**
 * The turns that settle a question, each as it stands in the context. None unless all of them stand
 * there: a part of the evidence would look like the whole.
 *
 * @param sessions  The question's own, with `has_answer` at the turns that it was made from.
 */
export function sessionEvidence(
  sessions: RawSessions,
  context: string,
  { what, ...place }: RowPlace & { readonly what: string },
): string[] | undefined {
  const marked = (sessions ?? []).flatMap((session) =>
    (session ?? []).filter((turn) => turn?.has_answer === true),
  );
  const found = marked.map((turn) => standing(requiredText(turn?.content, what, place), context));
  const passages = found.flatMap((passage) => passage ?? []);
  return found.length > 0 && passages.length === found.length ? passages : undefined;
}

/** The form in which a turn stands in the context. */
function standing(content: string, context: string): string | undefined {
  return [content, ...pythonForms(content)].find((form) => context.includes(form));
}

/**
 * A text inside Python's quotes: the contexts of LongMemEval are printed lists of turns.
 * Source: `repr` of Python 3, for texts that can be printed.
 */
function pythonForms(content: string): string[] {
  const escaped = content
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return [escaped, escaped.replaceAll("'", "\\'")];
}
