import type { AgreementReport, JudgingReport } from '../../contracts/report.ts';
import { percentText } from './number-text.ts';
import { signedText } from './pair-text.ts';
import type { ReportView, TableView } from './table-view.ts';

/** Who has marked the answers, for the head of a report. */
export function judgeFacts(judging: JudgingReport | undefined): ReportView['facts'] {
  if (!judging) return [];
  const { judges, panel, protocols, judgingId } = judging;
  const how = judges.length > 1 ? `, together by ${panel}` : '';
  const models = judges.map(({ name, model, provider }) =>
    name === model ? `${name}, served by ${provider}` : `${name} (${model}), served by ${provider}`,
  );
  return [
    {
      name: 'Judges',
      text: `${models.join('; ')}${how}; protocol ${protocols.join(', ')}; judging ${judgingId}`,
    },
    ...judges.flatMap(({ note }) => (note === undefined ? [] : [{ name: '', text: note }])),
  ];
}

/** How far judges agree with each other, with earlier judgings, and with people. */
export function agreementTables(judging: JudgingReport | undefined): TableView[] {
  const { agreement = [] } = judging ?? {};
  if (agreement.length === 0) return [];
  const isScale = agreement.some(({ correlation }) => correlation !== undefined);
  return [
    {
      title: 'Agreement of judges',
      columns: [
        { title: ['first'], align: 'left' },
        { title: ['second'], align: 'left' },
        { title: ['score (protocol)'], align: 'left' },
        ...[
          'answers',
          'same score',
          'kappa',
          ...(isScale ? ['correlation'] : []),
          'difference',
        ].map((title) => ({ title: [title], align: 'right' as const })),
      ],
      rows: agreement.map((one) => [
        one.first,
        secondText(one),
        `${one.metric} (${one.protocol})`,
        String(one.answers),
        percentText(one.equal),
        kappaText(one),
        ...(isScale ? [one.correlation === undefined ? '–' : decimal(one.correlation, 2)] : []),
        signedText(one.meanDifference),
      ]),
    },
  ];
}

export const AGREEMENT_LEGEND =
  'kappa: agreement beyond chance, 1 complete, 0 chance, with its 95 % interval; – where it is not ' +
  'defined, as when all scores are the same. difference: second minus first, in points of 100.';

/** As much of a judging's id as tells it from others; `--judging` takes a part. */
const ID_DIGITS = 8;

function secondText({ kind, second, secondJudges = [] }: AgreementReport): string {
  if (kind !== 'judgings') return second;
  return `${secondJudges.join(', ')} (judging ${second.slice(0, ID_DIGITS)})`;
}

function kappaText({ kappa }: AgreementReport): string {
  if (!kappa) return '–';
  const { kappa: value, low, high } = kappa;
  const interval =
    low === undefined || high === undefined ? '' : ` [${decimal(low, 2)}, ${decimal(high, 2)}]`;
  return `${decimal(value, 2)}${interval}`;
}

/** With a minus sign, and without one before zero. */
function decimal(value: number, digits: number): string {
  const text = value.toFixed(digits);
  if (Number(text) === 0) return (0).toFixed(digits);
  return text.replace('-', '−');
}
