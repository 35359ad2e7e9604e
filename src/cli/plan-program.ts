import type { Command, Option } from 'commander';
import type { PlanCommands } from '../app/plan/plan-contract.ts';
import { addChecklist } from './checklist-program.ts';
import type { ExitCode } from './exit-codes.ts';
import { addForecast } from './forecast-program.ts';
import { inputOption } from './input-option.ts';
import type { CliIo } from './io.ts';
import { pricesOption } from './prices-option.ts';
import { saidTo } from './said-to.ts';
import { workOptions } from './work-options.ts';

/** What `mab plan` shares with other commands. */
export interface PlanProgramParts {
  readonly io: CliIo;
  readonly finish: (code: ExitCode) => void;
  readonly workspace: () => Option;
  readonly json: () => Option;
}

const PLAN_HELP = `
On a terminal it asks what you want to know, and then for the inputs of that; with --from-run what
the run has measured stands there already. A file of answers holds topics, and inputs under each,
named as the flags are:
  machines: { vcpu: 8, memoryGib: 32, spot: true }`;

/**
 * Adds `mab plan …`. Its topics are asked of the application when they are needed, so that other
 * commands and their help do not load them.
 */
export function addPlan(program: Command, parts: PlanProgramParts): void {
  const { io, finish, workspace, json } = parts;
  const plan = program
    .command('plan')
    .description('advise on machines, clouds and commitments, with formulas and price rows')
    .argument('[topic]', 'what to advise on')
    .option('--answers <file>', 'YAML or JSON file with topics and their inputs')
    .addOption(pricesOption())
    .addOption(workspace())
    .addOption(json())
    .addHelpText('after', PLAN_HELP)
    // What stands behind a topic is the topic’s, `--json` too.
    .enablePositionalOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (topic, flags) => {
      finish(await (await import('./actions/plan/plan.ts')).planAction(topic, flags, io));
    });
  for (const option of workOptions()) plan.addOption(option);
  program.hook('preSubcommand', async (_, command) => {
    if (command.name() !== 'plan') return;
    addTopics(command, await (await io.loadCommands()).plan(), parts);
  });
}

/** Adds a command for each topic, with a flag for each input. */
export function addTopics(
  plan: Command,
  { topics, others }: Pick<PlanCommands, 'topics' | 'others'>,
  parts: PlanProgramParts,
): void {
  const { io, finish, workspace, json } = parts;
  for (const { id, question, inputs, measurable } of topics) {
    const command = plan.command(id).description(question);
    for (const input of inputs) command.addOption(inputOption(input));
    for (const option of measurable.length > 0 ? workOptions() : []) command.addOption(option);
    command
      .option('--format <name>', 'print a document for another program, where there is one')
      .addOption(pricesOption())
      .addOption(workspace())
      .addOption(json())
      .action(async (_, self: Command) => {
        const said = saidTo(self);
        const given = inputs.flatMap(({ name }) => (name in said ? [[name, said[name]]] : []));
        const request = { topic: id, inputs: Object.fromEntries(given) };
        const { planTopicAction } = await import('./actions/plan/plan-topic.ts');
        finish(await planTopicAction(request, { ...plan.opts(), ...said }, io));
      });
  }
  addForecast(plan, others.forecast, parts);
  addChecklist(plan, others.checklist, parts);
}
