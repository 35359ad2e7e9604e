import { Command, InvalidArgumentError, Option } from 'commander';
import { FOLDER_FORMATS } from '../contracts/export.ts';
import { LANES } from '../contracts/lane.ts';
import { addCost } from './cost-program.ts';
import { addEstimate, forecastOptions } from './estimate-program.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import { type CliIo, WORKSPACE, widthOf } from './io.ts';
import { addJudge } from './judge-program.ts';
import { addLedger } from './ledger-program.ts';
import { parseSeed } from './parse-seed.ts';
import { addPlan } from './plan-program.ts';
import { pricesOption } from './prices-option.ts';
import { addPrices } from './prices-program.ts';
import { upstreamOptions } from './upstream-options.ts';

type Finish = (code: ExitCode) => void;

/** `--workspace DIR`, which most commands have. */
export const workspace = (): Option =>
  new Option('--workspace <dir>', 'folder that holds runs and ledger').default(WORKSPACE);
/** `--json`, which most commands have. */
export const jsonOption = (): Option =>
  new Option('--json', 'print the result, or the failure, as JSON');

/**
 * The command line. Each action is loaded when it is called, so that help needs nothing but this
 * file.
 *
 * @param finish  Is told the exit code of the action.
 */
export function createProgram(io: CliIo, version: string, finish: Finish): Command {
  const program = new Command('mab')
    .description('Measures how well the memory of an LLM agent works, and what it costs.')
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Errors are thrown, and printed like all others.
      outputError: () => {},
      getOutHelpWidth: () => Math.min(widthOf(io.stdout), 100),
      getErrHelpWidth: () => Math.min(widthOf(io.stderr), 100),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .version(version, '--version', 'print the version')
    .addHelpText('after', `\n${exitCodeTable()}`);
  addRun(program, io, finish);
  addJudge(program, { io, finish, workspace, json: jsonOption });
  addEstimate(program, { io, finish, workspace, json: jsonOption });
  addProxy(program, io, finish);
  addReading(program, io, finish);
  addCompare(program, io, finish);
  addPower(program, io, finish);
  addFidelity(program, io, finish);
  addExport(program, io, finish);
  addData(program, io, finish);
  addCost(program, { io, finish, workspace, json: jsonOption });
  addLedger(program, { io, finish, workspace, json: jsonOption });
  addPlan(program, { io, finish, workspace, json: jsonOption });
  addPrices(program, { io, finish, workspace, json: jsonOption });
  return program;
}

function exitCodeTable(): string {
  const lines = EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}

const MEMBER_HELP = 'team member whom the spending is counted for; default: MAB_MEMBER';

function addRun(program: Command, io: CliIo, finish: Finish): void {
  const run = program
    .command('run')
    .description('run a configuration, or go on with the run that it stands for')
    .argument('[config]', 'YAML or JSON file')
    .option(
      '--print-config',
      'with --upstream-agent: print the same as a configuration of mab, and end',
    )
    .addOption(workspace())
    .addOption(jsonOption())
    .addOption(
      new Option(
        '--lane <lane>',
        'how calls that can wait are bought; default: as configured',
      ).choices(LANES),
    )
    .option('--member <name>', MEMBER_HELP)
    .addOption(pricesOption())
    .option('--retry-failed', 'ask again what was refused for good')
    .option(
      '--accept-diverged',
      'go on, and pay, where a resumed unit asks something else than before',
    )
    .option(
      '--share <n>',
      'one of N processes without a common workspace: 1/N of limits and budgets',
      parseShare,
    )
    .action(async (config, flags) => {
      finish(await (await import('./actions/run.ts')).runAction(config, flags, io));
    });
  for (const option of [...upstreamOptions(), ...forecastOptions()]) run.addOption(option);
}

const PROXY_HELP = `
With a command, it is run with OPENAI_BASE_URL and OPENAI_API_KEY set, and the proxy ends with it:
  mab proxy CONFIG -- python my_memory.py`;

