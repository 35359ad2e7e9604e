import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A compressed file of expected values from this folder. */
export function goldenText(name: string): string {
  return gunzipSync(readFileSync(new URL(name, import.meta.url))).toString();
}
