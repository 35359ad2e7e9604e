import type { DatasetSource } from '../contracts/dataset.ts';
import type { StoredSettings } from '../run/judging/stored-settings.ts';
import type { RunManifest } from '../run/manifest.ts';
import { openDataSource } from './data-source.ts';

/**
 * The data that a run was made with, where it was then, or where it is said to be now.
 *
 * @param folder  Absent: where it was.
 */
export function openRunData(
  { data }: Pick<RunManifest, 'data'>,
  stored: Pick<StoredSettings, 'data'>,
  folder?: string,
): Promise<DatasetSource> {
  if (folder !== undefined) return openDataSource({ kind: 'folder', folder }, process.cwd());
  // Of a folder the label is its whole path; the configuration has it relative to its own file.
  const labelled = { kind: 'folder', folder: data.label } as const;
  const { kind } = stored.data ?? { kind: 'folder' };
  return openDataSource(stored.data && kind !== 'folder' ? stored.data : labelled, '.');
}
