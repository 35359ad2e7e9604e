import { MabError } from '../../../core/errors.ts';

/** A file of text that holds rows: JSON lines, or one JSON array. Reading is the caller's part. */
export interface TextFile {
  /** For people: `mine.jsonl`. */
  readonly name: string;
  /** Its bytes from the beginning; may be called again. */
  open(): AsyncIterable<Uint8Array>;
}

/** DATA_UNREADABLE: the file as such is at fault. `problem` is a whole sentence. */
export function fileInvalid({ name }: Pick<TextFile, 'name'>, problem: string, hint: string) {
  return new MabError('DATA_UNREADABLE', problem, { hint, details: { file: name } });
}
