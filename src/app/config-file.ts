import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { METHODS } from '../bench/methods/catalog.ts';
import type { CataloguedMethod } from '../bench/methods/method-entry.ts';
import type { PromptBook } from '../bench/prompts/cell-prompts.ts';
import { CATALOGS } from '../run/config/catalogs.ts';
import { parseConfig, parsePluginNames } from '../run/config/parse-config.ts';
import type { RunConfig } from '../run/config/run-config.ts';
import type { ConfigPlace } from './config-place.ts';
import { fileError } from './file-error.ts';
import { openPlugins } from './plugins.ts';

/** A checked configuration, as long as its plug-ins are in use. */
export interface ConfigFile extends Disposable {
  readonly config: RunConfig;
  /** All that the configuration may name: the methods of this release and its plug-ins'. */
  readonly methods: readonly CataloguedMethod[];
  /** Absent: mab's own. */
  readonly prompts?: PromptBook;
}

/**
 * Reads a configuration, with the plug-ins that it names.
 *
 * @param embedders  Of `config`: those that methods use, or all that can be named.
 * @throws {MabError} FILE_MISSING, NO_PERMISSION, FILE_KIND; PLUGIN_…; CONFIG_…; PROMPTS_INVALID.
 */
export async function openConfigFile(
  { configPath: path, configText, promptsPath }: ConfigPlace,
  embedders: 'used' | 'all' = 'used',
): Promise<ConfigFile> {
  const bytes = configText === undefined ? await readConfig(path) : Buffer.from(configText);
  const fileName = basename(path);
  const plugins = await openPlugins(parsePluginNames(bytes, fileName), dirname(resolve(path)));
  try {
    const methods = [...METHODS, ...plugins.methods];
    const parsed = parseConfig(bytes, { fileName, embedders, catalogs: { ...CATALOGS, methods } });
    const config =
      promptsPath === undefined ? parsed : { ...parsed, prompts: resolve(promptsPath) };
    const prompts = await promptsOf(config, dirname(resolve(path)));
    return { config, methods, ...prompts, [Symbol.dispose]: () => plugins[Symbol.dispose]() };
  } catch (error) {
    plugins[Symbol.dispose]();
    throw error;
  }
}

async function promptsOf({ prompts }: RunConfig, folder: string) {
  if (prompts === undefined) return {};
  const { templatePrompts } = await import('../bench/prompts/templates/template-prompts.ts');
  const bytes = await readConfig(resolve(folder, prompts));
  return { prompts: templatePrompts(bytes, basename(prompts)) };
}

/** @throws {MabError} FILE_MISSING, NO_PERMISSION, FILE_KIND. */
export async function readConfig(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(error, path);
  }
}
