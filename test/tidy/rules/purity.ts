import { isShipped, linesMatching, type Problem, type Rule } from '../reading/source-file.ts';

const PURE_ROOMS = ['core', 'contracts', 'retrieval', 'bench', 'cost'];

/** Modules of Node that touch files, the network, processes or threads. */
const IO_MODULES = new Set([
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'fs',
  'http',
  'http2',
  'https',
  'inspector',
  'net',
  'os',
  'readline',
  'repl',
  'sqlite',
  'tls',
  'tty',
  'worker_threads',
]);

/** Files of pure rooms that may do I/O, each with its reason. */
export const IO_ALLOWED: Readonly<Record<string, string>> = {};

/**
 * Decisions are pure, I/O arrives as a port: the inner rooms load no module that touches the world.
 */
export const noInputOutputInside: Rule = (files) =>
  files
    .filter(({ path }) => isShipped(path) && PURE_ROOMS.includes(path.split('/')[1] ?? ''))
    .filter(({ path }) => IO_ALLOWED[path] === undefined)
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => doesIo(specifier))
        .map(({ specifier, line }) => ({
          path,
          line,
          reason: `${specifier} is I/O, which this room gets as a port or an argument`,
        })),
    );

/** Whether `node:fs`, `fs` or `node:fs/promises` and their kind is meant. */
function doesIo(specifier: string): boolean {
  return IO_MODULES.has(specifier.replace(/^node:/, '').split('/')[0] ?? '');
}

/**
 * Environment is read where parts are joined; printing is the work of sinks, which receive their
 * streams.
 */
export const noAmbientWorld: Rule = (files) =>
  files
    .filter(({ path }) => isShipped(path))
    .flatMap((file): Problem[] => {
      const { path, codeLines } = file;
      const environment = path.startsWith('src/app/')
        ? []
        : linesMatching(
            file,
            codeLines,
            /\bprocess\s*\.\s*env\b/,
            'process.env is read in src/app only',
          );
      const console = linesMatching(
        file,
        codeLines,
        /\bconsole\s*\.\s*\w/,
        'console is not used: emit an event, or write to a stream that was handed in',
      );
      return [...environment, ...console];
    });
