import { Option } from 'commander';

/** `--prices FILE`, for each command that computes with prices; the flag is `readonly string[]`. */
export function pricesOption(): Option {
  return new Option(
    '--prices <file>',
    'YAML or JSON file with prices of your own; repeatable, the last one goes first',
  )
    .default([], 'none')
    .argParser((file: string, before: readonly string[]) => [...before, file]);
}
