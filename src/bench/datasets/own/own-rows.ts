import { invariant, MabError } from '../../../core/errors.ts';
import { type AskedQuestion, askedRow, createCounter } from '../files/asked-row.ts';
import { type FilePlace, type FileRow, type FileRows, placeInvalid } from '../files/file-row.ts';
import { type Line, parseLine, readLines } from '../files/json-lines.ts';
import { sessionsText } from '../files/session-text.ts';
import { fileInvalid, type TextFile } from '../files/text-file.ts';
import { ownEntry, ownId } from './own-catalog.ts';
import { describeProblems, type OwnRow, ownRowSchema } from './own-schema.ts';

/** A user's rows: files of JSON lines, in this order. */
export function ownRows(label: string, files: readonly TextFile[]): FileRows {
  return {
    label,
    async *read() {
      const reader = createReader();
      for (const file of files) {
        let row = 0;
        for await (const line of readLines(file)) {
          const place = { file: file.name, row: row++, name: `Line ${line.number}` };
          yield reader(line, place);
        }
        if (row > 0) continue;
        const hint = 'Write one JSON object a line; docs/guide/own-data.md has an example.';
        throw fileInvalid(file, `${file.name} is empty.`, hint);
      }
    },
  };
}

function createReader(): (line: Line, place: FilePlace) => FileRow {
  const count = createCounter();
  const firstOf = new Map<string, string>();
  return (line, place) => {
    try {
      const own = parseOwnRow(line, place);
      const dataset = ownId(own.task, own.dataset);
      if (own.id !== undefined) refuseTwin(firstOf, `${dataset} ${own.id}`, own.id, place);
      return toFileRow(own, place, count(dataset));
    } catch (error) {
      if (!(error instanceof MabError)) throw error;
      return { place, error };
    }
  };
}

function parseOwnRow(line: Line, place: FilePlace): OwnRow {
  const parsed = ownRowSchema.safeParse(parseLine(line, place), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw placeInvalid(place, `is not a row: ${describeProblems(parsed.error)}`);
}

function refuseTwin(firstOf: Map<string, string>, key: string, id: string, place: FilePlace): void {
  const first = firstOf.get(key);
  if (first === undefined) firstOf.set(key, `${place.name} of ${place.file}`);
  else throw placeInvalid(place, `has the id "${id}", as ${first} has`);
}

function toFileRow(own: OwnRow, place: FilePlace, index: number): FileRow {
  refuseTwinQuestions(own, place);
  const dataset = ownId(own.task, own.dataset);
  const entry = ownEntry(dataset);
  invariant(entry, `${dataset} is no dataset of a user`);
  const context = own.context ?? sessionsText(own.sessions ?? []);
  const questions = own.questions.map((question) => askedQuestion(question, context));
  const strays = questions.flatMap((question, at) =>
    own.questions[at]?.evidence && !question.evidence ? [strayText(at, own)] : [],
  );
  return { place, row: askedRow(entry, index, context, questions), warnings: strays };
}

function refuseTwinQuestions({ questions }: OwnRow, place: FilePlace): void {
  const ids = questions.flatMap(({ id }) => id ?? []);
  const twin = ids.find((id, at) => ids.indexOf(id) < at);
  if (twin !== undefined) throw placeInvalid(place, `has two questions with the id "${twin}"`);
}

/** Evidence counts only where all of it stands in the context: a part would look like the whole. */
function askedQuestion(
  { id, question, answers, type, evidence, date, keypoints }: OwnRow['questions'][number],
  context: string,
): AskedQuestion {
  const isThere = evidence?.every((passage) => context.includes(passage));
  return {
    ...{ text: question, answers },
    ...(isThere && evidence && { evidence }),
    ...(type !== undefined && { type }),
    ...(id !== undefined && { sourceId: id }),
    ...(date !== undefined && { date }),
    ...(keypoints && { keypoints }),
  };
}

function strayText(at: number, { questions }: OwnRow): string {
  const id = questions[at]?.id;
  const name = id === undefined ? '' : ` ("${id}")`;
  return (
    `Evidence of question ${at}${name} does not stand in the context word for word; ` +
    'the oracle does without it.'
  );
}
