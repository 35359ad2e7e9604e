import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { installOnce } from '../package/install-once.ts';
import type { Browser, BrowserType } from './playwright-types.ts';

/** A browser with what checks pages in it, or why there is none. */
export type FoundBrowser =
  | { readonly browser: Browser; readonly axe: string }
  | { readonly missing: string };

/**
 * Starts a Chromium: the one that MAB_CHROMIUM names, else the one out of npm, which is fetched
 * once into node_modules/.cache.
 */
export async function openBrowser(): Promise<FoundBrowser> {
  const installed = installOnce(join(ROOT, 'test', 'browser', 'tools'), 'browser-suite');
  if ('missing' in installed) {
    return { missing: `a browser could not be fetched: ${installed.missing}` };
  }
  const load = createRequire(join(installed.folder, 'package.json'));
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
