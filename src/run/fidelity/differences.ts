import type { PublishedScore } from '../../bench/published/published-scores.ts';
import type { CellSettings } from './cell-settings.ts';

/** Of answers, in the paper. Source: Table 14. */
const PAPER_OUTPUT_TOKENS: Readonly<Record<string, number>> = {
  'longmemeval_s*': 100,
  detective_qa: 500,
};

/** Source: every agent configuration of the published code. */
const PUBLISHED_TEMPERATURE = 0.7;

/**
 * Settings that differ from the published ones and still leave the same thing measured, as clauses.
 *
 * @param prompts  Whose wording the prompts have.
 */
export function differencesOf(settings: CellSettings, prompts: 'ours' | 'published'): string[] {
  const { temperature, rowStatus, dataset, maxOutputTokens } = settings;
  const paperOutput = PAPER_OUTPUT_TOKENS[dataset];
  return [
    ...(prompts === 'ours' ? ['prompts in our own wording'] : []),
    ...(settings.judge ? ['the judge is asked in our own wording, for a strict verdict'] : []),
    ...(temperature === PUBLISHED_TEMPERATURE
      ? []
      : [
          `temperature ${temperature ?? 'not sent'}, ${PUBLISHED_TEMPERATURE} in the published code`,
        ]),
    ...(rowStatus === 'rebuilt' ? ['rows rebuilt from their sources'] : []),
    ...(settings.isPart ? ['not all questions were asked'] : []),
    ...(paperOutput !== undefined && paperOutput !== maxOutputTokens
      ? [`answers of up to ${maxOutputTokens} tokens, ${paperOutput} in the paper`]
      : []),
  ];
}

/**
 * Datasets longer than what the published code keeps for OpenAI's embedders: 69 chunks of 4,096.
 */
const LONGER_THAN_KEPT = new Set([
  'ruler_qa2_421K',
  'longmemeval_s*',
  'eventqa_full',
  'recsys_redial_full',
]);

/**
 * What is known to move a score away from the published one, the likeliest first, as sentences.
 * They are possible causes; none of them is proven for this cell.
 *
 * Source: the published code at commit 455306d; `docs/reference/reference-defects.md`.
 */
export function causesOf(
  settings: CellSettings,
  published: PublishedScore,
  differences: readonly string[],
): string[] {
  const { embedder } = published;
  const isOpenAi = embedder?.startsWith('text-embedding-3') === true;
  return [
    ...(isOpenAi && LONGER_THAN_KEPT.has(settings.dataset)
      ? [
          'For this embedder the published code keeps the last 69 chunks only, so the beginning of ' +
            'this context is never found; `chunksMax: 69` does the same.',
        ]
      : []),
    ...(embedder === 'contriever'
      ? [
          'The published code takes the first vector of Contriever, not the mean, and reads 512 tokens ' +
            'of each chunk.',
        ]
      : []),
    ...(embedder === 'qwen3-embedding-4b'
      ? ['The published code embeds with the mean of all vectors and without an instruction.']
      : []),
    ...(published.method === 'bm25'
      ? [
          'Where its template has no mark, the published code searches with the whole prompt, whose ' +
            'wording is not ours.',
        ]
      : []),
    ...(published.chunkTokens === 512
      ? [
          'The paper names chunks of 512 tokens, every published configuration 4,096: it is not known ' +
            'with which this score was made.',
        ]
      : []),
    ...differences.map((difference) => `${sentence(difference)}.`),
    'The model’s snapshot and the day of the run are not published.',
  ];
}

function sentence(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
