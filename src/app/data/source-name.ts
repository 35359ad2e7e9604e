import { resolve } from 'node:path';
import { PUBLISHED_LOCK } from '../../bench/datasets/published-files.ts';
import { MabError } from '../../core/errors.ts';
import type { DataConfig } from '../../run/config/run-config.ts';
import type { SourceName } from './data-contract.ts';

/** @throws {MabError} SOURCE_INVALID for `hub:` with anything but a commit. */
export function parseSource(name: SourceName): DataConfig {
  if (name === 'open') return { kind: 'open-corpus', seed: 1 };
  if (name === 'hub') return { kind: 'hub', revision: PUBLISHED_LOCK.revision };
  const file = /^(jsonl|locomo|longmemeval):(.+)$/s.exec(name);
  if (file?.[2] !== undefined) {
    return { kind: file[1] as 'jsonl' | 'locomo' | 'longmemeval', path: resolve(file[2]) };
  }
  if (name.endsWith('.jsonl')) return { kind: 'jsonl', path: resolve(name) };
  const revision = /^hub:(.*)$/.exec(name)?.[1];
  if (revision === undefined) return { kind: 'folder', folder: resolve(name) };
  if (/^[0-9a-f]{40}$/.test(revision)) return { kind: 'hub', revision };
  throw new MabError('SOURCE_INVALID', `"${revision}" is not a commit.`, {
    hint: 'Write hub:COMMIT with 40 hexadecimal digits; `mab data list` shows what is cached.',
  });
}
