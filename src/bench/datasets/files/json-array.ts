import { JSONParser } from '@streamparser/json';
import { errorMessage } from '../../../core/errors.ts';
import { fileInvalid, type TextFile } from './text-file.ts';

const HINT = 'Fetch the file again: it has to be a complete JSON array in UTF-8.';

/**
 * The entries of a file that is one JSON array, one in memory at a time. A byte order mark is
 * passed over.
 *
 * @throws {MabError} DATA_UNREADABLE for anything else, for an array without entries, and where the
 *   file breaks off; entries before that have been given.
 */
export async function* readJsonArray(file: TextFile): AsyncGenerator<unknown> {
  const entries: unknown[] = [];
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
  parser.onValue = ({ value }) => entries.push(value);
  let count = 0;
  for await (const text of texts(file)) {
    feed(file, text, parser);
    count += entries.length;
    yield* entries.splice(0);
  }
  if (count === 0) throw fileInvalid(file, `${file.name} is empty.`, HINT);
  if (!parser.isEnded) throw fileInvalid(file, `${file.name} breaks off.`, HINT);
}

function feed(file: TextFile, text: string, parser: JSONParser): void {
  let problem: string | undefined;
  // Without a handler of its own the parser throws, and sometimes later than here.
  parser.onError = (error) => {
    problem ??= errorMessage(error);
  };
  parser.write(text);
  if (problem === undefined) return;
  throw fileInvalid(file, `${file.name} is not JSON: ${problem.replace(/\.$/, '')}.`, HINT);
}

/** The file as text, which has to begin as an array does. */
async function* texts(file: TextFile): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let hasBegun = false;
  for await (const bytes of file.open()) {
    const text = decoded(file, decoder, bytes);
    if (!hasBegun && text.trim() !== '') {
      hasBegun = true;
      if (!text.trimStart().startsWith('[')) {
        throw fileInvalid(file, `${file.name} is not a JSON array.`, HINT);
      }
    }
    yield text;
  }
}

function decoded(
  file: TextFile,
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    throw fileInvalid(file, `${file.name} is not UTF-8.`, HINT);
  }
}
