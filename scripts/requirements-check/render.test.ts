import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it, test } from 'node:test';
import { checkClaim } from './check-claims.ts';
import { item, sumOf } from './checks.ts';
import { CHAPTERS } from './claims.ts';
import { findings, requirementsPage, shippedCatalogue } from './render.ts';

const claims = CHAPTERS.flatMap((chapter) => chapter.claims);

it('the page of the requirements is what the prices say; `npm run docs` makes it anew', async () => {
  const path = new URL('../../docs/requirements-check.md', import.meta.url);
  assert.equal(await readFile(path, 'utf8'), requirementsPage());
});

test('every claim has an id of its own, in its chapter', () => {
  const ids = claims.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const { title, claims } of CHAPTERS) {
    const chapter = title.split(' ')[0];
    assert.deepEqual([...new Set(claims.map(({ id }) => id.split('.')[0]))], [chapter]);
  }
});

test('a price that the catalogue lacks leaves a claim undecided', () => {
  const claim = { id: '1.1-a', line: 1, quote: '', what: '', stated: '4 USD a month' };
  const lost = checkClaim(
    {
      ...claim,
      check: (catalogue) => {
        catalogue.machine('aws', 'z9.huge');
        return { kind: 'recomputed', basis: 'worked', items: [item('', 4)] };
      },
    },
    shippedCatalogue(),
  );
  assert.equal(lost.verdict, 'assumption unclear');
  assert.match(
    lost.reason,
    /^The price catalogue has no machine aws\/z9\.huge from another source\.$/,
  );
  assert.equal(lost.usdAMonth, undefined);
});

test('prices are there for all claims but those whose only source is the document', () => {
  const undecided = claims
    .map((claim) => checkClaim(claim, shippedCatalogue()))
    .filter(({ reason }) => reason.includes('from another source'));
  assert.deepEqual(
    undecided.map(({ id }) => id),
    ['3.3.3-c', '5.1.2-c', '6.1.2-g', '8.4.2-a'],
  );
});

test('findings are ranked by money, two of a subsection at most', () => {
  const check = (id: string, stated: string, sum: number) =>
    checkClaim(
      { id, line: 1, quote: '', what: '', stated, check: sumOf([sum]) },
      shippedCatalogue(),
    );
  const all = [
    check('1.1-a', '100 USD a month', 90),
    check('1.1-b', '100 USD a month', 200),
    check('1.1-c', '300 USD a quarter', 600),
    check('1.2-a', '100 USD a month', 101),
    check('1.2-b', '100 USD', 500),
    check('1.3-a', '1200 USD a year', 2520),
  ];
  assert.deepEqual(
    findings(all).map(({ id, usdAMonth }) => [id, usdAMonth]),
    [
      ['1.3-a', 110],
      ['1.1-b', 100],
      ['1.1-c', 100],
    ],
  );
});
