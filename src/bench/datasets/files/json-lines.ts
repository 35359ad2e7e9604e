import { decodeUtf8 } from '../parquet-text.ts';
import { type FilePlace, placeInvalid } from './file-row.ts';
import { fileInvalid, type TextFile } from './text-file.ts';

/** Longest line, in bytes: some 60 million tokens, and half of what a text of Node can hold. */
export const LINE_BYTES_MAX = 256 * 1024 * 1024;

const LINE_END = 0x0a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** A line that is not empty. */
export interface Line {
  /** From 1, empty lines counted. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

/**
 * The lines of a file without those that hold nothing but white space. A line may end in CR LF; a
 * byte order mark at the beginning is passed over.
 *
 * @throws {MabError} DATA_UNREADABLE for a line of more than `bytesMax`.
 */
export async function* readLines(
  file: TextFile,
  bytesMax: number = LINE_BYTES_MAX,
): AsyncGenerator<Line> {
  let number = 1;
  let parts: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array): void => {
    size += part.length;
    if (size > bytesMax) throw tooLong(file, number, bytesMax);
    parts.push(part);
  };
  for await (const chunk of file.open()) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      add(chunk.subarray(start, end));
      yield* lineOf(parts, size, number);
      [parts, size, start] = [[], 0, end + 1];
      number += 1;
    }
    add(chunk.slice(start));
  }
  yield* lineOf(parts, size, number);
}

function tooLong(file: TextFile, number: number, bytesMax: number) {
  return fileInvalid(
    file,
    `Line ${number} of ${file.name} is longer than ${bytesMax} bytes.`,
    'One line is one context: cut it into several, or check that lines end in a line feed.',
  );
}

function* lineOf(parts: readonly Uint8Array[], size: number, number: number): Generator<Line> {
  const joined = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  const hasMark = number === 1 && BYTE_ORDER_MARK.every((byte, index) => joined[index] === byte);
  const bytes = hasMark ? joined.subarray(BYTE_ORDER_MARK.length) : joined;
  // Space, tab and carriage return.
  if (bytes.some((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d)) {
    yield { number, bytes };
  }
}

/** @throws {MabError} ROW_INVALID for bytes that are not UTF-8, or not JSON. */
export function parseLine({ bytes }: Line, place: FilePlace): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    throw placeInvalid(place, `is not UTF-8 at byte ${badByte(bytes)}: save the file as UTF-8`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw placeInvalid(place, `is not JSON: ${error.message.replace(/\.$/, '')}`);
  }
}

/** The first byte, from 1, up to which the line cannot be read as UTF-8. */
function badByte(bytes: Uint8Array): number {
  const stream = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < bytes.length; at++) {
    try {
      stream.decode(bytes.subarray(at, at + 1), { stream: true });
    } catch {
      return at + 1;
    }
  }
  return bytes.length;
}
