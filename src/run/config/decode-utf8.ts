import { isUtf8 } from 'node:buffer';
import { MabError } from '../../core/errors.ts';

/**
 * The text of a file, without its byte order mark.
 *
 * @throws {MabError} CONFIG_NOT_UTF8 with the offset (from 0) of the first byte that is not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, fileName: string): string {
  if (isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes);
  const offset = firstBadByte(bytes);
  throw new MabError('CONFIG_NOT_UTF8', `${fileName} is not UTF-8: byte ${offset} is not valid.`, {
    hint: 'Save the file as UTF-8 (in most editors: "Save with encoding").',
    details: { offset },
  });
}

/**
 * The start of the first sequence that is not UTF-8, by halving: prefixes of valid text are valid.
 */
function firstBadByte(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValidPrefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return sequenceStart(bytes, good);
}

/**
 * A prefix may end inside a character; `stream` leaves that open instead of calling it an error.
 */
function isValidPrefix(prefix: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(prefix, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Steps back over the bytes of a character that was begun well and broken off at `at`. */
function sequenceStart(bytes: Uint8Array, at: number): number {
  for (let back = 0; back <= 3 && back <= at; back++) {
    if (isUtf8(bytes.subarray(0, at - back))) return at - back;
  }
  return at;
}
