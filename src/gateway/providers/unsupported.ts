import type { ChatRequest } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';

/**
 * What was asked for has no field in a vendor's format, so nothing is sent: leaving it out would
 * measure something else than was asked.
 *
 * @param what  For people: `a seed`.
 */
export function unsupported(vendor: string, what: string, hint: string): MabError {
  return new MabError('PROVIDER_PARAMETER_UNSUPPORTED', `${vendor} does not take ${what}.`, {
    hint,
  });
}

/**
 * Refuses fields of OpenAI's chat format that have no place in another one.
 *
 * @throws {MabError} PROVIDER_PARAMETER_UNSUPPORTED, which names them.
 */
export function refuseExtra(vendor: string, extra: ChatRequest['extra']): void {
  const names = Object.keys(extra ?? {}).map((name) => `\`${name}\``);
  if (names.length === 0) return;
  const hint = 'Leave it out, or use a reader that speaks OpenAI’s chat format.';
  throw unsupported(vendor, names.join(', '), hint);
}
