import type { PlanCommands } from '../../../app/plan/plan-contract.ts';
import { printable } from '../../../app/printable.ts';
import type { InputSpec, TopicSpec } from '../../../contracts/advice.ts';
import { MabError } from '../../../core/errors.ts';
import { alignColumns } from '../../columns.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';
import { askInputs, type Terminal } from './ask-inputs.ts';
import { checklistAction } from './checklist.ts';
import { forecastAction } from './forecast.ts';
import { planTopicAction, type TopicFlags } from './plan-topic.ts';

/**
 * `mab plan` at a terminal: asks what the user wants to know, then for the inputs of that, and
 * shows the answer. Inputs that do not fit together are asked for again.
 */
export async function guidedPlan(
  plan: PlanCommands,
  flags: TopicFlags,
  { io, ...terminal }: Terminal & { readonly io: CliIo },
): Promise<ExitCode> {
  const { screen } = terminal;
  const topic = await askTopic([...plan.topics, ...Object.values(plan.others)], terminal);
  const isMeasured = flags.fromRun !== undefined || flags.fromEstimate !== undefined;
  const { inputs: known, warnings } =
    isMeasured && topic.measurable.length > 0
      ? await plan.known(topic.id, flags)
      : { inputs: {}, warnings: [] };
  for (const text of warnings) screen.write(`note: ${printable(text)}\n`);
  const isChecklist = topic.id === 'checklist';
  const specs = isChecklist ? [INVENTORY, ...topic.inputs] : topic.inputs;
  let answers: Record<string, unknown> = {};
  for (;;) {
    answers = await askInputs(
      {
        ...{ specs, known, before: answers },
        problemOf: (name, value) =>
          name === INVENTORY.name ? inventoryProblem(value) : plan.problemOf(topic.id, name, value),
      },
      terminal,
    );
    try {
      return await answered(topic.id, answers, flags, io);
    } catch (thrown) {
      if (!(thrown instanceof MabError) || !CAN_BE_SAID_AGAIN.test(thrown.code)) throw thrown;
      screen.write(`${printable(`${thrown.message} ${thrown.hint ?? ''}`.trim())}\n`);
    }
  }
}

/** What another answer to the same questions can settle. */
const CAN_BE_SAID_AGAIN = /^(?:PLAN_INPUT_|MACHINE_|PRICE_MISSING|FORECAST_|INVENTORY_|FILE_)/;

const INVENTORY: InputSpec = {
  ...{ name: 'inventory', flag: '--inventory', kind: 'text' },
  description: 'YAML or JSON file with what the account holds; aws: read the account itself',
};

function inventoryProblem(value: unknown): string | undefined {
  return value === undefined || value === '' ? 'Name a file, or type aws.' : undefined;
}

async function askTopic(
  topics: readonly TopicSpec[],
  { dialog, screen }: Terminal,
): Promise<TopicSpec> {
  const rows = topics.map(({ id, question }, at) => [`  ${at + 1}`, id, question]);
  screen.write(`What do you want to know?\n${alignColumns(rows)}`);
  for (;;) {
    const typed = (await dialog.ask(`1 to ${topics.length}, or a name [1]: `)).trim() || '1';
    const found = topics.find(({ id }, at) => [id, `${at + 1}`].includes(typed.toLowerCase()));
    if (found) return found;
    screen.write('Please type a number, or one of the names.\n');
  }
}

async function answered(
  topic: string,
  answers: Readonly<Record<string, unknown>>,
  flags: TopicFlags,
  io: CliIo,
): Promise<ExitCode> {
  const said = Object.fromEntries(
    Object.entries(answers).filter(([, value]) => value !== undefined),
  );
  if (topic === 'forecast') return await forecastAction({ ...flags, ...said }, io);
  if (topic !== 'checklist') return await planTopicAction({ topic, inputs: said }, flags, io);
  const { workspace, prices, json = false } = flags;
  const { inventory, ...limits } = said;
  const from = inventory === 'aws' ? { live: 'aws' as const } : { inventory: String(inventory) };
  return await checklistAction({ workspace, prices, json, ...from, ...limits }, io);
}
