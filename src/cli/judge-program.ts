import { type Command, InvalidArgumentError, Option } from 'commander';
import { LANES } from '../contracts/lane.ts';
import type { LedgerProgramParts } from './ledger-program.ts';
import { parseSeed } from './parse-seed.ts';
import { pricesOption } from './prices-option.ts';

const HELP = `
No method is asked again: the answers are those that the run has. The same command with the same
judges goes on where it was stopped; other judges mark beside those that were there before, and the
report shows the newest. A file of labels has a JSON object a line:
  {"questionId": "longmemeval_s*#0/q3", "cell": "bm25", "label": 1}`;

/** Adds `mab judge`. */
export function addJudge(
  program: Command,
  { io, finish, workspace, json }: LedgerProgramParts,
): void {
  program
    .command('judge')
    .description('have the answers of a run marked by models, or compare judges with people')
    .argument('<run>', 'run id, the start of one, or latest')
    .option(
      '--judges <file>',
      'judges, as below judge: of a configuration; default: those that the run was begun with',
    )
    .addOption(
      new Option(
        '--rubric <rubric>',
        'generic: right or wrong, for any dataset; default: as configured',
      ).choices(['auto', 'generic']),
    )
    .option('--labels <file>', 'what people say of answers: how far the judges agree with it')
    .option(
      '--check-bias',
      'ask the judges again about some answers: do place and length of a reply decide its marks?',
    )
    .addOption(
      new Option('--share <share>', 'of --check-bias: how many of the answers, from 0 to 1')
        .default(0.2)
        .argParser(parseShare),
    )
    .addOption(
      new Option('--seed <number>', 'of --check-bias: which answers')
        .default(1)
        .argParser(parseSeed),
    )
    .option('--data <folder>', 'where the data of the run lies now')
    .addOption(workspace())
    .addOption(json())
    .addOption(new Option('--lane <lane>', 'as of `mab run`').choices(LANES))
    .option('--member <name>', 'as of `mab run`')
    .addOption(pricesOption())
    .option('--retry-failed', 'ask again what was refused for good')
    .option('--accept-diverged', 'as of `mab run`')
    .addHelpText('after', HELP)
    .action(async (run, flags) => {
      finish(await (await import('./actions/judge.ts')).judgeAction(run, flags, io));
    });
}

function parseShare(text: string): number {
  const share = Number(text);
  if (share > 0 && share <= 1) return share;
  throw new InvalidArgumentError('It has to be a number above 0 and at most 1: 0.2.');
}
