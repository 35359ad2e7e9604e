import type { ForecastOptions } from '../../../app/plan/forecast-contract.ts';
import { forecastHtml, forecastText } from '../../../app/plan/forecast-text.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';
import { writeOutput } from '../../output.ts';
import { terminalOptions } from '../run.ts';

type ForecastFlags = ForecastOptions['growth'] & {
  readonly workspace: string;
  readonly fromRun?: string;
  readonly fromEstimate?: string;
  readonly json?: boolean;
  /** A file. */
  readonly html?: string;
};

/** `mab plan forecast`: on standard output, and as a page where one was asked for. */
export async function forecastAction(flags: ForecastFlags, io: CliIo): Promise<ExitCode> {
  const { workspace, fromRun, fromEstimate, json = false, html, ...growth } = flags;
  const plan = await (await io.loadCommands()).plan();
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
