import type { PullResult } from '../../../app/data/pull-contract.ts';
import { printable } from '../../../app/printable.ts';
import { bytesText } from '../../bytes-text.ts';
import { alignColumns } from '../../columns.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { printFailure, toMabError } from '../../failure.ts';
import { isStop, watchInterrupts } from '../../interrupts.ts';
import type { CliIo } from '../../io.ts';
import { PullProgress } from '../../pull-progress.ts';

interface PullFlags {
  readonly revision?: string;
  readonly mirror?: string;
  readonly cache?: string;
  readonly to?: string;
  readonly stallTimeout: number;
  readonly json?: boolean;
}

/** `mab data pull`: progress on standard error, what is there now on standard output. */
export async function dataPullAction(
  { stallTimeout, json = false, ...chosen }: PullFlags,
  io: CliIo,
): Promise<ExitCode> {
  const progress = new PullProgress({ stream: io.stderr, clock: io.clock });
  const isTold = !json || io.stderr.isTTY === true;
  using interrupts = watchInterrupts(io, (text) => progress.note(text));
  try {
    const result = await (await io.loadCommands()).pullData({
      ...chosen,
      stallMs: stallTimeout * 1_000,
      onEvent: isTold ? progress.onEvent : () => {},
      signal: interrupts.signal,
    });
    progress.close();
    io.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : resultText(result));
    return 0;
  } catch (thrown) {
    const exitCode = interrupts.exitCode();
    if (exitCode === undefined) throw thrown;
    const error = toMabError(thrown);
    if (!isStop(error) || json) printFailure(error, { exitCode, json, io });
    return exitCode;
  } finally {
    progress.close();
  }
}

function resultText({ repo, revision, pinned, cache, files, folder }: PullResult): string {
  const table = alignColumns([
    ['file', 'size', 'on disk', 'came from'],
    ...files.map(({ path, size, storedBytes, outcome }) => [
      printable(path),
      bytesText(size),
      bytesText(storedBytes),
      ORIGINS[outcome],
    ]),
  ]);
  const use = pinned ? 'hub: {}' : `hub: { revision: ${revision} }`;
  return [
    `${repo} at ${revision}${pinned ? ' (the pinned revision)' : ''}\n\n${table}\n`,
    `Cache: ${printable(cache)}\n`,
    ...(folder === undefined ? [] : [`Folder: ${printable(folder)}\n`]),
    `Use it with \`data: { ${use} }\` in a configuration.\n`,
  ].join('');
}

const ORIGINS: Readonly<Record<PullResult['files'][number]['outcome'], string>> = {
  cached: 'cache',
  fetched: 'hub',
  shared: 'another mab',
};
