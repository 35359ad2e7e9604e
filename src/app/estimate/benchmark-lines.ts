import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import { findFormula, METHOD_FORMULAS } from '../../cost/estimate/formula-catalog.ts';
import type { MethodFormula } from '../../cost/estimate/method-formula.ts';
import { type BenchmarkLine, PAPER_LINES } from '../../cost/estimate/paper-lines.ts';
import type { BenchmarkEstimateOptions } from './benchmark-contract.ts';

const DEFAULT_MODEL = 'gpt-4o-mini';
const DEFAULT_EMBEDDER = 'text-embedding-3-small';

/**
 * The methods of an estimate, with their models.
 * @throws {MabError} METHOD_UNKNOWN.
 */
export function linesOf({ methods, model, embedder }: BenchmarkEstimateOptions): BenchmarkLine[] {
  const chosen =
    methods?.map((id): BenchmarkLine => {
      const { title } = formulaOf(id);
      // MemoRAG reads with a model of its own.
      const embedder = id === 'memorag' ? 'local' : DEFAULT_EMBEDDER;
      return { title, formula: id, reader: DEFAULT_MODEL, embedder };
    }) ?? PAPER_LINES;
  const keepsReader = (line: BenchmarkLine): boolean =>
    methods === undefined && line.formula === 'long-context';
  return chosen.map((line) => {
    const { hardCoded } = formulaOf(line.formula);
    const reader = hardCoded?.reader ?? (keepsReader(line) ? line.reader : (model ?? line.reader));
    const api = hardCoded?.embedder ?? embedder ?? line.embedder;
    const embeds = line.embedder !== undefined && line.embedder !== 'local';
    return { ...line, reader, ...(embeds && api !== undefined ? { embedder: api } : {}) };
  });
}

/** The paper’s methods lose old text; of ours only those do that we do not have. */
export function dropsOldText(
  { embedder, formula }: BenchmarkLine,
  { methods }: BenchmarkEstimateOptions,
): boolean {
  const isOurs = methods !== undefined && findFormula(formula)?.ours !== undefined;
  return !isOurs && embedder !== 'local';
}

/** @throws {MabError} METHOD_UNKNOWN with the nearest names, and all. */
export function formulaOf(id: string): MethodFormula {
  const formula = findFormula(id);
  if (formula) return formula;
  const ids = METHOD_FORMULAS.map((one) => one.id);
  const near = nearestNames(id, ids);
  throw new MabError('METHOD_UNKNOWN', `There is no formula for a method ${id}.`, {
    hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}Known: ${ids.join(', ')}.`,
  });
}
