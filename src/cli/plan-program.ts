import { type Command, Option } from 'commander';
import type { InputSpec, TopicSpec } from '../contracts/advice.ts';
import { addChecklist } from './checklist-program.ts';
import type { ExitCode } from './exit-codes.ts';
import { addForecast } from './forecast-program.ts';
import type { CliIo } from './io.ts';

/** What `mab plan` shares with other commands. */
export interface PlanProgramParts {
  readonly io: CliIo;
  readonly finish: (code: ExitCode) => void;
  readonly workspace: () => Option;
  readonly json: () => Option;
}

const PLAN_HELP = `
Without a topic it asks five questions, and advises on the whole configuration. A file of answers
holds topics, and inputs under each, named as the flags are:
  machines: { vcpu: 8, memoryGib: 32, spot: true }`;

/**
 * Adds `mab plan …`. Its topics are asked of the application when they are needed, so that other
 * commands and their help do not load them.
 */
export function addPlan(program: Command, parts: PlanProgramParts): void {
  const { io, finish, json } = parts;
  const plan = program
    .command('plan')
    .description('advise on machines, clouds and commitments, with formulas and price rows')
    .argument('[topic]', 'what to advise on')
    .option('--answers <file>', 'YAML or JSON file with topics and their inputs')
    .addOption(json())
    .addHelpText('after', PLAN_HELP)
    // What stands behind a topic is the topic’s, `--json` too.
    .enablePositionalOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (topic, flags) => {
      finish(await (await import('./actions/plan/plan.ts')).planAction(topic, flags, io));
    });
  addForecast(plan, parts);
  addChecklist(plan, parts);
  program.hook('preSubcommand', async (_, command) => {
    if (command.name() !== 'plan') return;
    addTopics(command, (await (await io.loadCommands()).plan()).topics, parts);
  });
}

/** Adds a command for each topic, with a flag for each input. */
export function addTopics(
  plan: Command,
  topics: readonly TopicSpec[],
  { io, finish, json }: Pick<PlanProgramParts, 'io' | 'finish' | 'json'>,
): void {
  for (const { id, question, inputs } of topics) {
    const command = plan.command(id).description(question);
    for (const input of inputs) command.addOption(inputOption(input));
    command
      .option('--format <name>', 'print a document for another program, where there is one')
      .addOption(json())
      .action(async (flags, self: Command) => {
        const given = inputs.filter(({ name }) => self.getOptionValueSource(name) === 'cli');
        const request = {
          topic: id,
          inputs: Object.fromEntries(given.map(({ name }) => [name, flags[name]])),
        };
        const { planTopicAction } = await import('./actions/plan/plan-topic.ts');
        finish(await planTopicAction(request, self.optsWithGlobals(), io));
      });
  }
}

/** Values are checked by the topic; here they only get their type. */
function inputOption(input: InputSpec): Option {
  const { kind, flag, fallback } = input;
  const isOn = kind === 'yes-no' && fallback === true;
  const flags = isOn ? `--no-${flag.slice(2)}` : flag + placeholder(input);
  const option = new Option(flags, inputText(input));
  if (kind === 'number' || kind === 'whole') option.argParser(numberOrText);
  if (kind === 'names') option.argParser(entriesOf);
  if (kind === 'numbers') option.argParser((text) => entriesOf(text).map(numberOrText));
  return input.choices ? option.choices(input.choices) : option;
}

function placeholder({ kind, unit }: InputSpec): string {
  if (kind === 'yes-no') return '';
  if (kind === 'number' || kind === 'whole') return ` <${unit ?? 'number'}>`;
  if (kind === 'numbers') return ` <${unit ?? 'number'},…>`;
  return kind === 'names' ? ' <name,…>' : ' <name>';
}

function entriesOf(text: string): string[] {
  return text.split(',').map((entry) => entry.trim());
}

function numberOrText(text: string): number | string {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? text : number;
}

function inputText({ kind, description, fallback, min, max }: InputSpec): string {
  const range = min === undefined ? '' : `, ${min} to ${max}`;
  const otherwise =
    kind === 'yes-no'
      ? `; default: ${fallback ? 'yes' : 'no'}`
      : fallback === undefined
        ? ''
        : `; default: ${String(fallback)}`;
  return `${description}${range}${otherwise}`;
}
