import { errorMessage, MabError } from '../core/errors.ts';

/** A file or folder of the user that cannot be read, as the error that says what to do. */
export function fileError(error: unknown, path: string): MabError {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return new MabError('FILE_MISSING', `${path} does not exist.`, {
        hint: 'Check the path; a path in a configuration is relative to the configuration.',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new MabError('NO_PERMISSION', `${path} may not be read.`, {
        blame: 'environment',
        hint: 'Make it readable for the user who runs mab.',
        cause: error,
      });
    case 'EISDIR':
    case 'ENOTDIR':
      return new MabError('FILE_KIND', `${path} is not the kind of file that is needed.`, {
        hint: 'A configuration is a file; a data folder is a folder.',
        cause: error,
      });
  }
  return new MabError('FILE_UNREADABLE', `${path} cannot be read: ${errorMessage(error)}.`, {
    blame: 'environment',
    hint: 'Check the disk.',
    cause: error,
  });
}
