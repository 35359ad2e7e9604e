import type { PlanRequest, WorkSource } from '../../../app/plan/plan-contract.ts';
import { MabError } from '../../../core/errors.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { type CliIo, widthOf } from '../../io.ts';
import { adviceText } from './advice-text.ts';

/** Flags of every topic, besides its inputs. */
export interface TopicFlags extends Pick<WorkSource, 'fromRun' | 'fromEstimate' | 'runsPerMonth'> {
  readonly format?: string;
  readonly prices: readonly string[];
  readonly workspace: string;
  readonly json?: boolean;
}

/** `mab plan TOPIC …`. */
export async function planTopicAction(
  request: PlanRequest,
  { format, prices, json = false, ...work }: TopicFlags,
  io: CliIo,
): Promise<ExitCode> {
  const plan = await (await io.loadCommands()).plan();
  const advice = await plan.advise(request, { ...work, files: prices });
  if (format === undefined) {
    io.stdout.write(
      json ? `${JSON.stringify(advice, null, 2)}\n` : adviceText(advice, widthOf(io.stdout)),
    );
    return 0;
  }
  const { documents = {} } = advice;
  if (!(format in documents)) {
    const names = Object.keys(documents);
    throw new MabError('PLAN_FORMAT_UNKNOWN', `${request.topic} has no format ${format}.`, {
      hint: names.length > 0 ? `It has ${names.join(', ')}.` : 'Use --json.',
    });
  }
  io.stdout.write(`${JSON.stringify(documents[format], null, 2)}\n`);
  return 0;
}