function addProxy(program: Command, io: CliIo, finish: Finish): void {
  program
    .command('proxy')
    .description('meter, limit and bill the calls of other programs: an OpenAI-compatible server')
    .argument('<config>', 'YAML or JSON file: its models, limits and budget')
    .argument('[command...]', 'program to run behind the proxy, after --')
    .addOption(workspace())
    .addOption(jsonOption())
    .addOption(
      new Option('--port <number>', 'port on this machine; 0: any free one')
        .default(0)
        .argParser(parsePort),
    )
    .addOption(
      new Option('--phase <phase>', 'phase that the calls are billed to')
        .choices(['memorize', 'finalize', 'retrieve', 'answer', 'judge'])
        .default('memorize'),
    )
    .option('--unit <name>', 'name of the work that the calls are billed to', 'proxy')
    .option('--member <name>', MEMBER_HELP)
    .option('--replay <sdk>', 'answer from the ledger what this SDK has asked before: mem0')
    .option('--prove', 'run the command twice, and say whether the second run could be replayed')
    .addOption(
      new Option('--volatile <pattern>', 'with --prove: what differs without meaning; repeatable')
        .default([], 'none')
        .argParser(parsePattern),
    )
    .addOption(pricesOption())
    .addHelpText('after', PROXY_HELP)
    .action(async (config, command, flags) => {
      finish(await (await import('./actions/proxy.ts')).proxyAction(config, command, flags, io));
    });
}

const REPORT_HELP = `
html       one page with everything, for a browser; needs nothing else
csv        a row per answered question and method; so has parquet
cells-csv  a row per method and dataset
On a terminal these go to a file named after the run, unless --output says otherwise.`;

const RUN_HELP = 'run id, the start of one, or latest';
const JUDGING_HELP = 'whose verdicts: the id of a judging, or its start; default: the newest';

function addReading(program: Command, io: CliIo, finish: Finish): void {
  program
    .command('list')
    .description('list the runs of a workspace, newest first')
    .addOption(workspace())
    .addOption(jsonOption())
    .action(async (flags) => {
      finish(await (await import('./actions/list.ts')).listAction(flags, io));
    });
  program
    .command('show')
    .description('show what was run, cell by cell, and what failed; or one question')
    .argument('<run>', RUN_HELP)
    .option('--question <id>', 'question, for example open_fact_sh_6k#0/q0')
    .addOption(workspace())
    .addOption(jsonOption())
    .action(async (run, flags) => {
      finish(await (await import('./actions/show.ts')).showAction(run, flags, io));
    });
  program
    .command('report')
    .description('print the report of a run')
    .argument('<run>', RUN_HELP)
    .addOption(
      new Option('--format <format>', 'form of the report')
        .choices(['terminal', 'markdown', 'json', 'html', 'csv', 'cells-csv', 'parquet'])
        .default('terminal'),
    )
    .option('--judging <id>', JUDGING_HELP)
    .option('--output <file>', 'write it to a file')
    .addHelpText('after', REPORT_HELP)
    .addOption(workspace())
    .action(async (run, flags) => {
      finish(await (await import('./actions/report.ts')).reportAction(run, flags, io));
    });
}

function addCompare(program: Command, io: CliIo, finish: Finish): void {
  program
    .command('compare')
    .description('compare two runs, question by question')
    .argument('<before>', RUN_HELP)
    .argument('<after>', RUN_HELP)
    .addOption(
      new Option('--format <format>', 'form of the comparison')
        .choices(['terminal', 'markdown', 'json', 'html'])
        .default('terminal'),
    )
    .option('--output <file>', 'write it to a file')
    .addOption(workspace())
    .action(async (before, after, flags) => {
      finish(await (await import('./actions/compare.ts')).compareAction(before, after, flags, io));
    });
}

function addPower(program: Command, io: CliIo, finish: Finish): void {
  program
    .command('power')
    .description('how many more questions, at what price, would settle which method is better')
    .argument('<run>', RUN_HELP)
    .addOption(
      new Option(
        '--difference <points>',
        'percentage points to find; default: what each pair shows today',
      ).argParser(parsePoints),
    )
    .option('--all-pairs', 'every pair of methods, not the best against the others only')
    .option('--judging <id>', JUDGING_HELP)
    .addOption(workspace())
    .addOption(jsonOption())
    .action(async (run, flags) => {
      finish(await (await import('./actions/power.ts')).powerAction(run, flags, io));
    });
}

