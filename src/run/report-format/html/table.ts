import { html, type Markup } from './markup.ts';

export interface PageTable {
  readonly caption: Markup | string;
  readonly head: readonly Column[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly (Markup | string)[])[];
}

interface Column {
  readonly title: Markup | string;
  readonly align?: 'left' | 'right';
}

/** A table that scrolls by itself where the page is too narrow for it, also by keyboard. */
export function pageTable({ caption, head, rows }: PageTable): Markup {
  return scrolling(
    typeof caption === 'string' ? caption : 'Table',
    html`<table><caption>${caption}</caption>
<thead><tr>${head.map(
      ({ title, align }) => html`<th scope="col" class="${align ?? 'right'}">${title}</th>`,
    )}</tr></thead>
<tbody>${rows.map(([name, ...others]) => tableRow(name, others, head))}</tbody></table>`,
  );
}

/** A part of the page that may be wider than the page. */
export function scrolling(label: string, content: Markup): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${content}</div>`;
}

function tableRow(
  name: Markup | string | undefined,
  cells: readonly (Markup | string)[],
  head: readonly Column[],
): Markup {
  const values = cells.map(
    (cell, at) => html`<td class="${head[at + 1]?.align ?? 'right'}">${cell}</td>`,
  );
  return html`<tr><th scope="row">${name}</th>${values}</tr>\n`;
}
