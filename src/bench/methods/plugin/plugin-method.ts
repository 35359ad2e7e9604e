import { MabError } from '../../../core/errors.ts';
import { type CataloguedMethod, catalogued, type PluginCode } from '../method-entry.ts';
import { guardedMemory } from './guarded-memory.ts';
import { methodDefinitionSchema } from './method-definition.ts';

/**
 * Raised when something that plug-ins import from here may give another output: part of the
 * identity of their units.
 */
export const PLUGIN_API_VERSION = 1;

/**
 * Makes a line of the catalogue from what a plug-in exports.
 *
 * @throws {MabError} PLUGIN_INVALID with every problem of the export.
 */
export function pluginMethod(exported: unknown, code: PluginCode): CataloguedMethod {
  if (exported === undefined) {
    throw invalid(code.source, [{ path: [], message: 'it exports nothing of that name' }]);
  }
  const parsed = methodDefinitionSchema.safeParse(exported);
  if (!parsed.success) throw invalid(code.source, parsed.error.issues);
  const { create, options, ...facts } = parsed.data;
  const entry = catalogued({
    ...{ ...facts, options },
    load: async () => ({
      ...facts,
      create: (context, given) => guardedMemory(facts.id, () => create(context, given)),
    }),
  });
  return { ...entry, plugin: code };
}

function invalid(
  source: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): MabError {
  const problems = issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  return new MabError(
    'PLUGIN_INVALID',
    `The plug-in ${source} exports no valid method: ${problems.join('; ')}.`,
    { hint: 'Export `method`, made with defineMethod; docs/guide/own-method.md has an example.' },
  );
}
