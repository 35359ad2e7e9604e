import type { Forecast } from '../../contracts/forecast.ts';
import { forecastView } from '../../run/report-format/forecast-view.ts';
import { forecastPage } from '../../run/report-format/html/forecast-page.ts';
import { type TerminalOptions, terminalView } from '../../run/report-format/terminal.ts';
import { printableValue } from '../printable.ts';
import { readVersion } from '../version.ts';

/** A forecast for a terminal, with its chart. */
export function forecastText(forecast: Forecast, options: TerminalOptions): string {
  return terminalView(forecastView(printableValue(forecast)), options);
}

/** A forecast as a page of its own. */
export async function forecastHtml(forecast: Forecast): Promise<string> {
  return forecastPage(forecast, await readVersion());
}
