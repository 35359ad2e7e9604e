import type { Usage } from '../../contracts/model.ts';
import type { CellReport } from '../../contracts/report.ts';
import { formatUsd, type PicoUsd } from '../../core/money.ts';
import { durationText } from '../../core/number-text.ts';
import { tokensText } from './number-text.ts';

type Costs = Pick<CellReport, 'usage' | 'money' | 'questions' | 'latencyMs' | 'judged' | 'phases'>;

/** Tokens that a language model read, from a cache or not. */
export function tokensRead({ inputTokens, cachedInputTokens, cacheWriteTokens }: Usage): number {
  return inputTokens + cachedInputTokens + cacheWriteTokens;
}

/** All tokens that went into models: read, and embedded. */
export function tokensIn(usage: Usage): number {
  return tokensRead(usage) + (usage.embeddedTokens ?? 0);
}

/** All tokens of a cell, in and out. */
export function allTokens({ usage }: Pick<CellReport, 'usage'>): number {
  return tokensIn(usage) + usage.outputTokens;
}

/** The same without what judges read and wrote: that is no work of the method. */
export function methodTokens(cell: Pick<CellReport, 'usage' | 'phases'>): number {
  const { judge } = cell.phases;
  return allTokens(cell) - (judge ? allTokens(judge) : 0);
}

/** What the method costs alone, without its judges. */
export function methodPicoUsd({ money, judged }: Pick<CellReport, 'money' | 'judged'>): bigint {
  return BigInt(money.standalonePicoUsd) - BigInt(judged?.standalonePicoUsd ?? 0);
}

/** Tokens per answered question; a dash where none was answered. */
export function questionTokensText(cell: Costs): string {
  const { answered } = cell.questions;
  if (answered === 0) return '–';
  return tokensText(Math.round(methodTokens(cell) / answered), cell.usage.source);
}

/** What a question costs, bought alone; a dash where none was answered. */
export function questionCostText(cell: Costs): string {
  const { answered } = cell.questions;
  if (answered === 0) return '–';
  return formatUsd((methodPicoUsd(cell) / BigInt(answered)) as PicoUsd);
}

/** The median time of an answer. */
export function medianTimeText({ latencyMs }: Costs): string {
  return latencyMs ? durationText(latencyMs.p50) : '–';
}
