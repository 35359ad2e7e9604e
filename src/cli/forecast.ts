import type { EstimateOptions, RunForecast } from '../app/estimate/estimate-contract.ts';
import { printable } from '../app/printable.ts';
import type { RunEstimate } from '../contracts/estimate.ts';
import { MabError } from '../core/errors.ts';
import { formatUsd, type PicoUsd, parseUsd } from '../core/money.ts';
import { agrees } from './dialog.ts';
import { moneyText, shortEstimate } from './estimate-text.ts';
import type { CliIo } from './io.ts';
import { walkProgress } from './walk-progress.ts';

export interface ForecastFlags {
  readonly yes?: boolean;
  readonly confirmAbove?: string;
  /** False with `--no-estimate`. */
  readonly estimate?: boolean;
}

/**
 * Says what a run will cost before its first call, and asks where that is much.
 *
 * @param note  Prints a line that stays.
 * @returns whether the run is to start.
 * @throws {MabError} CONFIRMATION_MISSING where nobody can be asked.
 */
export async function forecast(
  options: Omit<EstimateOptions, 'onProgress'>,
  flags: ForecastFlags,
  { io, note }: { readonly io: CliIo; readonly note: (text: string) => void },
): Promise<boolean> {
  if (flags.estimate === false) return true;
  const progress = walkProgress(io.stderr, io.clock);
  const commands = await (await io.loadCommands()).estimates();
  const told = await commands
    .forecastRun({ ...options, onProgress: progress.onProgress })
    .finally(() => progress.close());
  const { estimate } = told;
  const lines = [
    ...(estimate ? shortEstimate(estimate) : []),
    ...told.warnings.map((text) => `  ${text}`),
  ];
  for (const line of lines) note(printable(line));
  if (!estimate) return true;
  if (flags.yes === true || !isMuch(estimate, told, flags)) return true;
  return await confirmed(estimate, thresholdOf(told, flags), io);
}

const thresholdOf = ({ confirmAbove }: RunForecast, flags: ForecastFlags): PicoUsd =>
  flags.confirmAbove === undefined ? confirmAbove : parseUsd(flags.confirmAbove);

/** Whether more may be spent than goes without a question; a budget bounds that. */
function isMuch(
  { total: { money } }: RunEstimate,
  told: RunForecast,
  flags: ForecastFlags,
): boolean {
  if (!money) return true;
  const { spendable } = told;
  const most = spendable === undefined || spendable > money.high ? money.high : spendable;
  return most > thresholdOf(told, flags);
}

async function confirmed(
  { total: { money } }: RunEstimate,
  threshold: PicoUsd,
  io: CliIo,
): Promise<boolean> {
  const opened = io.openDialog();
  if (opened) {
    using dialog = opened;
    return await agrees(dialog, 'Start?');
  }
  throw new MabError(
    'CONFIRMATION_MISSING',
    `The run may cost ${moneyText(money)}: more than ${formatUsd(threshold)}, so somebody has to agree.`,
    {
      hint:
        'Nothing was spent. Run it with --yes, or with a higher --confirm-above, ' +
        '`confirmAboveUsd` or `budgetUsd`.',
      details: money ? { estimate: { ...money } } : {},
    },
  );
}