function addExport(program: Command, io: CliIo, finish: Finish): void {
  program
    .command('export')
    .description('write a run into a folder, in the format of another program')
    .argument('<run>', RUN_HELP)
    .addOption(
      new Option('--format <format>', 'whose format').choices(FOLDER_FORMATS).makeOptionMandatory(),
    )
    .requiredOption('--out <dir>', 'folder that gets the files')
    .option('--judging <id>', JUDGING_HELP)
    .addHelpText('after', EXPORT_HELP)
    .addOption(workspace())
    .addOption(jsonOption())
    .action(async (run, flags) => {
      finish(await (await import('./actions/export.ts')).exportAction(run, flags, io));
    });
}

function addFidelity(program: Command, io: CliIo, finish: Finish): void {
  program
    .command('fidelity')
    .description('each score beside the published one, and what stands between them')
    .argument('<run>', RUN_HELP)
    .option('--judging <id>', JUDGING_HELP)
    .addOption(workspace())
    .addOption(jsonOption())
    .action(async (run, flags) => {
      finish(await (await import('./actions/fidelity.ts')).fidelityAction(run, flags, io));
    });
}

const EXPORT_HELP = `
inspect           logs of Inspect AI, one for each cell: inspect view start --log-dir DIR
memoryagentbench  result files of the Python project, one for each complete cell, in its folders
Tables for other programs are reports: mab report RUN --format csv, cells-csv, parquet or json.`;

const SOURCE_HELP =
  'folder with parquet files; open, the built-in corpus; hub or hub:COMMIT, what was pulled';

function addData(program: Command, io: CliIo, finish: Finish): void {
  const data = program.command('data').description('fetch data, look at it, make it, forget it');
  data
    .command('pull')
    .description('fetch the published dataset into the cache of this machine')
    .option('--revision <revision>', 'commit, branch or tag; default: the pinned commit')
    .option('--mirror <url>', 'base address of another hub')
    .option('--cache <dir>', 'folder of the cache; default: MAB_CACHE, or the system’s own')
    .option('--to <dir>', 'folder that gets the plain files as well')
    .addOption(
      new Option('--stall-timeout <seconds>', 'longest time without a byte')
        .default(60)
        .argParser(parseSeconds),
    )
    .addOption(jsonOption())
    .action(async (flags) => {
      finish(await (await import('./actions/data/pull.ts')).dataPullAction(flags, io));
    });
  data
    .command('list')
    .description('list the datasets of a source; without one, what the cache holds')
    .argument('[source]', SOURCE_HELP)
    .addOption(jsonOption())
    .action(async (source, flags) => {
      finish(await (await import('./actions/data/list.ts')).dataListAction(source, flags, io));
    });
  data
    .command('check')
    .description('read every row of a source, and say what it is and what is wrong')
    .argument('<source>', SOURCE_HELP)
    .addOption(jsonOption())
    .action(async (source, flags) => {
      finish(await (await import('./actions/data/check.ts')).dataCheckAction(source, flags, io));
    });
  data
    .command('synth')
    .description('write the open corpus as parquet in the published layout')
    .requiredOption('--out <dir>', 'folder that gets the files')
    .addOption(
      new Option('--seed <number>', 'another seed gives another text')
        .default(1)
        .argParser(parseSeed),
    )
    .addOption(
      new Option('--datasets <ids>', 'ids with commas between them, or all')
        .default('all')
        .argParser((text) => (text === 'all' ? text : text.split(',').map((id) => id.trim()))),
    )
    .addOption(jsonOption())
    .action(async (flags) => {
      finish(await (await import('./actions/data/synth.ts')).dataSynthAction(flags, io));
    });
  data
    .command('forget')
    .description('delete the replies to all calls on a dataset from the ledger')
    .argument('<dataset>', 'id of the dataset')
    .option('--yes', 'really delete them')
    .addOption(workspace())
    .addOption(jsonOption())
    .action(async (dataset, flags) => {
      finish(await (await import('./actions/data/forget.ts')).dataForgetAction(dataset, flags, io));
    });
}

function parsePattern(text: string, before: readonly string[]): readonly string[] {
  try {
    return [...before, new RegExp(text, 'm').source];
  } catch {
    throw new InvalidArgumentError('It has to be a regular expression.');
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError('It has to be a whole number from 0 to 65535.');
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('It has to be a number of seconds above 0.');
}

function parsePoints(text: string): number {
  const points = Number(text);
  if (points > 0 && points <= 100) return points;
  throw new InvalidArgumentError('It has to be a number of percentage points, above 0 up to 100.');
}

function parseShare(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number from 1 to 9999.');
}
