import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import { bm25Facts, bm25Options } from './bm25/options.ts';
import { denseFacts, denseOptions } from './dense/options.ts';
import { hybridFacts, hybridOptions } from './hybrid/options.ts';
import { longContextFacts, longContextOptions } from './long-context/options.ts';
import { type CataloguedMethod, catalogued } from './method-entry.ts';
import { noMemoryFacts, noMemoryOptions } from './no-memory/options.ts';
import { oracleFacts, oracleOptions } from './oracle/options.ts';

/**
 * All memory methods, control arms first. Options are checked without loading an implementation.
 */
export const METHODS: readonly CataloguedMethod[] = [
  catalogued({
    ...noMemoryFacts,
    options: noMemoryOptions,
    load: async () => (await import('./no-memory/no-memory.ts')).noMemory,
  }),
  catalogued({
    ...oracleFacts,
    options: oracleOptions,
    load: async () => (await import('./oracle/oracle.ts')).oracle,
  }),
  catalogued({
    ...longContextFacts,
    options: longContextOptions,
    load: async () => (await import('./long-context/long-context.ts')).longContext,
  }),
  catalogued({
    ...bm25Facts,
    options: bm25Options,
    load: async () => (await import('./bm25/bm25-method.ts')).bm25Method,
  }),
  catalogued({
    ...denseFacts,
    options: denseOptions,
    load: async () => (await import('./dense/dense-method.ts')).denseMethod,
  }),
  catalogued({
    ...hybridFacts,
    options: hybridOptions,
    load: async () => (await import('./hybrid/hybrid-method.ts')).hybridMethod,
  }),
];

/**
 * The method with exactly this id; of this release, unless others are given.
 * @throws {MabError} METHOD_UNKNOWN with the nearest known ids in its hint.
 */
export function findMethod(
  id: string,
  methods: readonly CataloguedMethod[] = METHODS,
): CataloguedMethod {
  const found = methods.find((method) => method.id === id);
  if (found) return found;
  const known = methods.map((method) => method.id);
  const near = nearestNames(id, known);
  throw new MabError('METHOD_UNKNOWN', `There is no memory method "${id}".`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : `Choose one of: ${known.join(', ')}.`,
  });
}
