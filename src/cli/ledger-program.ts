import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';

/** What the commands of `mab ledger` share with all others. */
export interface LedgerProgramParts {
  readonly io: CliIo;
  readonly finish: (code: ExitCode) => void;
  readonly workspace: () => Option;
  readonly json: () => Option;
}

const USE_HELP = `
sqlite    a file in the workspace; for processes of one machine
postgres  a database that machines share: set MAB_LEDGER_URL to
          postgres://user:password@host:5432/database on each of them
Machines that share a ledger buy each call once and keep its limits and budgets together.`;

const EXPORT_HELP = `
The file is gzip with a JSON value on each line. It holds the replies of models, and the key with
which this workspace names its calls; only its owner may read it. With --without-key it can go back
into this ledger only, or into one that has the key already.`;

/** Adds `mab ledger …`. */
export function addLedger(program: Command, parts: LedgerProgramParts): void {
  const ledger = program
    .command('ledger')
    .description('look at the ledger of paid calls, move it, merge it, prune it, check it');
  addUse(ledger, parts);
  addFiles(ledger, parts);
  addUpkeep(ledger, parts);
}

function addUse(ledger: Command, { io, finish, workspace, json }: LedgerProgramParts): void {
  ledger
    .command('stat')
    .description('what the ledger holds, and what was paid by run, month and model')
    .addOption(workspace())
    .addOption(json())
    .action(async (flags) => {
      finish(await (await import('./actions/ledger/stat.ts')).ledgerStatAction(flags, io));
    });
  ledger
    .command('use')
    .description('choose where the ledger of a workspace is; once, before its first run')
    .addArgument(ledger.createArgument('<kind>', 'sqlite or postgres').choices(KINDS))
    .addOption(new Option('--name <name>', 'name of the ledger in the database').default('default'))
    .addHelpText('after', USE_HELP)
    .addOption(workspace())
    .addOption(json())
    .action(async (kind, flags) => {
      finish(await (await import('./actions/ledger/use.ts')).ledgerUseAction(kind, flags, io));
    });
}

const KINDS = ['sqlite', 'postgres'];

function addFiles(ledger: Command, { io, finish, workspace, json }: LedgerProgramParts): void {
  ledger
    .command('export')
    .description('write the ledger into a file: a backup, or half of a merger')
    .argument('<file>', 'for example ledger.jsonl.gz')
    .option('--run <run>', 'only what this run has used')
    .option('--dataset <id>', 'only the calls on this dataset')
    .addOption(new Option('--without-key', 'an archive that no other ledger can adopt'))
    .addOption(
      new Option(
        '--key-only',
        'nothing but the key, for workspaces that are to be merged later',
      ).conflicts(['run', 'dataset', 'withoutKey']),
    )
    .addHelpText('after', EXPORT_HELP)
    .addOption(workspace())
    .addOption(json())
    .action(async (file, flags) => {
      const { ledgerExportAction } = await import('./actions/ledger/export.ts');
      finish(await ledgerExportAction(file, flags, io));
    });
  ledger
    .command('import')
    .description('merge a file into the ledger; an empty ledger adopts its key')
    .argument('<file>', 'that `mab ledger export` has written')
    .addOption(workspace())
    .addOption(json())
    .action(async (file, flags) => {
      const { ledgerImportAction } = await import('./actions/ledger/import.ts');
      finish(await ledgerImportAction(file, flags, io));
    });
}

function addUpkeep(ledger: Command, { io, finish, workspace, json }: LedgerProgramParts): void {
  ledger
    .command('prune')
    .description('delete replies that only finished contexts have used, the oldest first')
    .addOption(
      new Option('--older-than <age>', 'replies that are older: 90d, 12h').argParser(parseAge),
    )
    .addOption(
      new Option('--max-size <size>', 'until the ledger needs no more: 2GB, 500MB').argParser(
        parseSize,
      ),
    )
    .option('--dry-run', 'only say what would be deleted')
    .addHelpText('after', PRUNE_HELP)
    .addOption(workspace())
    .addOption(json())
    .action(async (flags) => {
      finish(await (await import('./actions/ledger/prune.ts')).ledgerPruneAction(flags, io));
    });
  ledger
    .command('verify')
    .description('read everything, and say what is wrong; exit code 4 where something is')
    .option('--repair', 'set accounts to what their attempts come to')
    .addOption(workspace())
    .addOption(json())
    .action(async (flags) => {
      finish(await (await import('./actions/ledger/verify.ts')).ledgerVerifyAction(flags, io));
    });
}

const PRUNE_HELP = `
Reports stay as they are: finished contexts have their replies in the store, and what was paid is
never deleted. A new run that asks the same buys it again.`;

const MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

function parseAge(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([hd])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (MS[unit] ?? 0);
  throw new InvalidArgumentError('It has to be a number of days or hours: 90d, 12h.');
}

const BYTES: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

function parseSize(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(kB|MB|GB|TB)$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (BYTES[unit] ?? 0);
  throw new InvalidArgumentError('It has to be a number with kB, MB, GB or TB: 500MB, 2GB.');
}
