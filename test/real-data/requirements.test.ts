import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { checkClaim } from '../../scripts/requirements-check/check-claims.ts';
import type { Verdict } from '../../scripts/requirements-check/claim.ts';
import { CHAPTERS } from '../../scripts/requirements-check/claims.ts';
import { shippedCatalogue } from '../../scripts/requirements-check/render.ts';
import { IGNORED_LINES } from './requirements/ignored-lines.ts';
import { OTHER_VERDICTS } from './requirements/other-verdicts.ts';

/** The document is its author's own: it is not a part of this repository. */
const folder = process.env.MAB_REQUIREMENTS ?? join(import.meta.dirname, '../../../shared');
const documentPath = join(folder, 'cloud-requirements.zh.md');
const workedPath = join(folder, 'prices/document_claims.json');
const skipWithout = (path: string): { readonly skip: string | false } => ({
  skip: existsSync(path) ? false : 'MAB_REQUIREMENTS does not name a folder that holds it',
});

const claims = CHAPTERS.flatMap((chapter) => chapter.claims);

describe('the requirements document itself', () => {
  const options = skipWithout(documentPath);
  const lines = existsSync(documentPath) ? readFileSync(documentPath, 'utf8').split('\n') : [];

  test('every quote stands in its line, in the subsection of its id', options, () => {
    const wrong = claims.filter(({ line, quote }) => !lines[line - 1]?.includes(quote));
    assert.deepEqual(
      wrong.map(({ id, line }) => [id, line, lines[line - 1]]),
      [],
    );
    const strays = claims.filter(({ id, line }) => sectionAt(lines, line) !== id.split('-')[0]);
    assert.deepEqual(
      strays.map(({ id, line }) => [id, sectionAt(lines, line)]),
      [],
    );
  });

  test(
    'every number stands in a line that a claim quotes, or that is left out for a reason',
    options,
    () => {
      const quoted = new Set(claims.map(({ line }) => line));
      const left = numberedLines(lines).filter(
        ({ line }) => !quoted.has(line) && !IGNORED_LINES.has(line),
      );
      assert.deepEqual(left, []);
    },
  );

  test('lines that are left out hold a number, and no claim quotes them', options, () => {
    const quoted = new Set(claims.map(({ line }) => line));
    const numbered = new Set(numberedLines(lines).map(({ line }) => line));
    const idle = [...IGNORED_LINES.keys()].filter(
      (line) => quoted.has(line) || !numbered.has(line),
    );
    assert.deepEqual(idle, []);
  });
});

/** The subsection that a line stands in. */
function sectionAt(lines: readonly string[], line: number): string | undefined {
  const heading = lines.slice(0, line).findLast((text) => /^#{2,4} \d/.test(text));
  return heading?.match(/^#+ ([\d.]+)/)?.[1];
}

/** Lines with a number that is neither a heading's, a list's nor a part of a name. */
function numberedLines(lines: readonly string[]): { line: number; text: string }[] {
  return lines
    .map((text, at) => ({ line: at + 1, text }))
    .filter(({ text }) => !/^#{2,4} /.test(text))
    .filter(({ text }) => {
      const plain = text.replace(/^\s*\d+\. /, '');
      return /(?<![A-Za-z_\d.-])\d/.test(plain);
    });
}

const workedSchema = z.object({
  claims: z.array(
    z.object({
      id: z.string(),
      line: z.int(),
      quote: z.string(),
      verdict: z.enum(['consistent', 'arithmetic off', 'assumption unclear']),
      price_status: z.enum(['ok', 'stale', 'wrong', 'unverified']).optional(),
    }),
  ),
});
type Worked = z.infer<typeof workedSchema>['claims'][number];

/** Of four verdicts where theirs has three, and a status of the price beside it. */
function asOurs({ verdict, price_status }: Worked): Verdict {
  return price_status === 'stale' || price_status === 'wrong' ? 'price stale or wrong' : verdict;
}

describe('claims that somebody else has worked out', () => {
  const options = skipWithout(workedPath);
  const theirs = existsSync(workedPath)
    ? workedSchema.parse(JSON.parse(readFileSync(workedPath, 'utf8'))).claims
    : [];
  const catalogue = shippedCatalogue();
  const ours = new Map(claims.map((claim) => [claim.id, checkClaim(claim, catalogue)]));

  test('all of them are among ours, in the same lines', options, () => {
    const missing = theirs.filter(({ id, line }) => ours.get(id)?.line !== line);
    assert.deepEqual(
      missing.map(({ id, line }) => [id, line, ours.get(id)?.line]),
      [],
    );
  });

  test('verdicts are the same but for those that are explained', options, () => {
    const differing = theirs
      .map((claim) => ({ id: claim.id, ours: ours.get(claim.id)?.verdict, theirs: asOurs(claim) }))
      .filter((one) => one.ours !== one.theirs);
    const explained = OTHER_VERDICTS.map(({ id, ours, theirs }) => ({ id, ours, theirs }));
    const byId = (a: { id: string }, b: { id: string }): number => a.id.localeCompare(b.id);
    assert.deepEqual(differing.sort(byId), explained.toSorted(byId));
  });
});
