import { errorMessage, MabError } from './errors.ts';

/**
 * What a file system refused, as the error that says what to do: DISK_FULL, NO_PERMISSION,
 * NOT_A_FOLDER, or else DISK_FAILED.
 *
 * @param option  The flag that gives another place: `--workspace`.
 */
export function diskError(error: unknown, path: string, option: string): MabError {
  const because = (code: string, hint: string): MabError =>
    new MabError(code, `${path} cannot be used: ${errorMessage(error)}.`, {
      ...{ blame: 'environment', hint, cause: error },
    });
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return because('DISK_FULL', 'Free space on the disk, then run the same command.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return because(
        'NO_PERMISSION',
        `Make the folder readable and writable, or give another ${option}.`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return because(
        'NOT_A_FOLDER',
        `A file stands where a folder is needed; give another ${option}.`,
      );
  }
  return because('DISK_FAILED', 'Check the disk, then run the same command.');
}
