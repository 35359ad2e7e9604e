import { invariant, MabError } from '../../core/errors.ts';
import { asksTooMuch, tooLong } from './provider-failure.ts';

interface RouteError {
  readonly route: string;
  readonly error: MabError;
}

/**
 * What came of a call that no route has served. Of one route it is that route's error. Of several
 * it is that of the last one which may be well later, else of the first, and names them all.
 */
export function allFailed(errors: readonly RouteError[]): MabError {
  const main = errors.findLast(({ error }) => error.retry === 'later') ?? errors[0];
  invariant(main, 'A call was given up without an error.');
  if (errors.length === 1) return withPause(main.error);
  const { code, blame, retry, hint } = main.error;
  const said = errors.map(({ route, error }) => {
    return `${route}: ${withPause(error).message.replace(/\.$/, '')}`;
  });
  // Whether it may have been billed is said of each attempt, and this is none.
  const { mayBeBilled: _, ...details } = main.error.details ?? {};
  return new MabError(code, `All ${errors.length} routes failed: ${said.join('; ')}.`, {
    ...{ blame, retry, cause: main.error },
    ...(hint === undefined ? {} : { hint }),
    details: {
      ...details,
      routes: errors.map(({ route, error: { code, message } }) => ({ route, code, message })),
    },
  });
}

function withPause(error: MabError): MabError {
  return asksTooMuch(error) ? tooLong(error) : error;
}
