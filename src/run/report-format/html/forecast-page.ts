import type { Forecast } from '../../../contracts/forecast.ts';
import { forecastView, inputTable, publishedTable } from '../forecast-view.ts';
import { forecastFigure } from './forecast-section.ts';
import { html } from './markup.ts';
import { pageText } from './page-frame.ts';
import { pageTable, viewTable } from './table.ts';

/** A forecast as one HTML file that needs nothing else, and no script. */
export function forecastPage(forecast: Forecast, madeBy: string): string {
  const { formulas, warnings } = forecast;
  return pageText({
    title: 'Forecast of evaluation cost',
    heading: 'What evaluating will cost',
    facts: forecastView(forecast).facts,
    warnings,
    sections: [
      {
        id: 'quarters',
        title: 'Quarters',
        intro:
          'Every cell anew: the whole matrix is evaluated again each month, or as often as is said ' +
          'below. New cells only: what was evaluated before is in the ledger and is not bought again.',
        content: forecastFigure(forecast),
      },
      {
        id: 'assumptions',
        title: 'Assumptions and formulas',
        intro: 'Who said what, and how the quarters are computed from it.',
        content: html`${viewTable(inputTable(forecast.inputs))}
${pageTable({
  caption: 'Formulas',
  head: ['reading', 'formula', 'with these numbers'].map((title) => ({ title, align: 'left' })),
  groups: [{ rows: formulas.map(({ name, text, worked }) => [name, text, worked]) }],
})}`,
      },
      {
        id: 'published',
        title: 'Beside the requirements document',
        intro:
          'Its quarters grow by a third of the first. Its own drivers, 3 datasets a month and 2 ' +
          'methods a quarter, make a full matrix grow faster.',
        content: viewTable(publishedTable(forecast)),
      },
    ],
    madeBy,
  });
}
