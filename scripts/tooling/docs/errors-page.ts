import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_CODES, exitCodeOfError } from '../../../src/cli/exit-codes.ts';
import { type Blame, MabError } from '../../../src/core/errors.ts';
import { listFiles, ROOT } from '../list-files.ts';
import { type ErrorSite, findErrorSites } from './error-sites.ts';

/** `docs/reference/errors.md`, made from the places in the sources where errors come into being. */
export function errorsPage(): string {
  return [
    '# Errors',
    '<!-- Made by `npm run docs` from the sources; a test keeps it fresh. -->',
    'An error has a code that stays the same over releases, a sentence that names what is wrong, and ' +
      'mostly a next step. With `--json` it is `{ "error": { "code", "message", "hint", "blame", ' +
      '"retry", "details" }, "exitCode" }` on standard output. In the messages below, `‹name›` stands ' +
      'for a value and `…` for a longer part. Parts of a run that fail leave their cell blank; the ' +
      'code is then in the report, and the run ends with exit code 3.',
    '## Exit codes',
    `| exit code | meaning |\n| --- | --- |\n${EXIT_CODES.map(
      ({ code, meaning }) => `| ${code} | ${meaning} |`,
    ).join('\n')}`,
    '## Codes',
    `| code | exit | message | next step | from |\n| --- | --- | --- | --- | --- |\n${rows().join('\n')}`,
    '',
  ].join('\n\n');
}

/** Of every file that users run; not of tests and the suites for them. */
export function shippedSources(): { readonly path: string; readonly text: string }[] {
  return listFiles(['src'])
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .filter((path) => !path.includes('/__fixtures__/') && !path.startsWith('src/testing/'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** By code, then by file. */
export function allErrorSites(): ErrorSite[] {
  const sites = shippedSources().flatMap(({ path, text }) => findErrorSites(path, text));
  return sites.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ code, path, messages, hints }: ErrorSite): string {
  return [code, path, ...messages, ...hints].join('\0');
}

function rows(): string[] {
  const lines = allErrorSites().map((site) => {
    const { code, path, messages, hints } = site;
    const message = messages.length === 0 ? 'what was wrong' : messages.join(' / ');
    const from = `[${path.replace('src/', '')}](../../${path})`;
    const cells = [`\`${code}\``, exitOf(site), cell(message), cell(hints.join(' / ')), from];
    return `| ${cells.join(' | ')} |`;
  });
  return [...new Set(lines)];
}

function exitOf({ code, blame = 'input' }: ErrorSite): string {
  return String(exitCodeOfError(new MabError(code, '', { blame: blame as Blame })));
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
