import { readFile } from 'node:fs/promises';
import { findPackageJSON, registerHooks } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { METHODS } from '../bench/methods/catalog.ts';
import type { CataloguedMethod } from '../bench/methods/method-entry.ts';
import { pluginMethod } from '../bench/methods/plugin/plugin-method.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';

/** What plug-ins import; always that of the mab which runs them, wherever they lie. */
const API = 'memoryagentbench-cloud/plugin';
/** Before a specifier that is to be resolved as if a file in the plug-ins' folder asked for it. */
const FROM_FOLDER = 'mab-plugin:';

/** Methods of plug-ins, which may import what they are made of until this is disposed. */
export interface Plugins extends Disposable {
  readonly methods: readonly CataloguedMethod[];
}

/**
 * Loads the methods of plug-ins. Their code runs here, with the rights of this process.
 *
 * @param names   Files (`./mine.ts`), relative to `folder`, or packages that `folder` can import.
 * @param folder  Absolute path of the configuration's folder.
 * @throws {MabError} PLUGIN_MISSING, PLUGIN_NOT_LOADED, PLUGIN_INVALID, PLUGIN_METHOD_TAKEN.
 */
export async function openPlugins(names: readonly string[], folder: string): Promise<Plugins> {
  if (names.length === 0) return { methods: [], [Symbol.dispose]: () => {} };
  const hooks = resolvePluginImports(folder);
  try {
    const methods: CataloguedMethod[] = [];
    for (const name of names) {
      const method = await loadPlugin(name, folder);
      checkFree(method, methods);
      methods.push(method);
    }
    return { methods, [Symbol.dispose]: () => hooks.deregister() };
  } catch (error) {
    hooks.deregister();
    throw error;
  }
}

function resolvePluginImports(folder: string): ReturnType<typeof registerHooks> {
  const parentURL = pathToFileURL(join(folder, 'plug-ins')).href;
  // This file and the public one keep their places to each other when they are built.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const url = new URL(`../public/plugin.${extension}`, import.meta.url).href;
  return registerHooks({
    resolve(specifier, context, next) {
      if (specifier === API) return { url, shortCircuit: true };
      if (!specifier.startsWith(FROM_FOLDER)) return next(specifier, context);
      return next(specifier.slice(FROM_FOLDER.length), { ...context, parentURL });
    },
  });
}

async function loadPlugin(name: string, folder: string): Promise<CataloguedMethod> {
  const path = isFile(name) ? resolve(folder, name) : packageEntry(name);
  const hash = sha256(await readEntry(path, name));
  const source = isFile(name) ? name : await packageVersion(name, folder);
  // The query makes an edited file another module, also within one process.
  const module = await importModule(`${pathToFileURL(path).href}?sha256=${hash}`, name);
  return pluginMethod(module.method, { source, sha256: hash });
}

function isFile(name: string): boolean {
  return /^\.\.?($|[/\\])/.test(name) || isAbsolute(name);
}

function packageEntry(name: string): string {
  try {
    return fileURLToPath(import.meta.resolve(`${FROM_FOLDER}${name}`));
  } catch (error) {
    throw new MabError('PLUGIN_MISSING', `The plug-in ${name} is not an installed package.`, {
      hint: `Install it beside the configuration, or write ./${name} if a file is meant.`,
      cause: error,
    });
  }
}

async function readEntry(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new MabError('PLUGIN_MISSING', `The plug-in ${name} cannot be read: ${path} (${code}).`, {
      hint: 'A plug-in is a file, named relative to the folder of the configuration.',
      cause: error,
    });
  }
}

/** `package@version`, or the bare name where its manifest tells no version. */
async function packageVersion(name: string, folder: string): Promise<string> {
  const manifest = findPackageJSON(name, pathToFileURL(join(folder, 'plug-ins')));
  if (manifest === undefined) return name;
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version?: unknown };
  return typeof version === 'string' ? `${name}@${version}` : name;
}

async function importModule(url: string, name: string): Promise<{ readonly method?: unknown }> {
  try {
    return await import(url);
  } catch (error) {
    throw new MabError(
      'PLUGIN_NOT_LOADED',
      `The plug-in ${name} cannot be loaded: ${why(error)}.`,
      {
        hint: loadHint(error),
        cause: error,
      },
    );
  }
}

function why(error: unknown): string {
  return (errorMessage(error).split('\n')[0] ?? '').replace(/\.$/, '');
}

function loadHint(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING') {
    return 'A package has to bring JavaScript: Node strips types outside of node_modules only.';
  }
  return 'Mend the file; `node FILE` shows the place. TypeScript must be erasable (no enums).';
}

function checkFree({ id, plugin }: CataloguedMethod, earlier: readonly CataloguedMethod[]): void {
  const holder = [...METHODS, ...earlier].find((method) => method.id === id);
  if (!holder) return;
  const owner = holder.plugin ? `the plug-in ${holder.plugin.source}` : 'mab itself';
  throw new MabError(
    'PLUGIN_METHOD_TAKEN',
    `The plug-in ${plugin?.source} brings a method "${id}", which ${owner} has already.`,
    { hint: 'Give the method of the plug-in another id.' },
  );
}
