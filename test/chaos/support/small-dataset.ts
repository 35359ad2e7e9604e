import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { listOf, text } from '../../../src/bench/datasets/published-schema.ts';

/** One row of the published layout, as far as it is read. `null` and empty values make bad rows. */
export interface ParquetRow {
  readonly context: string | null;
  readonly questions: readonly (string | null)[] | null;
  readonly answers: readonly (readonly (string | null)[] | null)[] | null;
  readonly metadata: { readonly source: string | null } | null;
}

const SCHEMA: SchemaElement[] = [
  { name: 'schema', num_children: 4 },
  text('context'),
  ...listOf('questions', [text('element')]),
  ...listOf('answers', listOf('element', [text('element')])),
  { name: 'metadata', repetition_type: 'OPTIONAL', num_children: 1 },
  text('source'),
];

export const DATASET = 'factconsolidation_sh_6k';
const FILE = 'Conflict_Resolution-00000-of-00001.parquet';

/** Writes a data folder in the published layout. @returns its path. */
export function writeDataFolder(folder: string, rows: readonly ParquetRow[]): string {
  const writer = new ByteWriter();
  const column = (name: keyof ParquetRow) => ({ name, data: rows.map((row) => row[name]) });
  parquetWrite({
    writer,
    schema: SCHEMA,
    columnData: (['context', 'questions', 'answers', 'metadata'] as const).map(column),
    codec: 'UNCOMPRESSED',
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, FILE), new Uint8Array(writer.getBuffer()));
  return folder;
}

const RELATIONS = ['capital', 'river', 'founder', 'anthem', 'harbour', 'language', 'currency'];
const SYLLABLES = ['ba', 'do', 'ki', 'lu', 'me', 'no', 'ra', 'su', 'ta', 've'];

/**
 * A row of numbered facts about invented places, each relation stated twice: the later one counts.
 *
 * @param number  Another number gives other places; from 0.
 */
export function factRow(number: number, questions: number): ParquetRow {
  const facts = Array.from({ length: questions * 2 }, (_, at) => {
    const { place, relation } = subject(number, at % questions);
    return { question: `What is the ${relation} of ${place}?`, place, relation, object: name(at) };
  });
  const asked = facts.slice(questions);
  return {
    context: `Here is a list of facts:\n${facts
      .map(({ place, relation, object }, at) => `${at}. The ${relation} of ${place} is ${object}.`)
      .join('\n')}`,
    questions: asked.map(({ question }) => question),
    answers: asked.map(({ object }) => [object]),
    metadata: { source: DATASET },
  };
}

function subject(number: number, at: number): { place: string; relation: string } {
  return {
    place: `${name(1_000 * (number + 1) + at)}land`,
    relation: RELATIONS[at % RELATIONS.length] ?? '',
  };
}

/** A name per number, capitalised, no two alike. */
function name(number: number): string {
  const word = [...String(number)].map((digit) => SYLLABLES[Number(digit)]).join('');
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}st`;
}
