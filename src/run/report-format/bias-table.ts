import type { JudgeBiasReport, JudgingReport, ProbeReport } from '../../contracts/report.ts';
import { percentText } from './number-text.ts';
import { signedText } from './pair-text.ts';
import type { TableView } from './table-view.ts';

/** How judges mark an answer when they are asked again; none where nobody asked. */
export function biasTables(judging: JudgingReport | undefined): TableView[] {
  const { bias } = judging ?? {};
  if (!bias) return [];
  const { answers, missing, seed } = bias;
  const left = missing > 0 ? `, ${missing} of them not asked yet` : '';
  return [
    {
      title: `Judges asked again (${answers} answers, seed ${seed}${left})`,
      columns: [
        ...['judge', 'metric', 'asked'].map((title) => ({
          title: [title],
          align: 'left' as const,
        })),
        ...['compared', 'no score', 'changed', 'raised', 'lowered', 'shift', 'by length'].map(
          (title) => ({ title: [title], align: 'right' as const }),
        ),
      ],
      rows: bias.judges.flatMap(judgeRows),
    },
  ];
}

export const BIAS_LEGEND =
  'asked: the same again, with the reply first (swapped), with words added that say nothing (padded). ' +
  'Read swapped and padded against repeated, which is how often a judge changes its mind by itself. ' +
  'changed: share with another score, with its 95 % interval. shift: mean change, in points of 100. ' +
  'by length: rank correlation of length and score.';

function judgeRows({ judge, metric, probes, lengthCorrelation }: JudgeBiasReport): string[][] {
  const asked = Object.entries(probes).filter(([, probe]) => probe.compared + probe.unscored > 0);
  return asked.map(([kind, probe], at) => [
    ...(at === 0 ? [judge, metric] : ['', '']),
    kind,
    ...probeCells(probe),
    at === 0 ? (lengthCorrelation?.toFixed(2) ?? '–') : '',
  ]);
}

function probeCells({ compared, unscored, raised, lowered, changed, meanShift }: ProbeReport) {
  const interval = changed && ` [${percentText(changed.low)}, ${percentText(changed.high)}]`;
  return [
    String(compared),
    String(unscored),
    changed ? `${percentText(changed.mean)}${interval}` : '–',
    ...[raised, lowered].map(String),
    meanShift === undefined ? '–' : signedText(meanShift),
  ];
}
