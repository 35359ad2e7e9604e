import type { Advice } from '../../../contracts/advice.ts';
import { MabError } from '../../../core/errors.ts';
import { nearestNames } from '../../../core/nearest.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { type CliIo, widthOf } from '../../io.ts';
import { adviceText } from './advice-text.ts';
import { guidedPlan } from './guided-plan.ts';
import type { TopicFlags } from './plan-topic.ts';

type PlanFlags = Omit<TopicFlags, 'format'> & { readonly answers?: string };

/** `mab plan`, `mab plan --answers FILE`, and whatever is no topic. */
export async function planAction(
  topic: string | undefined,
  { answers, ...flags }: PlanFlags,
  io: CliIo,
): Promise<ExitCode> {
  const plan = await (await io.loadCommands()).plan();
  const { prices: files, json = false, ...work } = flags;
  const ids = [...plan.topics.map(({ id }) => id), ...Object.keys(plan.others)];
  if (topic !== undefined) throw unknownTopic(topic, ids);
  if (answers !== undefined) {
    const advices: Advice[] = [];
    for (const request of await plan.readAnswers(answers)) {
      advices.push(await plan.advise(request, { ...work, files }));
    }
    const texts = advices.map((advice) => adviceText(advice, widthOf(io.stdout)));
    io.stdout.write(json ? `${JSON.stringify(advices, null, 2)}\n` : texts.join('\n'));
    return 0;
  }
  using dialog = io.openDialog();
  if (!dialog) {
    throw new MabError('PLAN_TOPIC_MISSING', 'Without a terminal the advisor needs a topic.', {
      hint: `Run \`mab plan TOPIC\` (${ids.join(', ')}), or \`mab plan --answers FILE\`.`,
    });
  }
  return await guidedPlan(plan, flags, { dialog, screen: io.stderr, io });
}

function unknownTopic(topic: string, ids: readonly string[]): MabError {
  if (topic.startsWith('-')) {
    return new MabError('PLAN_TOPIC_MISSING', `${topic} needs a topic before it.`, {
      hint: `Run \`mab plan TOPIC ${topic} …\`, where TOPIC is one of ${ids.join(', ')}.`,
    });
  }
  const near = nearestNames(topic, ids);
  return new MabError('PLAN_TOPIC_UNKNOWN', `The advisor has no topic ${topic}.`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It knows ${ids.join(', ')}.`,
  });
}
