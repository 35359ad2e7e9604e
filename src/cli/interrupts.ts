import { MabError } from '../core/errors.ts';
import type { ExitCode } from './exit-codes.ts';
import type { CliIo, StopSignal } from './io.ts';

const SIGNAL_EXITS: Readonly<Record<StopSignal, ExitCode>> = { SIGINT: 130, SIGTERM: 143 };

/** The user's wish to stop, while a command runs. */
export interface Interrupts extends Disposable {
  readonly signal: AbortSignal;
  /** Defined once a signal has come. */
  exitCode(): ExitCode | undefined;
}

/**
 * The first Ctrl-C (or SIGTERM) asks the command to stop, the second one ends the process at once.
 * Both lose nothing: whatever was paid for is in the ledger.
 *
 * @param note  Tells the user that stopping takes a moment.
 */
export function watchInterrupts(io: CliIo, note: (text: string) => void): Interrupts {
  const controller = new AbortController();
  let exitCode: ExitCode | undefined;
  const listen = (name: StopSignal): (() => void) =>
    io.onSignal(name, () => {
      if (exitCode !== undefined) {
        io.exitNow(SIGNAL_EXITS[name]);
        return;
      }
      exitCode = SIGNAL_EXITS[name];
      note('stopping: nothing is lost; run the same command to go on');
      controller.abort(stopped());
    });
  const removals = [listen('SIGINT'), listen('SIGTERM')];
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    [Symbol.dispose]: () => {
      for (const remove of removals) remove();
    },
  };
}

function stopped(): MabError {
  return new MabError('INTERRUPTED', 'The run was stopped.', {
    blame: 'environment',
    retry: 'later',
    hint: 'Nothing is lost: run the same command to go on.',
  });
}

/** Whether an error says no more than that the command did as it was asked. */
export function isStop(error: MabError): boolean {
  const cause = error.cause as { name?: unknown } | undefined;
  return error.code === 'INTERRUPTED' || cause?.name === 'AbortError';
}
