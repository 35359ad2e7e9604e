import type { SettingChange } from '../../contracts/comparison.ts';
import type { RunManifest } from '../manifest.ts';

/** Names for people, what others are made of, and what decides no answer; arms stand in methods. */
const IGNORED = new Set(['name', 'optionsGiven', 'failoverPolicy', 'controls']);

/** Every setting and version that differs, in the order of their paths. */
export function settingChanges(before: RunManifest, after: RunManifest): SettingChange[] {
  const [first, second] = [settingsOf(before), settingsOf(after)];
  const paths = [...new Set([...first.keys(), ...second.keys()])].sort();
  return paths.flatMap((path) => {
    const [one, other] = [first.get(path), second.get(path)];
    if (one === other) return [];
    return [
      {
        path,
        ...(one === undefined ? {} : { before: one }),
        ...(other === undefined ? {} : { after: other }),
      },
    ];
  });
}

function settingsOf({ config, versions }: RunManifest): Map<string, string> {
  const settings = new Map<string, string>();
  collect(config, '', settings);
  collect(versions, 'versions', settings);
  return settings;
}

function collect(value: unknown, path: string, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) {
    into.set(path, String(value));
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (IGNORED.has(name)) continue;
    if (Array.isArray(value)) collect(inner, `${path}[${nameOf(inner, name)}]`, into);
    else collect(inner, path === '' ? name : `${path}.${name}`, into);
  }
}

/** Methods and datasets are told apart by what they are, not by where they stand. */
function nameOf(entry: unknown, position: string): string {
  const { id, profile } = (entry ?? {}) as { id?: unknown; profile?: unknown };
  if (typeof id !== 'string') return position;
  return typeof profile === 'string' ? `${id} (${profile})` : id;
}
