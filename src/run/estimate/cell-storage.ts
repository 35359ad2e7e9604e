import type { Guess } from '../../contracts/estimate.ts';
import { storageBytes } from '../../cost/estimate/storage.ts';
import type { RunPlan } from '../run-plan.ts';
import type { CellWork } from './cell-estimates.ts';

/**
 * Whole bytes that a cell leaves behind.
 *
 * @param dimensionsOf  Numbers of a vector; 0 for a name that is no embedder's.
 */
export function cellBytes(
  plan: RunPlan,
  { cellId, questions, total }: CellWork,
  dimensionsOf: (embedder: string) => number,
): Guess {
  const planned = plan.cells.find((cell) => cell.cellId === cellId);
  const options = planned?.options as { readonly topK?: number } | undefined;
  return storageBytes({
    units: plan.units.filter(({ cell }) => cell.cellId === cellId).length,
    ...{ questions, calls: total.calls.expected },
    itemsShown: questions * (options?.topK ?? 1),
    outputTokens: total.outputTokens.expected,
    embeddedTexts: total.embeddedTexts.expected,
    dimensions: dimensionsOf(planned?.embedder?.name ?? ''),
  });
}
