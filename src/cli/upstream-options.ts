import { Option } from 'commander';

/** Flags of what a run is made from, other than a configuration file. */
export interface UpstreamFlags {
  readonly upstreamAgent?: string;
  readonly upstreamDataset: readonly string[];
  readonly data?: string;
  readonly prompts?: string;
}

/** Options that stand for a configuration: files of the Python project. */
export function upstreamOptions(): Option[] {
  return [
    new Option(
      '--upstream-agent <file>',
      'instead of a configuration: an agent file of the Python project (configs/agent_conf)',
    ),
    new Option(
      '--upstream-dataset <file>',
      'with it: a dataset file of the Python project (configs/data_conf); repeatable',
    )
      .default([], 'none')
      .argParser((file: string, before: readonly string[]) => [...before, file]),
    new Option(
      '--data <folder>',
      'with these: folder with the published files; default: what `mab data pull` left',
    ),
    new Option(
      '--prompts <file>',
      'prompts of the Python project (utils/templates.py of a checkout) instead of mab’s own',
    ),
  ];
}
