import {
  type ComparedTotal,
  comparedCaching,
  comparedTotals,
  isAsStated,
} from './price-document.ts';

/** The document's totals beside ours, as a part of the page of cost formulas. */
export function priceDocumentSection(): string {
  return [
    'The price document that this project began with (2026-11-23) has totals of its own. *Recomputed* ' +
      'is our formulas with the document’s sizes at the prices that this release ships; *estimated* is ' +
      'what `mab estimate --benchmark` would say, with its own expectations. One context of 64K tokens ' +
      'with 100 questions and gpt-4o-mini, unless it says otherwise; dollars.',
    table(
      ['what', 'document', 'recomputed', 'estimated (low to high)', 'difference', 'why'],
      comparedTotals().map(totalRow),
    ),
    'Its table of caching and batches: 5 contexts of 65,000 tokens, 40 tokens out. In each column the ' +
      'document’s figure, then ours.',
    table(['model', 'questions on each', ...WAYS], comparedCaching().map(cachingRow)),
  ].join('\n\n');
}

const WAYS = ['no cache', 'ideal cache', 'a tenth missed', 'batch', 'batch, ideal cache'];

function totalRow({ what, stated, recomputed, estimated, why }: ComparedTotal): string[] {
  const ours = estimated?.expected ?? recomputed;
  return [
    ...[
      what,
      stated,
      `${dollars(recomputed)}${isAsStated(recomputed, stated) ? '' : ' (differs)'}`,
    ],
    estimated
      ? `${dollars(estimated.expected)} (${dollars(estimated.low)} to ${dollars(estimated.high)})`
      : '–',
    `${(100 * (ours / Number(stated) - 1)).toFixed(1).replace('-', '−')} %`,
    why,
  ];
}

function cachingRow({ total, recomputed }: ReturnType<typeof comparedCaching>[number]): string[] {
  const figures = WAYS.map((_, at) => {
    const [stated, ours] = [total.stated[at], recomputed[at]];
    return stated === undefined || ours === undefined
      ? 'not offered'
      : `${stated}; ${ours.toFixed(3)}`;
  });
  return [total.model, String(total.questions), ...figures];
}

/** Two digits after the point, and below a cent the first two that are not zero. */
function dollars(usd: number): string {
  return usd < 0.01 ? String(Number(usd.toPrecision(2))) : usd.toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
