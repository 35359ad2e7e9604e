import { item, listed, span, worked } from './checks.ts';
import type { Check } from './claim.ts';

/** A limit or a property that somebody else publishes and that is not a price. */
interface VendorFact {
  readonly value: number | readonly [low: number, high: number];
  readonly source: string;
  /** Whether the vendor changes it as it changes prices: another value is then an old one. */
  readonly listed?: true;
}

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
  /** English text, as the prompts of the published code were counted. */
  bytesPerToken: { value: 4.3, source: 'an estimate' },
  cloudSqlMicroGigabytes: { value: 0.6, source: 'Google, Cloud SQL machine types' },
  cloudLoggingFreeGigabytes: { value: 50, source: 'Google, Cloud Logging pricing', listed: true },
  /** Mean of a context; paper, table 6. */
  infBenchTokens: { value: 172_000, source: 'the paper, table 6' },
  cloudWatchFreeMetrics: { value: 10, source: 'AWS, CloudWatch pricing', listed: true },
  cloudWatchFreeGigabytes: { value: 5, source: 'AWS, CloudWatch pricing', listed: true },
  azureMonitorFreeGigabytes: { value: 5, source: 'Azure, Monitor pricing', listed: true },
  preemptibleGuaranteedHours: { value: 0, source: 'Google, preemptible VM instances' },
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
