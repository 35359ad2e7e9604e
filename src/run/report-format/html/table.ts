import type { TableView } from '../table-view.ts';
import { html, type Markup } from './markup.ts';

type Text = Markup | string;

export interface PageTable {
  readonly caption: Text;
  readonly head: readonly Column[];
  /** Of each row the first cell is its name. A title stands above the rows of its group. */
  readonly groups: readonly {
    readonly title?: Text;
    readonly rows: readonly (readonly Text[])[];
  }[];
}

interface Column {
  readonly title: Text;
  readonly align?: 'left' | 'right';
}

/** A table that scrolls by itself where the page is too narrow for it, also by keyboard. */
export function pageTable({ caption, head, groups }: PageTable): Markup {
  const bodies = groups.map(
    ({ title, rows }) =>
      html`<tbody>${
        title === undefined
          ? undefined
          : html`<tr class="group"><th scope="rowgroup" colspan="${head.length}">${title}</th></tr>\n`
      }${rows.map(([name, ...others]) => tableRow(name, others, head))}</tbody>\n`,
  );
  return scrolling(html`<table><caption>${caption}</caption>
<thead><tr>${head.map(
    ({ title, align }) => html`<th scope="col" class="${align ?? 'right'}">${title}</th>`,
  )}</tr></thead>
${bodies}</table>`);
}

/** A table of a view, as it is. */
export function viewTable({ title, columns, rows }: TableView): Markup {
  return pageTable({
    caption: title,
    head: columns.map((column) => ({ title: column.title.join(' '), align: column.align })),
    groups: [{ rows }],
  });
}

/** A table that may be wider than the page. */
export function scrolling(table: Markup): Markup {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="Table">${table}</div>\n`;
}

function tableRow(name: Text | undefined, cells: readonly Text[], head: PageTable['head']): Markup {
  const values = cells.map(
    (cell, at) => html`<td class="${head[at + 1]?.align ?? 'right'}">${cell}</td>`,
  );
  return html`<tr><th scope="row">${name}</th>${values}</tr>\n`;
}
