import type { AttemptRow, UnitCalls } from '../contracts/gateway.ts';
import type { Phase } from '../contracts/memory-method.ts';
import type { Usage } from '../contracts/model.ts';
import type { PhaseCost } from '../contracts/records.ts';

export const NO_USAGE: Usage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  source: 'reported',
};

/** Sum of two usages; estimated as soon as one of them is. */
export function addUsage(a: Usage, b: Usage): Usage {
  const embeddedTokens = (a.embeddedTokens ?? 0) + (b.embeddedTokens ?? 0);
  return {
    ...(embeddedTokens > 0 ? { embeddedTokens } : {}),
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    source: a.source === 'estimated' || b.source === 'estimated' ? 'estimated' : 'reported',
  };
}

/** What is needed of a unit's calls to add up what they cost. */
interface CallCosts extends Pick<UnitCalls, 'uses'> {
  readonly attempts: readonly Pick<
    AttemptRow,
    'phase' | 'outcome' | 'costPicoUsd' | 'worstPicoUsd'
  >[];
}

interface Sums {
  calls: number;
  embeddedTexts: number;
  usage: Usage;
  paid: bigint;
  standalone: bigint;
  unknown: bigint;
  unknownAttempts: number;
}

/**
 * Money and tokens of a unit by phase. Standalone adds up the calls that it used, whoever bought
 * them; paid adds up its own attempts, so a call that two units share is paid by one of them only.
 */
export function phaseCosts({ uses, attempts }: CallCosts): Partial<Record<Phase, PhaseCost>> {
  const phases = new Map<Phase, Sums>();
  const sumsOf = (phase: Phase): Sums => {
    const empty = {
      calls: 0,
      embeddedTexts: 0,
      paid: 0n,
      standalone: 0n,
      unknown: 0n,
      unknownAttempts: 0,
    };
    const sums = phases.get(phase) ?? { ...empty, usage: NO_USAGE };
    phases.set(phase, sums);
    return sums;
  };
  for (const { phase, usage, costPicoUsd, reply } of uses) {
    const sums = sumsOf(phase);
    if ('vector' in reply) sums.embeddedTexts += 1;
    else sums.calls += 1;
    sums.usage = addUsage(sums.usage, usage);
    sums.standalone += costPicoUsd;
  }
  for (const { phase, outcome, costPicoUsd, worstPicoUsd } of attempts) {
    const sums = sumsOf(phase);
    sums.paid += costPicoUsd;
    if (outcome !== 'unknown' && outcome !== 'open') continue;
    sums.unknown += worstPicoUsd;
    sums.unknownAttempts += 1;
  }
  return Object.fromEntries([...phases].map(([phase, sums]) => [phase, asRecord(sums)]));
}

function asRecord(sums: Sums): PhaseCost {
  return {
    calls: sums.calls,
    ...(sums.embeddedTexts > 0 ? { embeddedTexts: sums.embeddedTexts } : {}),
    usage: sums.usage,
    paidPicoUsd: String(sums.paid),
    standalonePicoUsd: String(sums.standalone),
    unknownAttempts: sums.unknownAttempts,
    unknownPicoUsd: String(sums.unknown),
  };
}
