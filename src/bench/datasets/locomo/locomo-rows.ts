import { z } from 'zod';
import { invariant } from '../../../core/errors.ts';
import { arrayRows } from '../files/array-rows.ts';
import { type AskedQuestion, askedRow, createCounter } from '../files/asked-row.ts';
import { type FilePlace, type FileRow, type FileRows, placeInvalid } from '../files/file-row.ts';
import { sessionsText, turnText } from '../files/session-text.ts';
import type { TextFile } from '../files/text-file.ts';
import { OTHER_ENTRIES } from '../other-catalog.ts';
import { describeProblems } from '../own/own-schema.ts';
import { LOCOMO_CATEGORIES, NOT_MENTIONED } from './locomo-categories.ts';

const text = z.string().refine((value) => value.trim() !== '', 'must not be empty');
const turns = z.array(
  z.object({
    ...{ speaker: text, dia_id: text, text: z.string() },
    blip_caption: z.string().optional(),
  }),
);

/** Lenient: what is not used is not looked at. */
const entrySchema = z.object({
  sample_id: text,
  conversation: z.record(z.string(), z.unknown()),
  qa: z
    .array(
      z.object({
        question: text,
        answer: z.union([text, z.number().transform(String)]).optional(),
        category: z.int().min(1).max(5),
        evidence: z.array(z.string()),
      }),
    )
    .min(1),
});

type Qa = z.infer<typeof entrySchema>['qa'][number];

interface Session {
  readonly date: string;
  readonly turns: readonly { role: string; content: string; id: string }[];
}

/**
 * LoCoMo's file: each conversation is a context of two datasets, one with the questions that it
 * answers, one with those that it does not.
 */
export function locomoRows(label: string, file: TextFile): FileRows {
  return arrayRows(label, file, () => {
    const count = createCounter();
    return (raw, place) => toFileRows(raw, place, count);
  });
}

function toFileRows(raw: unknown, place: FilePlace, count: (dataset: string) => number): FileRow[] {
  const parsed = entrySchema.safeParse(raw, { reportInput: true });
  if (!parsed.success) throw placeInvalid(place, `is bad: ${describeProblems(parsed.error)}`);
  const sessions = readSessions(parsed.data.conversation, place);
  const context = sessionsText(sessions);
  const isAdversarial = ({ category }: Qa): boolean =>
    LOCOMO_CATEGORIES[category] === 'adversarial';
  return ['locomo', 'locomo_adversarial'].flatMap((id): FileRow[] => {
    const entry = OTHER_ENTRIES.find((known) => known.id === id);
    invariant(entry, `${id} is not in the catalogue`);
    const wanted = parsed.data.qa.filter((qa) => isAdversarial(qa) === (id !== 'locomo'));
    if (wanted.length === 0) return [];
    const questions = wanted.map((qa) => asked(qa, sessions, place));
    const warnings = wanted.flatMap((qa, at) => strayText(qa, at, sessions));
    return [{ place, row: askedRow(entry, count(id), context, questions), warnings }];
  });
}

/** `session_1`, `session_2`, … with their `session_1_date_time`, in this order. */
function readSessions(conversation: Record<string, unknown>, place: FilePlace): Session[] {
  const sessions: Session[] = [];
  for (let at = 1; conversation[`session_${at}`] !== undefined; at++) {
    const parsed = turns.safeParse(conversation[`session_${at}`], { reportInput: true });
    const date = text.safeParse(conversation[`session_${at}_date_time`]);
    if (!parsed.success) {
      const problem = describeProblems(parsed.error);
      throw placeInvalid(place, `is bad: conversation.session_${at}${problem}`);
    }
    if (!date.success) throw placeInvalid(place, `has no conversation.session_${at}_date_time`);
    sessions.push({ date: date.data, turns: parsed.data.map(turnOf) });
  }
  if (sessions.length === 0) throw placeInvalid(place, 'has no conversation.session_1');
  return sessions;
}

/** Pictures are told by their caption, as in the published evaluation. */
function turnOf(turn: z.infer<typeof turns>[number]): Session['turns'][number] {
  const picture = turn.blip_caption ? ` [shares a picture: ${turn.blip_caption}]` : '';
  return { role: turn.speaker, content: `${turn.text}${picture}`, id: turn.dia_id };
}

function asked(qa: Qa, sessions: readonly Session[], place: FilePlace): AskedQuestion {
  const type = LOCOMO_CATEGORIES[qa.category];
  const answer = type === 'adversarial' ? NOT_MENTIONED : qa.answer;
  if (answer === undefined) throw placeInvalid(place, `has no answer to "${qa.question}"`);
  const found = evidenceOf(qa, sessions);
  const evidence = found.flatMap((passage) => passage ?? []);
  return {
    ...{ text: qa.question, answers: [answer] },
    ...(type !== undefined && { type }),
    // A part of the evidence would look like the whole.
    ...(evidence.length > 0 && evidence.length === found.length && { evidence }),
  };
}

/** The turns that a question names: `D1:3`, and in a few places several in one text. */
function evidenceOf({ evidence }: Qa, sessions: readonly Session[]): (string | undefined)[] {
  const ids = evidence.flatMap((names) => names.split(/[;\s]+/)).filter((id) => id !== '');
  const all = sessions.flatMap(({ turns: said }) => said);
  return ids.map((id) => {
    const turn = all.find((one) => one.id === id);
    return turn && turnText(turn);
  });
}

function strayText(qa: Qa, at: number, sessions: readonly Session[]): string[] {
  if (evidenceOf(qa, sessions).every((passage) => passage !== undefined)) return [];
  return [
    `Evidence of question ${at} (${qa.evidence.join(', ')}) names a turn that is not there; the ` +
      'oracle does without it.',
  ];
}
