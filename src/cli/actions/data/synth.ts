import type { SynthResult } from '../../../app/data/data-contract.ts';
import { printable } from '../../../app/printable.ts';
import { bytesText } from '../../bytes-text.ts';
import { alignColumns } from '../../columns.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { watchInterrupts } from '../../interrupts.ts';
import type { CliIo } from '../../io.ts';
import { LiveLine } from '../../live-line.ts';

interface SynthFlags {
  readonly out: string;
  readonly seed: number;
  /** Ids, or `all`. */
  readonly datasets: readonly string[] | 'all';
  readonly json?: boolean;
}

/** `mab data synth`: the open corpus as parquet in the published layout. */
export async function dataSynthAction(
  { out, seed, datasets, json = false }: SynthFlags,
  io: CliIo,
): Promise<ExitCode> {
  const line = new LiveLine(io.stderr);
  line.startAt(io.clock.elapsed());
  using interrupts = watchInterrupts(io, (text) => line.note(text));
  try {
    const result = await (await io.loadCommands()).synthData({
      ...{ out, seed },
      ...(datasets !== 'all' && { datasets }),
      onDataset: (dataset, at, count) => {
        line.show(io.clock.elapsed(), () => `making ${dataset} (${at + 1} of ${count})`);
      },
      signal: interrupts.signal,
    });
    line.close();
    io.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : resultText(result));
    return 0;
  } catch (thrown) {
    const exitCode = interrupts.exitCode();
    if (exitCode === undefined) throw thrown;
    return exitCode;
  } finally {
    line.close();
  }
}

function resultText({ label, folder, files }: SynthResult): string {
  const table = alignColumns([
    ['file', 'size', 'contexts', 'questions'],
    ...files.map(({ name, size, rows, questions }) => [
      name,
      bytesText(size),
      String(rows),
      String(questions),
    ]),
  ]);
  return `${label}: not MemoryAgentBench\n\n${table}\nFolder: ${printable(folder)}\n`;
}
