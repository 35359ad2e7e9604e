import { CommanderError } from 'commander';
import { readVersion } from '../app/version.ts';
import { MabError } from '../core/errors.ts';
import { type ExitCode, exitCodeOfError } from './exit-codes.ts';
import { printFailure, toMabError } from './failure.ts';
import { type CliIo, processIo, toleratePipeEnd } from './io.ts';
import { outputNotWritten } from './output.ts';
import { createProgram } from './program.ts';

/**
 * The command `mab`.
 *
 * @param argv       Arguments without interpreter and script.
 * @param overrides  Parts of the world that a test brings itself.
 * @returns The exit code; see `exit-codes.ts`. Never throws.
 */
export async function main(
  argv: readonly string[],
  overrides: Partial<CliIo> = {},
): Promise<number> {
  const io = { ...processIo(), ...overrides };
  toleratePipeEnd(io.stdout, (error) => {
    const failure = outputNotWritten('Standard output', error, 'Free space where it leads to.');
    const code = exitCodeOfError(failure);
    printFailure(failure, { exitCode: code, json: false, io });
    io.exitNow(code);
  });
  toleratePipeEnd(io.stderr, (error) => {
    throw error;
  });
  let exitCode: ExitCode = 0;
  try {
    const program = createProgram(io, await readVersion(), (code) => {
      exitCode = code;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && isAnswer(thrown)) return thrown.exitCode === 0 ? 0 : 2;
    const error = thrown instanceof CommanderError ? usageError(thrown) : toMabError(thrown);
    exitCode = exitCodeOfError(error);
    printFailure(error, { exitCode, json: argv.includes('--json'), io });
    return exitCode;
  }
}

/**
 * Help and version are printed already; help that nobody asked for stands for a missing command.
 */
function isAnswer({ code }: CommanderError): boolean {
  return code.startsWith('commander.help') || code === 'commander.version';
}

/** A wrong flag or command; commander's sentence may end with the nearest right one. */
function usageError({ message }: CommanderError): MabError {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  return new MabError('USAGE', `${text.charAt(0).toUpperCase()}${text.slice(1)}.`, {
    hint: 'Run `mab --help`, or `mab COMMAND --help`.',
  });
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
