import type { PublishedScore } from '../../bench/published/published-scores.ts';
import type { CellFidelity, PublishedValue } from '../../contracts/fidelity.ts';
import type { CellReport } from '../../contracts/report.ts';
import { methodName } from '../report-format/cell-names.ts';
import type { CellSettings } from './cell-settings.ts';
import { causesOf, differencesOf } from './differences.ts';
import { obstaclesOf, sameModel } from './obstacles.ts';
import { scoreGap } from './score-gap.ts';

/** What is known outside of a run. */
export interface FidelityFacts {
  /** Those of the cell's dataset. */
  readonly published: readonly PublishedScore[];
  /** The method has a profile that follows the published code. */
  readonly hasReference: boolean;
  /** Of the complete dataset. */
  readonly questions: number;
  readonly prompts: 'ours' | 'published';
}

/** One cell beside what was published of it; see `docs/reference/fidelity.md` for the rules. */
export function cellFidelity(
  cell: CellReport,
  settings: CellSettings,
  facts: FidelityFacts,
): CellFidelity {
  const [nearest, ...others] = nearestFirst(settings, facts.published);
  const { cellId, dataset, metric, score } = cell;
  const common = {
    ...{ cellId, dataset, metric, name: methodName(cell) },
    ...(score ? { score } : {}),
  };
  if (!nearest) {
    const what = facts.published.length > 0 ? 'this method on it' : 'this dataset';
    return {
      ...{ ...common, others: [], verdict: 'not-comparable', differences: [], causes: [] },
      obstacles: [`the paper has no score of ${what}`],
    };
  }
  const obstacles = obstaclesOf(cell, settings, nearest, facts.hasReference);
  const differences = differencesOf(settings, facts.prompts);
  const beside = {
    ...common,
    published: publishedValue(nearest),
    others: others.map(publishedValue),
  };
  if (obstacles.length > 0 || !score) {
    return { ...beside, verdict: 'not-comparable', obstacles, differences, causes: [] };
  }
  const { agrees, ...gap } = scoreGap(score, nearest.score, {
    questions: facts.questions,
    step: Number.isInteger(Math.round(nearest.score * 1_000) / 10) ? 0.01 : 0.001,
  });
  return {
    ...{ ...beside, obstacles, differences, gap },
    verdict: agrees ? 'agrees' : 'differs',
    causes: agrees ? [] : causesOf(settings, nearest, differences),
  };
}

/** Scores of the same method and embedder: the same reader first, then the nearest settings. */
function nearestFirst(
  { method, embedder, reader, topK, chunkTokens }: CellSettings,
  published: readonly PublishedScore[],
): PublishedScore[] {
  const distance = (score: PublishedScore): number =>
    (sameModel(reader, score.reader) ? 0 : 100) +
    (score.chunkTokens === chunkTokens ? 0 : 10) +
    (topK === undefined || score.topK === topK ? 0 : 10) +
    // Of equals the main table.
    (score.table === '3' ? 0 : 1);
  const ofMethod = published.filter(
    (score) =>
      score.method === method &&
      (score.embedder === undefined || isEmbedder(embedder, score.embedder)),
  );
  const sorted = ofMethod.toSorted((a, b) => distance(a) - distance(b));
  const seen = new Set<string>();
  return sorted.filter(({ table: _, ...score }) => {
    const key = JSON.stringify(score);
    return !seen.has(key) && seen.add(key);
  });
}

/** `facebook/contriever` and `contriever` are one. */
function isEmbedder(ours: string | undefined, published: string): boolean {
  return ours?.slice(ours.lastIndexOf('/') + 1).toLowerCase() === published;
}

function publishedValue({
  table,
  name,
  reader,
  score,
  topK,
  chunkTokens,
}: PublishedScore): PublishedValue {
  return {
    ...{ table, name, reader, score, chunkTokens },
    ...(topK === undefined ? {} : { topK }),
  };
}
