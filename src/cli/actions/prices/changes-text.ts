import type { NamedPrice, PriceChanges } from '../../../app/prices/prices-contract.ts';
import { printable } from '../../../app/printable.ts';
import { counted } from '../../../core/number-text.ts';
import { alignColumns } from '../../columns.ts';
import { decimal, nameOf, priceTable } from './price-text.ts';

/** What a refresh changes, gravest first, and one line that sums it up. */
export function changesText(changes: PriceChanges): string {
  const { changed, added, ended, gone, announced, notes, unchanged, sources, day } = changes;
  const blocks: [title: string, text: string][] = [
    [`${counted(changed.length, 'price')} changed:`, changedTable(changed)],
    [`${counted(added.length, 'price')} are new:`, priceTable(added)],
    [`${counted(announced.length, 'price')} will hold from a later day:`, priceTable(announced)],
    [`${counted(ended.length, 'tier')} no longer hold:`, priceTable(ended)],
    [
      `${counted(gone.length, 'price')} not found at the source; they stay as they are:`,
      priceTable(gone),
    ],
    ['Notes:', notes.map((note) => `${note}\n`).join('')],
  ];
  const sizes = [changed, added, announced, ended, gone, notes].map(({ length }) => length);
  const shown = blocks.filter((_, at) => sizes[at] !== 0);
  return printable(
    [
      ...shown.map(([title, text]) => `${title}\n${text}\n`),
      `Asked on ${day}: ${sources.join(', ')}. ${changed.length} changed, ${added.length} new, ` +
        `${gone.length} not found, ${unchanged} as before.\n`,
    ].join(''),
  );
}

function changedTable(changed: PriceChanges['changed']): string {
  return alignColumns([
    ['name', 'before', 'now', 'change', 'unit', 'said before by'],
    ...changed.map(({ before, after }) => [
      nameOf(after),
      decimal(before.value),
      decimal(after.value),
      share(before, after),
      after.unit,
      `${before.source}, ${before.date}`,
    ]),
  ]);
}

function share(before: NamedPrice, after: NamedPrice): string {
  if (before.value === 0) return 'was free';
  const percent = (after.value / before.value - 1) * 100;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
}
