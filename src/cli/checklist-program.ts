import { type Command, Option } from 'commander';
import type { LedgerProgramParts } from './ledger-program.ts';
import { parseNumber } from './parse-number.ts';
import { pricesOption } from './prices-option.ts';

const CHECKLIST_HELP = `
--live aws reads the account with the credentials that AWS's own SDK finds, and changes nothing:
ReadOnlyAccess is enough. It needs the @aws-sdk/client-… packages that it names. A machine with the
tag mab:interruptible=true does work that may be taken back.`;

/** Adds `mab plan checklist`. */
export function addChecklist(plan: Command, parts: LedgerProgramParts): void {
  const { io, finish, workspace, json } = parts;
  const command = plan
    .command('checklist')
    .description('what in an account costs more than it has to: disks, machines, images, buckets')
    .option('--inventory <file>', 'YAML or JSON file with what the account holds')
    .addOption(
      new Option('--live <cloud>', 'read the account itself')
        .choices(['aws'])
        .conflicts(['inventory']),
    )
    .option('--region <region>', 'with --live: its region; default: AWS_REGION, else us-east-1');
  for (const [flag, what] of LIMITS) {
    command.addOption(new Option(flag, what).argParser(parseNumber));
  }
  command
    .addHelpText('after', CHECKLIST_HELP)
    .addOption(pricesOption())
    .addOption(workspace())
    .addOption(json())
    .action(async (flags) => {
      finish(await (await import('./actions/plan/checklist.ts')).checklistAction(flags, io));
    });
}

const LIMITS: readonly (readonly [flag: string, what: string])[] = [
  ['--idle-percent <%>', 'use of its processors below which a machine is idle; default: 5'],
  ['--small-percent <%>', 'use below which a smaller machine is looked for; default: 20'],
  ['--target-percent <%>', 'use that machines are meant to have; default: 70'],
  ['--old-days <days>', 'age from which snapshots are old; default: 90'],
  ['--images-kept <n>', 'newest images of a repository that stay; default: 3'],
  ['--cold-days <days>', 'days without access after which data is cold; default: 30'],
  ['--archive-days <days>', 'days without access after which it can be archived; default: 180'],
];
