import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createHubCache, type HubCache } from '../../adapters/hub/hub-cache.ts';
import { createLocalStore } from '../../adapters/stores/local-store.ts';
import { cacheFolder } from './cache-folder.ts';

/** The cache of this machine, and where it is. */
export interface MachineCache {
  readonly folder: string;
  readonly hub: HubCache;
}

/** @param chosen  The user's own; absent: `MAB_CACHE`, or the operating system's place. */
export function openCache(chosen?: string): MachineCache {
  const folder = chosen === undefined ? defaultFolder() : resolve(chosen);
  const hub = join(folder, 'hub');
  return { folder, hub: createHubCache(hub, createLocalStore(hub, '--cache')) };
}

function defaultFolder(): string {
  return cacheFolder({
    platform: process.platform,
    environment: process.env,
    home: homedir(),
  });
}
