import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { npm } from '../package/npm.ts';
import type { Browser, BrowserType } from './playwright-types.ts';

const CACHE = join(ROOT, 'node_modules', '.cache');
const FOLDER = join(CACHE, 'browser-suite');
const SOURCE = join(ROOT, 'test', 'browser', 'tools');
const MANIFESTS = ['package.json', 'package-lock.json'];

/** A browser with what checks pages in it, or why there is none. */
export type FoundBrowser =
  | { readonly browser: Browser; readonly axe: string }
  | { readonly missing: string };

/**
 * Starts a Chromium: the one that MAB_CHROMIUM names, else the one out of npm, which is fetched
 * once into node_modules/.cache.
 */
export async function openBrowser(): Promise<FoundBrowser> {
  const failure = existsSync(FOLDER) ? undefined : install();
  if (failure !== undefined) return { missing: `a browser could not be fetched: ${failure}` };
  const load = createRequire(join(FOLDER, MANIFESTS[0] ?? ''));
  const { chromium } = load('playwright-core') as { readonly chromium: BrowserType };
  const { source } = load('axe-core') as { readonly source: string };
  try {
    const executablePath = process.env.MAB_CHROMIUM ?? (await packedChromium(load));
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return { browser, axe: source };
  } catch (error) {
    return { missing: `no Chromium starts here: ${String(error).split('\n')[0]}` };
  }
}

async function packedChromium(load: NodeJS.Require): Promise<string> {
  const address = pathToFileURL(load.resolve('@sparticuz/chromium')).href;
  const module = (await import(address)) as {
    readonly default: { executablePath(): Promise<string> };
  };
  return await module.default.executablePath();
}

/** Beside the final place, and moved there, so that a broken fetch leaves nothing behind. */
function install(): string | undefined {
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, 'browser-suite-'));
  try {
    for (const name of MANIFESTS) cpSync(join(SOURCE, name), join(draft, name));
    const { exitCode, stderr } = npm(draft, ['ci', '--ignore-scripts']);
    if (exitCode !== 0) return stderr.trim().split('\n').slice(0, 3).join(' ');
    renameSync(draft, FOLDER);
    return undefined;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
