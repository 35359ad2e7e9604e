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
