import type { BarChart } from './table-view.ts';

/** Full blocks of each series, and what a last cell that is filled in part looks like. */
const INKS = [
  { full: '█', parts: ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] },
  // No partial cells exist in this shade; half a cell and more counts as one.
  { full: '▒', parts: ['', '', '', '', '▒', '▒', '▒', '▒'] },
] as const;
const GAP = '  ';
const BAR_MIN = 4;
const BAR_MAX = 50;

/**
 * A chart of lying bars in at most `width` columns, told apart by their shade, so that it needs no
 * colour: a line for each bar with its value behind it, and one that says what the shades mean.
 */
export function chartLines({ series, groups }: BarChart, width: number): string[] {
  const nameWidth = Math.max(...groups.map(({ name }) => name.length));
  const bars = groups.flatMap((group) => group.bars);
  const textWidth = Math.max(...bars.map(({ text }) => text.length));
  const room = width - nameWidth - textWidth - 2 * GAP.length;
  const longest = Math.min(BAR_MAX, Math.max(BAR_MIN, room));
  const most = Math.max(...bars.map(({ value }) => value));
  const lines = groups.flatMap(({ name, bars: ofGroup }) =>
    ofGroup.map(({ value, text }, at) => {
      const bar = drawBar(most > 0 ? value / most : 0, longest, inkOf(at));
      return [(at === 0 ? name : '').padEnd(nameWidth), bar.padEnd(longest), text]
        .join(GAP)
        .trimEnd();
    }),
  );
  return [series.map((name, at) => `${inkOf(at).full} ${name}`).join(GAP), ...lines];
}

type Ink = (typeof INKS)[number];

function inkOf(at: number): Ink {
  return INKS[at % INKS.length] ?? INKS[0];
}

/** What is not nothing shows at least a sliver. */
function drawBar(share: number, cells: number, { full, parts }: Ink): string {
  const eighths = Math.round(share * cells * 8);
  if (share > 0 && eighths < 1) return parts[1] || '·';
  const whole = Math.floor(eighths / 8);
  const bar = full.repeat(whole) + (parts[eighths % 8] ?? '');
  return bar === '' && share > 0 ? '·' : bar;
}
