import { basename, resolve } from 'node:path';
import { translateUpstream, type UpstreamRun } from '../../run/upstream/translate-upstream.ts';
import { readConfig } from '../config-file.ts';
import type { UpstreamCommands } from './upstream-contract.ts';

/** What is asked of the application about the Python project. */
export const upstreamCommands: UpstreamCommands = {
  async translate({ agentPath, datasetPaths, dataFolder, promptsPath }) {
    return translateUpstream({
      agent: await read(agentPath),
      datasets: await Promise.all(datasetPaths.map(read)),
      ...(dataFolder === undefined ? {} : { dataFolder: resolve(dataFolder) }),
      ...(promptsPath === undefined ? {} : { prompts: resolve(promptsPath) }),
    });
  },
};

async function read(path: string): Promise<UpstreamRun['agent']> {
  return { fileName: basename(path), bytes: await readConfig(path) };
}
