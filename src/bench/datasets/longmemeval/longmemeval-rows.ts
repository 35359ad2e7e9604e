import { z } from 'zod';
import { invariant } from '../../../core/errors.ts';
import { arrayRows } from '../files/array-rows.ts';
import { type AskedQuestion, askedRow } from '../files/asked-row.ts';
import { type FilePlace, type FileRow, type FileRows, placeInvalid } from '../files/file-row.ts';
import { sessionsText } from '../files/session-text.ts';
import { fileInvalid, type TextFile } from '../files/text-file.ts';
import { OTHER_ENTRIES } from '../other-catalog.ts';
import { describeProblems } from '../own/own-schema.ts';
import { LONGMEMEVAL_TYPES } from '../question-columns.ts';

const text = z.string().refine((value) => value.trim() !== '', 'must not be empty');

/** Lenient: what is not used is not looked at. */
const entrySchema = z
  .object({
    question_id: text,
    question_type: z.enum(LONGMEMEVAL_TYPES as [string, ...string[]]),
    question: text,
    answer: z.union([text, z.number().transform(String)]),
    question_date: text,
    haystack_dates: z.array(text),
    haystack_sessions: z
      .array(
        z.array(z.object({ role: text, content: z.string(), has_answer: z.boolean().nullish() })),
      )
      .min(1),
  })
  .refine(
    ({ haystack_dates, haystack_sessions }) => haystack_dates.length === haystack_sessions.length,
    'has not as many haystack_dates as haystack_sessions',
  );

type Entry = z.infer<typeof entrySchema>;

/**
 * A file of LongMemEval itself: a context for each question. The name of the file says which of its
 * three datasets it is.
 *
 * @throws {MabError} DATA_UNREADABLE for a name that says none.
 * Source: "Dataset Format" in the README of LongMemEval.
 */
export function longMemEvalRows(label: string, file: TextFile): FileRows {
  const size = /longmemeval_(oracle|s|m)(?![a-z])/.exec(file.name)?.[1];
  const known = OTHER_ENTRIES.find(({ id }) => id === `longmemeval_${size}`);
  if (!known) {
    const hint = 'Name it longmemeval_s.json, longmemeval_m.json or longmemeval_oracle.json.';
    throw fileInvalid(
      file,
      `The name ${file.name} does not say which file of LongMemEval it is.`,
      hint,
    );
  }
  return arrayRows(label, file, () => {
    const ids = new Set<string>();
    return (raw, place) => [toFileRow(raw, place, ids)];
  });

  function toFileRow(raw: unknown, place: FilePlace, ids: Set<string>): FileRow {
    invariant(known, 'the name of the file has been looked at');
    const parsed = entrySchema.safeParse(raw, { reportInput: true });
    if (!parsed.success) throw placeInvalid(place, `is bad: ${describeProblems(parsed.error)}`);
    const entry = parsed.data;
    const { question_id: id } = entry;
    if (ids.has(id)) throw placeInvalid(place, `has the question_id "${id}" of one before it`);
    const index = ids.size;
    ids.add(id);
    return { place, row: askedRow(known, index, contextOf(entry), [asked(entry)]), warnings: [] };
  }
}

/** In the order of time, as the two larger files have it: the smallest is not sorted. */
function contextOf({ haystack_dates: dates, haystack_sessions: sessions }: Entry): string {
  const dated = sessions.map((turns, at) => ({ date: dates[at] ?? '', turns }));
  // As in `2023/05/20 (Sat) 02:21`; the sort is stable.
  return sessionsText(dated.toSorted((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date))));
}

function asked(entry: Entry): AskedQuestion {
  const { question, answer, question_type, question_id, question_date } = entry;
  const evidence = entry.haystack_sessions
    .flat()
    .flatMap(({ content, has_answer }) => (has_answer && content !== '' ? [content] : []));
  return {
    ...{ text: question, answers: [answer], type: question_type },
    ...{ sourceId: question_id, date: question_date },
    ...(evidence.length > 0 && { evidence }),
  };
}
