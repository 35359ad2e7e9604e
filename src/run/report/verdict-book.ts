import { agreementOf, panelAgreement, type RaterScores } from '../../bench/judges/agreement.ts';
import type { HumanLabel } from '../../bench/judges/human-labels.ts';
import type { Marks } from '../../contracts/judge.ts';
import type { Judging, VerdictRecord } from '../../contracts/judging.ts';
import type { AgreementReport } from '../../contracts/report.ts';
import { isLabelOf } from '../judging/keep-labels.ts';
import type { ManifestCell } from '../manifest.ts';

/** The verdicts of one unit in one judging. */
export interface BookedVerdicts {
  readonly judging: Judging;
  readonly unitId: string;
  readonly cell: ManifestCell;
  readonly verdicts: readonly VerdictRecord[];
}

/** Scores of judges and panels on the primary metric: what agreement is made from. */
export interface VerdictBook {
  add(verdicts: BookedVerdicts): void;
  /**
   * How far the judges of the newest judging agree with each other, and its panel with earlier
   * judgings and with people; none where nothing was scored by both.
   */
  agreement(newest: Judging, people: readonly HumanLabel[]): AgreementReport[];
}

interface Page {
  /** By the judge's name. */
  readonly judges: Map<string, Map<string, number>>;
  readonly panel: Map<string, number>;
}

interface BookedAnswer {
  readonly key: string;
  readonly questionId: string;
  readonly cell: ManifestCell;
}

export function createVerdictBook(): VerdictBook {
  /** By judging and protocol. */
  const pages = new Map<string, Page>();
  const answers = new Map<string, BookedAnswer>();
  const judgings = new Map<string, Judging>();
  const pageOf = ({ judgingId }: Judging, protocol: string): Page => {
    const name = `${judgingId} ${protocol}`;
    const page = pages.get(name) ?? { judges: new Map(), panel: new Map() };
    pages.set(name, page);
    return page;
  };
  return {
    add({ judging, unitId, cell, verdicts }) {
      const protocol = judging.units.find((unit) => unit.unitId === unitId)?.protocol ?? '';
      const metric = metricOf(judging, protocol);
      const page = pageOf(judging, protocol);
      judgings.set(judging.judgingId, judging);
      for (const { questionId, byJudge, panel } of verdicts) {
        const key = `${unitId} ${questionId}`;
        answers.set(key, { key, questionId, cell });
        note(page.panel, key, panel, metric);
        for (const [name, marks] of Object.entries(byJudge)) {
          const scores = page.judges.get(name) ?? new Map<string, number>();
          page.judges.set(name, scores);
          note(scores, key, marks, metric);
        }
      }
    },
    agreement(newest, people) {
      const older = [...judgings.values()].filter((one) => one.judgingId !== newest.judgingId);
      return newest.protocols.flatMap(({ id, metrics: [metric = ''] }) => {
        const { judges, panel } = pageOf(newest, id);
        const facts = { protocol: id, metric };
        const against = (
          second: string,
          scores: RaterScores | undefined,
          kind: 'judgings' | 'people',
        ) => pairReport({ first: panelName(newest), second }, { ...facts, kind }, panel, scores);
        return [
          ...panelAgreement(Object.fromEntries(judges)).pairs.map(
            ({ judges: [first, second], ...rest }) =>
              reported({ first, second }, { ...facts, kind: 'judges' }, rest),
          ),
          ...older.flatMap(({ judgingId, judges: others }) =>
            against(judgingId, pages.get(`${judgingId} ${id}`)?.panel, 'judgings').map((one) => ({
              ...one,
              secondJudges: others.map(({ name }) => name),
            })),
          ),
          ...against('people', peopleScores(people, [...answers.values()], metric), 'people'),
        ];
      });
    },
  };
}

function metricOf({ protocols }: Judging, protocol: string): string {
  return protocols.find(({ id }) => id === protocol)?.metrics[0] ?? '';
}

function note(scores: Map<string, number>, key: string, marks: Marks, metric: string): void {
  const score = marks.outcome === 'scored' ? marks.scores[metric] : undefined;
  if (score !== undefined) scores.set(key, score);
}

/** A panel of one is called as its judge. */
function panelName({ judges }: Judging): string {
  const [only] = judges;
  return only && judges.length === 1 ? only.name : 'panel';
}

/** Labels by answer; one that names no cell is for whichever cell has the question. */
function peopleScores(
  people: readonly HumanLabel[],
  answers: readonly BookedAnswer[],
  metric: string,
): RaterScores {
  const byQuestion = Map.groupBy(answers, ({ questionId }) => questionId);
  const scores = new Map<string, number>();
  for (const label of people) {
    const { questionId, scores: given } = label;
    const score = given[metric];
    if (score === undefined) continue;
    for (const answer of byQuestion.get(questionId) ?? []) {
      if (isLabelOf(label, answer.cell)) scores.set(answer.key, score);
    }
  }
  return scores;
}

type Names = Pick<AgreementReport, 'first' | 'second'>;
type Facts = Pick<AgreementReport, 'protocol' | 'metric' | 'kind'>;

function pairReport(
  names: Names,
  facts: Facts,
  first: RaterScores,
  second: RaterScores | undefined,
): AgreementReport[] {
  const agreement = second && agreementOf(first, second);
  return agreement ? [reported(names, facts, agreement)] : [];
}

function reported(
  { first, second }: Names,
  facts: Facts,
  { items, equal, meanDifference, kappa, correlation }: NonNullable<ReturnType<typeof agreementOf>>,
): AgreementReport {
  return {
    ...facts,
    ...{ first, second, equal, meanDifference, answers: items },
    ...(kappa ? { kappa } : {}),
    ...(correlation === undefined ? {} : { correlation }),
  };
}
