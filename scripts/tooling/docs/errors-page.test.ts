import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { maskSource } from '../../../test/tidy/reading/mask-source.ts';
import { commandsPage } from './commands-page.ts';
import { findErrorSites } from './error-sites.ts';
import { allErrorSites, errorsPage, shippedSources } from './errors-page.ts';

describe('the page of errors', () => {
  it('is what the sources say; `npm run docs` makes it anew', async () => {
    const path = new URL('../../../docs/reference/errors.md', import.meta.url);
    assert.equal(await readFile(path, 'utf8'), errorsPage());
  });

  it('misses no code: whatever looks like one in the sources is on it', () => {
    const known = new Set(allErrorSites().map(({ code }) => code));
    const ourFirstWords = new Set([...known].map((code) => code.split('_')[0]));
    const isVendors = (path: string, literal: string): boolean =>
      path.startsWith('src/gateway/providers/') && !ourFirstWords.has(literal.split('_')[0]);
    const missed = shippedSources().flatMap(({ path, text }) =>
      [...maskSource(text).uncommented.matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g)]
        .map(([, literal = '']) => literal)
        .filter((literal) => !known.has(literal) && !NOT_OURS.test(literal))
        .filter((literal) => !isVendors(path, literal))
        .map((literal) => `${path}: ${literal}`),
    );
    assert.deepEqual(missed, []);
  });

  it('knows of every error who has to act', () => {
    const unclear = allErrorSites().filter(({ blame }) => blame === 'unclear');
    assert.deepEqual(unclear, []);
  });

  it('has every code that a docstring promises', () => {
    const known = new Set(allErrorSites().map(({ code }) => code));
    const promised = shippedSources().flatMap(({ path, text }) =>
      [...text.matchAll(/@throws \{MabError\}((?:(?!\n\s*\*\/|\n\s*\* @|\*\/)[\s\S])*)/g)]
        .flatMap(([, sentence = '']) => sentence.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b(?!…)/g))
        .filter((code) => code !== null && !code.endsWith('_') && !known.has(code))
        .map((code) => `${path}: ${code}`),
    );
    assert.deepEqual(promised, []);
  });
});

describe('the next step of an error', () => {
  it('names commands that there are', () => {
    const page = commandsPage();
    const unknown = allErrorSites().flatMap(({ code, hints }) =>
      hints
        .flatMap((hint) => [...hint.matchAll(/`mab ((?:[a-z]+ ?)+)/g)])
        .map(([, words = '']) => words.trim())
        .filter((words) => !page.includes(`## \`mab ${words}`))
        .map((words) => `${code}: mab ${words}`),
    );
    assert.deepEqual(unknown, []);
  });
});

/**
 * Not codes of ours: names of environment variables, codes of Node, of its HTTP client and of
 * OpenSSL, a type of parquet; and what the ledger calls an attempt whose
 * process died.
 */
const NOT_OURS =
  /_API_KEY$|^REDIS_URL$|^(?:ERR|UND|EAI|CERT|DEPTH|SELF|UNABLE|SQLITE|BYTE)_|^OWNER_DIED$|^BASE_TEMPLATES$/;

describe('an error in a source', () => {
  const find = (text: string) => findErrorSites('src/a.ts', text);

  it('is read with its sentence, its next step and who has to act', () => {
    const text = `
      // new MabError('COMMENTED_OUT', 'no')
      throw new MabError('DISK_SLOW', \`\${path} is \${a.b} slow, \${f({ x: '}' })} ms.\`, {
        blame: 'environment',
        hint: 'Buy ' + // or not
          \`another \${thing}.\`,
      });`;
    assert.deepEqual(find(text), [
      {
        code: 'DISK_SLOW',
        path: 'src/a.ts',
        messages: ['‹path› is ‹b› slow, … ms.'],
        hints: ['Buy another ‹thing›.'],
        blame: 'environment',
      },
    ]);
  });

  it('may be made by a helper that knows the rest', () => {
    const text = `
function diskError(error: unknown): MabError {
  const because = (code: string, hint: string): MabError =>
    new MabError(code, \`\${path} failed.\`, { ...{ blame: 'environment', hint } });
  if (full(error)) return because('DISK_FULL', 'Free space.');
  return because('DISK_GONE', 'Look for it.');
}`;
    assert.deepEqual(
      find(text).map(({ code, messages, hints, blame }) => [code, messages, hints, blame]),
      [
        ['DISK_FULL', ['‹path› failed.'], ['Free space.'], 'environment'],
        ['DISK_GONE', ['‹path› failed.'], ['Look for it.'], 'environment'],
      ],
    );
  });

  it('may have its parts in constants and functions, or be told as an object', () => {
    const text = `
function refused(): MabError {
  const message = 'No luck today.';
  return new MabError(code ? 'LUCK_BAD' : 'LUCK_GONE', message, options());
}
function options(): MabErrorOptions {
  return { blame: 'provider', hint: status === 'x' ? 'Wait a bit.' : 'Try again.' };
}
const relayed = { code: 'LUCK_TOLD', message: 'Told so.', blame: 'bug', hint: undefined };`;
    assert.deepEqual(
      find(text).map(({ code, messages, hints, blame }) => [code, messages, hints, blame]),
      [
        ['LUCK_BAD', ['No luck today.'], ['Wait a bit.', 'Try again.'], 'provider'],
        ['LUCK_GONE', ['No luck today.'], ['Wait a bit.', 'Try again.'], 'provider'],
        ['LUCK_TOLD', ['Told so.'], [], 'bug'],
      ],
    );
  });
});
