import type { Commands } from '../app/commands-contract.ts';
import type { Clock } from '../core/clock.ts';
import { type Dialog, openDialog } from './dialog.ts';

/** The folder of runs and ledger, unless the user names another. */
export const WORKSPACE = '.mab';

/** A stream to print to: the process's own, or a test's. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Of a terminal. */
  readonly columns?: number;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** The world as the command line sees it. */
export interface CliIo {
  /** Results only. */
  readonly stdout: OutputStream;
  /** Progress, notes and errors. */
  readonly stderr: OutputStream;
  readonly clock: Pick<Clock, 'elapsed'>;
  /** Loaded when a command needs it, so that help is there at once. */
  loadCommands(): Promise<Commands>;
  /** @returns what takes the listener off again. */
  onSignal(signal: StopSignal, listener: () => void): () => void;
  /** Somebody to ask; undefined where nobody can answer. */
  openDialog(): Dialog | undefined;
  /** Ends the process without waiting for anything. */
  exitNow(code: number): void;
}

/** The process that we are. */
export function processIo(): CliIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    clock: { elapsed: () => performance.now() },
    loadCommands: async () => (await import('../app/commands.ts')).commands,
    onSignal(signal, listener) {
      process.on(signal, listener);
      return () => process.off(signal, listener);
    },
    openDialog: () =>
      process.stdin.isTTY && process.stderr.isTTY
        ? openDialog(process.stdin, process.stderr)
        : undefined,
    exitNow: (code) => process.exit(code),
  };
}

/** Columns to print for: those of a terminal; a file or a pipe takes any number. */
export function widthOf({ isTTY, columns }: OutputStream): number {
  if (!isTTY) return Number.POSITIVE_INFINITY;
  return columns || 80;
}

/**
 * Lets a reader leave early (`mab report … | head`): what can no longer be printed is dropped.
 *
 * @param otherwise  Is given any other trouble with the stream (a full disk behind `>`).
 */
export function toleratePipeEnd(stream: OutputStream, otherwise: (error: Error) => void): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') otherwise(error);
  });
}
