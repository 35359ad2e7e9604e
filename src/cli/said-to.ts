import type { Command } from 'commander';

/** The flags that somebody wrote behind a command, without defaults. */
export function saidTo(command: Command): Record<string, unknown> {
  const isSaid = ([name]: [string, unknown]) => command.getOptionValueSource(name) === 'cli';
  return Object.fromEntries(Object.entries(command.opts()).filter(isSaid));
}
