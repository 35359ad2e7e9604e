import type { PublishedScore } from '../../bench/published/published-scores.ts';
import type { CellReport } from '../../contracts/report.ts';
import type { CellSettings } from './cell-settings.ts';

const ROWS: Readonly<Partial<Record<CellSettings['rowStatus'], string>>> = {
  partial: 'the rows are a part of the published ones',
  'stand-in': 'the rows stand in for the published ones',
  unverified: 'nobody has compared the rows with the published ones',
  'open-corpus': 'the rows are of the open corpus',
  locomo: 'the rows are LoCoMo’s',
  longmemeval: 'the rows are of LongMemEval’s own file',
  'own-data': 'the rows are your own',
};

/**
 * Why a cell cannot be held against a published score at all, as clauses; none where it can. What
 * is named here changes what is measured: the questions, the method, the model that answers, how
 * much it is given.
 *
 * @param hasReference  The method has a profile that follows the published code.
 */
export function obstaclesOf(
  cell: CellReport,
  settings: CellSettings,
  published: PublishedScore,
  hasReference: boolean,
): string[] {
  const { topK, chunkTokens, profile } = settings;
  return [
    ...(cell.score ? [] : [`it has no score: ${withoutStop(cell.reason ?? 'no reason is known')}`]),
    ...((ROWS[settings.rowStatus] ?? []).length > 0 ? [ROWS[settings.rowStatus] ?? ''] : []),
    ...(settings.isPlugin ? [`${settings.method} is a plug-in`] : []),
    ...(sameModel(settings.reader, published.reader)
      ? []
      : [`${settings.reader} answered, ${published.reader} in the paper`]),
    ...judgeObstacles(settings),
    ...(hasReference && profile === 'current'
      ? ['profile current, where reference follows the published code']
      : []),
    ...(topK !== undefined && published.topK !== undefined && topK !== published.topK
      ? [`top-k ${topK}, ${published.topK} in the paper`]
      : []),
    ...(chunkTokens === published.chunkTokens || published.method === 'long-context'
      ? []
      : [`chunks of ${chunkTokens} tokens, ${published.chunkTokens} in the paper`]),
  ];
}

/** By the protocol of the judge. Source: the scripts of the published code at 455306d. */
const PUBLISHED_JUDGE = 'gpt-4o';
const PROTOCOLS: Readonly<Record<string, string>> = {
  'longmemeval_s*': 'longmemeval',
  infbench_sum_eng_shots2: 'summary',
};

/** Another judge is another measurement, and so is a panel: the published scores are of one. */
function judgeObstacles({ judge, dataset }: CellSettings): string[] {
  if (!judge) return [];
  const { protocol, models } = judge;
  const [model = ''] = models;
  const isSame = models.length === 1 && sameModel(model, PUBLISHED_JUDGE);
  const ours = models.length === 1 ? model : `a panel of ${models.join(', ')}`;
  return [
    ...(isSame ? [] : [`${ours} judged, ${PUBLISHED_JUDGE} in the published code`]),
    ...(protocol === PROTOCOLS[dataset]
      ? []
      : [`judged by the protocol ${protocol}, which is ours`]),
  ];
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

/** A snapshot has a date at its end, `latest` or a number: `gpt-4o-mini-2024-07-18`. */
const SNAPSHOT = /^-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{3}|latest)$/;

/** Whether a model is the paper's, whichever snapshot; `openai/gpt-4o-mini` is too. */
export function sameModel(ours: string, published: string): boolean {
  const name = ours.slice(ours.lastIndexOf('/') + 1).toLowerCase();
  if (name === published) return true;
  return name.startsWith(published) && SNAPSHOT.test(name.slice(published.length));
}
