import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { errorMessage, MabError } from '../../core/errors.ts';
import { invoiceJson } from '../invoice.ts';
import { invoiceTable } from './invoice-table.ts';
import { startLab } from './lab.ts';
import { parseLabConfig } from './lab-config.ts';

const HELP = `Usage: mab-lab [--port N] [--config FILE] [--json]

A model server on this machine that speaks the formats of OpenAI, Anthropic and Google, enforces
their limits, makes faults, and bills as they do. Prints its address; on Ctrl-C its invoice.

  --port N       port of 127.0.0.1; any free one without it
  --config FILE  YAML or JSON; - reads it from standard input. Without it every model is known
  --json         print the invoice as JSON
  --help         print this
`;

/**
 * The command `mab-lab`: serves until it is interrupted.
 *
 * @returns the exit code: 0, or 2 for flags or a configuration that are wrong.
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await serve(argv);
  } catch (error) {
    const hint = error instanceof MabError ? `  next: ${error.hint}\n` : '';
    process.stderr.write(`mab-lab: ${errorMessage(error)}\n${hint}`);
    return 2;
  }
}

async function serve(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '0' },
      config: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const config = values.config === undefined ? '' : await readConfig(values.config);
  const options = parseLabConfig(config, values.config ?? 'nothing');
  await using lab = await startLab(options, portOf(values.port));
  process.stdout.write(`${lab.url}\n`);
  await interruption();
  const invoice = lab.invoice();
  process.stdout.write(values.json ? `${invoiceJson(invoice)}\n` : invoiceTable(invoice));
  return 0;
}

async function readConfig(path: string): Promise<string> {
  return path === '-' ? text(process.stdin) : readFile(path, 'utf8');
}

function portOf(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new RangeError(`"${value}" is not a port.`);
}

function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
  });
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
