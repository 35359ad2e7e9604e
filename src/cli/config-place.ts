import type { ConfigPlace } from '../app/config-place.ts';
import { MabError } from '../core/errors.ts';
import type { CliIo } from './io.ts';
import type { UpstreamFlags } from './upstream-options.ts';

/**
 * The configuration that a command line names: a file, or what files of the Python project say. Of
 * these, what is ignored or differs is told on standard error.
 *
 * @throws {MabError} USAGE; as `UpstreamCommands.translate`.
 */
export async function configPlace(
  config: string | undefined,
  flags: UpstreamFlags,
  io: CliIo,
): Promise<ConfigPlace> {
  const { upstreamAgent: agentPath, upstreamDataset: datasetPaths, data } = flags;
  const prompts = flags.prompts === undefined ? {} : { promptsPath: flags.prompts };
  const isUpstream = agentPath !== undefined || datasetPaths.length > 0;
  if (config !== undefined) {
    if (isUpstream) throw bothNamed(config);
    if (data !== undefined) throw dataForUpstreamOnly();
    return { configPath: config, ...prompts };
  }
  if (!isUpstream) throw noneNamed();
  if (agentPath === undefined || datasetPaths.length === 0) throw notBoth();
  const commands = await (await io.loadCommands()).upstream();
  const { name, yaml, notes } = await commands.translate({
    ...{ agentPath, datasetPaths },
    ...(data === undefined ? {} : { dataFolder: data }),
    ...prompts,
  });
  for (const note of notes) io.stderr.write(`${note}\n`);
  return { configPath: `${name}.yaml`, configText: yaml };
}

function noneNamed(): MabError {
  return new MabError('USAGE', 'No configuration is named.', {
    hint: 'Name a file, or files of the Python project: --upstream-agent and --upstream-dataset.',
  });
}

function bothNamed(config: string): MabError {
  return new MabError('USAGE', `${config} and files of the Python project exclude each other.`, {
    hint: 'Name one or the other.',
  });
}

function dataForUpstreamOnly(): MabError {
  return new MabError('USAGE', '--data says nothing here: a configuration names its data.', {
    hint: 'It goes with --upstream-agent.',
  });
}

function notBoth(): MabError {
  return new MabError(
    'USAGE',
    '--upstream-agent and --upstream-dataset go together: one names the method, one the questions.',
    { hint: 'Both lie below configs/ of the Python project.' },
  );
}
