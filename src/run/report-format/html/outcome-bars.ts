import { type CellReport, OUTCOMES, type OutcomeName } from '../../../contracts/report.ts';
import { html, type Markup } from './markup.ts';
import { type MethodNames, methodLabel } from './method-names.ts';
import { pageTable } from './table.ts';

/** How the page names what became of a question. */
export const OUTCOME_NAMES: Readonly<Record<OutcomeName, string>> = {
  right: 'right',
  misread: 'retrieved, misread',
  missed: 'not retrieved',
  unknown: 'wrong, cause unknown',
  unjudged: 'answered, not judged',
  failed: 'no answer',
};

/** Per dataset and method: how many answers were right, and what went wrong with the others. */
export function outcomeBars(cells: readonly CellReport[], names: MethodNames): Markup {
  const shown = OUTCOMES.filter((name) => cells.some(({ outcomes }) => outcomes?.[name]));
  if (shown.length === 0) return html`<p>No context is finished.</p>`;
  const tables = [...Map.groupBy(cells, ({ dataset }) => dataset)].map(([dataset, ofDataset]) => {
    const known = ofDataset.filter(({ outcomes }) => outcomes !== undefined);
    if (known.length === 0) return undefined;
    return pageTable({
      caption: html`<bdi>${dataset}</bdi>`,
      head: [
        { title: 'method', align: 'left' },
        { title: 'of all questions', align: 'left' },
        ...shown.map((name) => ({ title: OUTCOME_NAMES[name] })),
      ],
      groups: [
        {
          rows: known.map((cell) => [
            methodLabel(cell, names),
            outcomeBar(cell),
            ...shown.map((name) => countLink(cell, name)),
          ]),
        },
      ],
    });
  });
  return html`${outcomeLegend(shown)}${tables}`;
}

/** The number, and with a script the way to these questions. */
function countLink(cell: CellReport, outcome: OutcomeName): Markup {
  const count = cell.outcomes?.[outcome] ?? 0;
  if (count === 0) return html`<span class="quiet">0</span>`;
  return html`<span data-cell="${cell.cellId}" data-outcome="${outcome}">${count}</span>`;
}

const BAR_WIDTH = 220;

function outcomeBar({ outcomes }: CellReport): Markup {
  const total = OUTCOMES.reduce((sum, name) => sum + (outcomes?.[name] ?? 0), 0);
  let from = 0;
  const parts = OUTCOMES.map((name) => {
    const width = total === 0 ? 0 : ((outcomes?.[name] ?? 0) / total) * BAR_WIDTH;
    const x = from;
    from += width;
    return width === 0
      ? undefined
      : html`<rect class="${name}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="14"/>`;
  });
  return html`<svg class="bar" viewBox="0 0 ${BAR_WIDTH} 14"
 preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

function outcomeLegend(shown: readonly OutcomeName[]): Markup {
  const items = shown.map(
    (name) => html`<li><svg width="14" height="14" aria-hidden="true"><rect class="${name}"
 width="14" height="14"/></svg> ${OUTCOME_NAMES[name]}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}

/** Patterns, so that no difference is one of colour alone; once on a page. */
export const PATTERNS: Markup = html`<svg width="0" height="0" class="defs" aria-hidden="true"><defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect class="hatch-ground" width="6" height="6"/><rect class="hatch-line" width="2" height="6"/></pattern>
<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">
<rect class="dots-ground" width="5" height="5"/><circle class="dots-dot" cx="2.5" cy="2.5" r="1"/></pattern>
</defs></svg>`;
