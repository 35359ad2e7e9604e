import { budgetConfig, budgetProblems } from './budget-config.ts';
import { CATALOGS } from './catalogs.ts';
import { parseConfigDocument } from './config-document.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import { describeIssues } from './describe-issues.ts';
import { judgeConfig } from './judge-schema.ts';
import { deepFreeze, invalid } from './parse-config.ts';
import type { RunConfig } from './run-config.ts';
import { runConfigSchema } from './run-config-schema.ts';

/** What a configuration says of judges, and of how they are asked. */
export interface JudgesConfig
  extends Required<Pick<RunConfig, 'judge'>>,
    Pick<
      RunConfig,
      | 'budget'
      | 'concurrency'
      | 'batch'
      | 'sharedLimits'
      | 'storeRequests'
      | 'aliasDaysMax'
      | 'prices'
    > {
  /** Absent: as the run says. */
  readonly datasets?: RunConfig['datasets'];
}

/** The parts of a run's configuration that a file of judges may have. */
function judgesFileSchema() {
  const { judge, ...others } = runConfigSchema(CATALOGS).pick({
    ...{ judge: true, lane: true, batch: true, concurrency: true, sharedLimits: true },
    ...{ budgetUsd: true, budget: true, tags: true, member: true, prices: true },
    ...{ storeRequests: true, aliasDaysMax: true },
  }).shape;
  return runConfigSchema(CATALOGS)
    .pick({})
    .extend({ ...others, judge: judge.unwrap() });
}

/** Whether a file is the configuration of a run, and not of judges alone. */
export function isRunConfiguration(bytes: Uint8Array, fileName: string): boolean {
  const { value } = parseConfigDocument(decodeUtf8(bytes, fileName), fileName);
  return typeof value === 'object' && value !== null && 'methods' in value;
}

/**
 * Reads a file of judges: `judge`, and what else of a run's configuration concerns how they are
 * asked. Throws as `parseConfig`.
 */
export function parseJudgesFile(bytes: Uint8Array, fileName: string): JudgesConfig {
  const document = parseConfigDocument(decodeUtf8(bytes, fileName), fileName);
  const schema = judgesFileSchema();
  const parsed = schema.safeParse(document.value);
  const problems = describeIssues(parsed.error?.issues ?? [], schema, document);
  if (!parsed.success) throw invalid(fileName, problems);
  const { data: draft } = parsed;
  const others = budgetProblems(document, document.value as Record<string, unknown>);
  if (others.length > 0) throw invalid(fileName, others);
  return deepFreeze({
    judge: judgeConfig(draft.judge),
    concurrency: draft.concurrency,
    ...(draft.sharedLimits && { sharedLimits: draft.sharedLimits }),
    budget: budgetConfig(draft),
    ...(draft.prices !== undefined && { prices: draft.prices }),
    storeRequests: draft.storeRequests,
    batch: { lane: draft.lane, ...draft.batch },
    aliasDaysMax: draft.aliasDaysMax,
  });
}
