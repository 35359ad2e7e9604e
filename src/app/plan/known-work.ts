import type { MeasuredWork } from '../../contracts/measured-work.ts';
import type { KnownWork } from '../../cost/plan/from-work.ts';
import { readMeasuredWork } from '../../run/measured-work.ts';
import { findRun } from '../find-run.ts';
import { openWorkspace } from '../workspace.ts';
import type { WorkSource } from './plan-contract.ts';
import { readEstimate, type StoredEstimate } from './read-estimate.ts';

/**
 * The work that a plan begins with; undefined where nobody names any.
 *
 * @throws {MabError} WORKSPACE_MISSING, RUN_…, STORE_DAMAGED; FILE_…, ESTIMATE_INVALID; as
 *   `estimateRun`.
 */
export async function readKnownWork(source: WorkSource): Promise<KnownWork | undefined> {
  const { fromRun, fromEstimate, workspace, prices, runsPerMonth = 1 } = source;
  if (fromRun !== undefined) {
    await using opened = await openWorkspace(workspace, { create: false });
    const work = await readMeasuredWork(opened, await findRun(opened.store, fromRun));
    return { work, runsPerMonth };
  }
  if (fromEstimate === undefined) return undefined;
  const estimate = await readEstimate({ fromEstimate, workspace, prices });
  return { work: estimatedWork(estimate), runsPerMonth };
}

/** What an estimate expects to be bought: what the ledger has is no part of it. */
export function estimatedWork(estimate: StoredEstimate): MeasuredWork {
  const { name, model = '', cells, phases, wallSeconds, storage } = estimate;
  const { judge, ...ofReader } = phases;
  const sum = (kind: TokenName): number =>
    Object.values(ofReader).reduce((all, work) => all + work[kind].expected, 0);
  const textsOf = (...names: string[]): number =>
    names.reduce((all, phase) => all + (phases[phase]?.embeddedTexts.expected ?? 0), 0);
  const cachedTokens = sum('cachedTokens');
  return {
    ...{ origin: `estimate of ${name}`, kind: 'estimated', model, cachedTokens },
    methods: [...new Set(cells.map(({ method }) => method))],
    datasets: new Set(cells.map(({ dataset }) => dataset)).size,
    tasks: cells.reduce((all, { contexts }) => all + contexts, 0),
    answers: cells.reduce((all, { questions }) => all + questions, 0),
    inputTokens: cachedTokens + sum('uncachedTokens') + sum('cacheWriteTokens'),
    outputTokens: sum('outputTokens'),
    judgeTokens: judge ? CHAT_KINDS.reduce((all, kind) => all + judge[kind].expected, 0) : 0,
    embeddedTokens: sum('embeddedTokens'),
    keptVectors: textsOf('memorize', 'finalize'),
    searches: textsOf('retrieve'),
    storedBytes: storage?.bytes.expected ?? 0,
    ...(wallSeconds ? { hours: wallSeconds.expected / 3_600 } : {}),
  };
}

const CHAT_KINDS = ['uncachedTokens', 'cachedTokens', 'cacheWriteTokens', 'outputTokens'] as const;
type TokenName = (typeof CHAT_KINDS)[number] | 'embeddedTokens';
