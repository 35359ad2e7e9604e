import { writeFile } from 'node:fs/promises';
import { errorMessage, MabError } from '../core/errors.ts';
import type { CliIo } from './io.ts';

/**
 * Hands a result over: to a file, which is said on standard error, or to standard output.
 * @throws {MabError} OUTPUT_NOT_WRITTEN.
 */
export async function writeOutput(
  data: string | Uint8Array,
  path: string | undefined,
  io: CliIo,
): Promise<void> {
  if (path === undefined) {
    io.stdout.write(data);
    return;
  }
  try {
    await writeFile(path, data);
  } catch (error) {
    const hint = 'Give a path in a folder that exists, has space, and takes files of yours.';
    throw outputNotWritten(path, error, hint);
  }
  io.stderr.write(`written to ${path}\n`);
}

/** The disk, or whatever is behind `>`, does not take a result. */
export function outputNotWritten(place: string, error: unknown, hint: string): MabError {
  return new MabError('OUTPUT_NOT_WRITTEN', `${place} cannot be written: ${errorMessage(error)}.`, {
    ...{ blame: 'environment', hint, cause: error },
  });
}
