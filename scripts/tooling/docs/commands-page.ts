import type { Argument, Command, Option } from 'commander';
import { planCommands } from '../../../src/app/plan/plan-commands.ts';
import { EXIT_CODES } from '../../../src/cli/exit-codes.ts';
import { processIo } from '../../../src/cli/io.ts';
import { addTopics } from '../../../src/cli/plan-program.ts';
import { createProgram, jsonOption, workspace } from '../../../src/cli/program.ts';

/** `docs/reference/commands.md`, made from the program that reads the command line. */
export function commandsPage(): string {
  const [io, finish] = [processIo(), () => {}];
  const program = createProgram(io, '', finish);
  const plan = program.commands.find((command) => command.name() === 'plan');
  if (plan)
    addTopics(plan as Command, planCommands, {
      io,
      finish,
      workspace,
      json: jsonOption,
    });
  return [
    '# Commands',
    '<!-- Made by `npm run docs` from src/cli/program.ts; a test keeps it fresh. -->',
    `${program.description()} \`mab COMMAND --help\` says the same as this page. In a checkout ` +
      '`npm run mab -- COMMAND …` is the same as `mab COMMAND …`.',
    ...leavesOf(program).map(commandSection),
    '## Exit codes',
    `| exit code | meaning |\n| --- | --- |\n${EXIT_CODES.map(
      ({ code, meaning }) => `| ${code} | ${meaning} |`,
    ).join('\n')}`,
    '',
  ].join('\n\n');
}

/** The commands that do something, in the order of the help. */
function leavesOf(command: Command): Command[] {
  if (command.commands.length === 0) return [command];
  const own = command.registeredArguments.length > 0 ? [command] : [];
  return [...own, ...command.commands.flatMap((inner) => leavesOf(inner as Command))];
}

function commandSection(command: Command): string {
  const description = command.description();
  return [
    `## \`${nameOf(command)}\``,
    sentence(description),
    `\`\`\`\n${nameOf(command)} ${command.usage()}\n\`\`\``,
    table('argument', command.registeredArguments.map(argumentRow)),
    table('option', command.options.filter(({ hidden }) => !hidden).map(optionRow)),
    textAfterHelp(command),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What a command's help adds below its options. */
function textAfterHelp(command: Command): string {
  let help = '';
  command.configureOutput({
    writeOut: (part) => {
      help += part;
    },
  });
  command.outputHelp();
  const text = help.replace(command.helpInformation(), '');
  return text.trim() === '' ? '' : `\`\`\`\n${text.trim()}\n\`\`\``;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('?') ? '' : '.'}`;
}

function nameOf(command: Command): string {
  const parent = command.parent;
  return parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

type Row = readonly [name: string, meaning: string, fallback: string];

function argumentRow(argument: Argument): Row {
  const { description, required, variadic } = argument;
  return [argument.name(), description, required ? 'required' : variadic ? 'any number' : ''];
}

function optionRow({ flags, description, argChoices, defaultValue, mandatory }: Option): Row {
  const choices = argChoices ? `; one of ${argChoices.map(code).join(', ')}` : '';
  const fallback = defaultValue === undefined ? '' : code(String(defaultValue));
  return [flags, `${description}${choices}`, mandatory ? 'required' : fallback];
}

function table(what: string, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(
    ([name, meaning, fallback]) =>
      `| ${code(name)} | ${meaning.replaceAll('|', '\\|')} | ${fallback} |`,
  );
  return `| ${what} | meaning | default |\n| --- | --- | --- |\n${lines.join('\n')}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
