import { InvalidArgumentError, Option } from 'commander';

/** What names the run, or the estimate, that a plan begins with. */
export function workOptions(): Option[] {
  return [
    new Option(
      '--from-run <run>',
      'take what a run has measured: its id, a start of it, or latest',
    ).conflicts(['fromEstimate']),
    new Option(
      '--from-estimate <file>',
      'take what is expected of a configuration, or stands in a file of `mab estimate --json`',
    ),
    new Option(
      '--runs-per-month <n>',
      'with these: how often a month there is such a run; default: 1',
    ).argParser(parseRuns),
  ];
}

function parseRuns(text: string): number {
  const runs = Number(text);
  if (text.trim() !== '' && runs >= 0.001 && runs <= 100_000) return runs;
  throw new InvalidArgumentError('It has to be a number from 0.001 to 100000.');
}
