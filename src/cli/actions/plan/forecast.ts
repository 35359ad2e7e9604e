import { forecastHtml, forecastText } from '../../../app/plan/forecast-text.ts';
import type { WorkSource } from '../../../app/plan/plan-contract.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';
import { writeOutput } from '../../output.ts';
import { terminalOptions } from '../run.ts';

interface ForecastFlags extends Pick<WorkSource, 'fromRun' | 'fromEstimate' | 'workspace'> {
  readonly json?: boolean;
  /** A file. */
  readonly html?: string;
  readonly [input: string]: unknown;
}

/** `mab plan forecast`: on standard output, and as a page where one was asked for. */
export async function forecastAction(flags: ForecastFlags, io: CliIo): Promise<ExitCode> {
  const { workspace, fromRun, fromEstimate, json = false, html } = flags;
  const plan = await (await io.loadCommands()).plan();
  const growth = Object.fromEntries(
    plan.others.forecast.inputs.map(({ name }) => [name, flags[name]]),
  );
  const forecast = await plan.forecast({
    ...{ growth, workspace },
    ...(fromRun === undefined ? {} : { fromRun }),
    ...(fromEstimate === undefined ? {} : { fromEstimate }),
  });
  if (html !== undefined) await writeOutput(await forecastHtml(forecast), html, io);
  io.stdout.write(
    json
      ? `${JSON.stringify(forecast, null, 2)}\n`
      : forecastText(forecast, terminalOptions(io.stdout)),
  );
  return 0;
}
