import { item, listed, span, worked } from './checks.ts';
import type { Check } from './claim.ts';

/** A limit or a property that somebody else publishes and that is not a price. */
interface VendorFact {
  readonly value: number | readonly [low: number, high: number];
  readonly source: string;
  /** Whether the vendor changes it as it changes prices: another value is then an old one. */
  readonly listed?: true;
}

const OPENAI_LIMITS = 'a public table of OpenAI’s limits, 2026-08, confidence medium';
const REFERENCE = 'the code of the published benchmark';
const CARDS = 'the models’ cards';

/** Facts that claims are held against; each with where it stands. */
export const VENDOR_FACTS = {
  /** 26 files in `configs/agent_conf`; as many names of methods and models. */
  methodConfigs: { value: 21, source: REFERENCE },
  /** `context_max_length` of recsys_redial_full. */
  longestContextTokens: { value: 1_480_000, source: REFERENCE },
  judgeCallsInfBench: { value: 3, source: `${REFERENCE}: fluency, recall, precision` },
  judgeOutputTokensLongMemEval: { value: 10, source: REFERENCE },
  contrieverParams: { value: 0.11e9, source: CARDS },
  qwen3EmbeddingParams: { value: 4e9, source: CARDS },
  nvEmbedParams: { value: 7e9, source: CARDS },
  bgeM3Params: { value: 0.57e9, source: CARDS },
  memoragParams: { value: 7e9, source: CARDS },
  embeddingSmallDimensions: { value: 1536, source: 'OpenAI’s page of text-embedding-3-small' },
  gp3Iops: { value: 3000, source: 'AWS, EBS volume types' },
  gp3MegabytesPerSecond: { value: 125, source: 'AWS, EBS volume types' },
  lambdaMinutes: { value: 15, source: 'AWS, Lambda quotas' },
  awsSpotNoticeMinutes: { value: 2, source: 'AWS, EC2 Spot interruptions' },
  batchWindowHours: { value: 24, source: 'OpenAI, Batch API' },
  gpt4oTier4Rpm: { value: 10_000, source: OPENAI_LIMITS, listed: true },
  gpt4oTier4Tpm: { value: 2e6, source: OPENAI_LIMITS, listed: true },
  gpt4oTier5Tpm: { value: 30e6, source: OPENAI_LIMITS, listed: true },
  miniTier4Rpm: { value: 10_000, source: `${OPENAI_LIMITS} (mini class)`, listed: true },
  miniTier4Tpm: { value: 10e6, source: `${OPENAI_LIMITS} (mini class)`, listed: true },
} as const satisfies Readonly<Record<string, VendorFact>>;

type FactName = keyof typeof VENDOR_FACTS;

/** Facts in the order of a stated list. */
export function fact(names: FactName | readonly FactName[], note?: string): Check {
  const facts: readonly VendorFact[] = [names].flat().map((name) => VENDOR_FACTS[name as FactName]);
  const sources = [...new Set(facts.map(({ source }) => source))].join('; ');
  const items = facts.map(({ value }) =>
    typeof value === 'number' ? item('', value) : span('', ...value),
  );
  const find = facts.some((one) => one.listed) ? listed : worked;
  return () => find(items, { source: sources, ...(note ? { note } : {}) });
}
