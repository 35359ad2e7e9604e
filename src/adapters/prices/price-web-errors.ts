import { MabError } from '../../core/errors.ts';

/** A document that is not what its vendor documents; `problem` ends the sentence. */
export function unreadable(url: URL | string, problem: string, cause?: unknown): MabError {
  const shown = typeof url === 'string' ? url : shownUrl(url);
  return new MabError('PRICES_UNREADABLE', `${shown} ${problem}.`, {
    blame: 'environment',
    hint:
      'Nothing was written. Check whether a proxy stands in between; if the vendor has changed ' +
      'the form, leave this --source out, and give prices with --prices FILE.',
    ...(cause !== undefined && { cause }),
  });
}

/** No answer, or one that broke off. */
export function unreachable(url: URL, reason: string, cause?: unknown): MabError {
  return new MabError('PRICES_UNREACHABLE', `${url.origin} cannot be reached: ${reason}.`, {
    blame: 'environment',
    hint:
      'Nothing was written. Check the network, name one source with --source, or take a mirror ' +
      'or a folder of copies with --from; --offline takes the model prices that are installed.',
    ...(cause !== undefined && { cause }),
  });
}

export function refused(url: URL, status: number): MabError {
  return new MabError('PRICES_REFUSED', `${shownUrl(url)} was answered with ${status}.`, {
    blame: 'environment',
    hint: status === 403 || status === 401 ? KEY_HINT : 'Nothing was written. Try again later.',
    details: { status },
  });
}

const KEY_HINT =
  'Nothing was written. Check the key in the variable that --gcp-key-env names, and whether a ' +
  'proxy asks for a sign-in.';

/** Without its query, which may hold a key. */
export function shownUrl({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
