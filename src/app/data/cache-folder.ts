import { isAbsolute, join, resolve } from 'node:path';

interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * Where this machine keeps what was fetched from elsewhere: `MAB_CACHE`, or else a folder where the
 * operating system wants caches to be.
 *
 * Source: XDG Base Directory Specification 0.8, which wants a relative `XDG_CACHE_HOME` ignored;
 * Apple's File System Programming Guide; Microsoft's Known Folders.
 */
export function cacheFolder({ platform, environment, home }: Surroundings): string {
  const { MAB_CACHE: own, XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local } = environment;
  if (own) return resolve(own);
  if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'mab', 'cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'mab');
  return join(isAbsolute(xdg) ? xdg : join(home, '.cache'), 'mab');
}
