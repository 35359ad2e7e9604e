import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cacheFolder } from './cache-folder.ts';

const on = (platform: NodeJS.Platform, environment: Record<string, string> = {}) =>
  cacheFolder({ platform, environment, home: '/me' });

test('the cache is where the operating system wants caches to be, unless MAB_CACHE says otherwise', () => {
  assert.equal(on('linux'), '/me/.cache/mab');
  assert.equal(on('linux', { XDG_CACHE_HOME: '/fast' }), '/fast/mab');
  // XDG: "All paths set in these environment variables must be absolute", others are ignored.
  assert.equal(on('linux', { XDG_CACHE_HOME: 'fast' }), '/me/.cache/mab');
  assert.equal(on('darwin'), '/me/Library/Caches/mab');
  assert.equal(on('win32', { LOCALAPPDATA: '/Local' }), '/Local/mab/cache');
  assert.equal(on('linux', { MAB_CACHE: '/own', XDG_CACHE_HOME: '/fast' }), '/own');
});
