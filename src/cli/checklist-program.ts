import { type Command, Option } from 'commander';
import type { TopicSpec } from '../contracts/advice.ts';
import { inputOption } from './input-option.ts';
import type { LedgerProgramParts } from './ledger-program.ts';
import { pricesOption } from './prices-option.ts';

const CHECKLIST_HELP = `
--live aws reads the account with the credentials that AWS's own SDK finds, and changes nothing:
ReadOnlyAccess is enough. It needs the @aws-sdk/client-… packages that it names. A machine with the
tag mab:interruptible=true does work that may be taken back.`;

/** Adds `mab plan checklist`. */
export function addChecklist(
  plan: Command,
  { id, question, inputs }: TopicSpec,
  parts: LedgerProgramParts,
): void {
  const { io, finish, workspace, json } = parts;
  const command = plan
    .command(id)
    .description(question)
    .option('--inventory <file>', 'YAML or JSON file with what the account holds')
    .addOption(
      new Option('--live <cloud>', 'read the account itself')
        .choices(['aws'])
        .conflicts(['inventory']),
    )
    .option('--region <region>', 'with --live: its region; default: AWS_REGION, else us-east-1');
  for (const input of inputs) command.addOption(inputOption(input));
  command
    .addHelpText('after', CHECKLIST_HELP)
    .addOption(pricesOption())
    .addOption(workspace())
    .addOption(json())
    .action(async (flags) => {
      finish(await (await import('./actions/plan/checklist.ts')).checklistAction(flags, io));
    });
}
