import { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../src/cost/catalogue/shipped.ts';
import { HOURS_PER_MONTH } from '../../src/cost/formulas/hours.ts';
import { type CheckedClaim, checkClaim } from './check-claims.ts';
import { VERDICTS } from './claim.ts';
import { CHAPTERS } from './claims.ts';
import { formatItems, formatNumber } from './format.ts';

const FINDINGS = 10;

/** Sources that are this document: they cannot bear it out. */
const THE_DOCUMENT = /^requirements/;

/**
 * The shipped prices, on the day of the snapshot, but for those that come from this document: the
 * page depends on nothing else.
 */
export function shippedCatalogue(): Catalogue {
  const snapshots = shippedPrices().map((snapshot) => ({
    ...snapshot,
    prices: snapshot.prices.filter(({ source }) => !THE_DOCUMENT.test(source)),
  }));
  const day = snapshots.map(({ date }) => date).sort();
  return new Catalogue(snapshots, day.at(-1) ?? '');
}

/** `docs/requirements-check.md`: every numeric claim of the requirements document, worked out. */
export function requirementsPage(): string {
  const catalogue = shippedCatalogue();
  const chapters = CHAPTERS.map(({ title, claims }) => ({
    title,
    claims: claims.map((claim) => checkClaim(claim, catalogue)),
  }));
  const all = chapters.flatMap(({ claims }) => claims);
  return [
    '# The requirements document, checked',
    '<!-- Made by `npm run docs` from scripts/requirements-check; a test keeps it fresh. -->',
    ...introduction(all.length, catalogue.day),
    countsTable(all),
    `## The ${FINDINGS} findings that matter most`,
    'By what the difference makes in dollars a month; two of a subsection at most.',
    findingsTable(all),
    ...chapters.flatMap(({ title, claims }) => [`## ${title}`, claimsTable(claims)]),
    '',
  ].join('\n\n');
}

function introduction(count: number, day: string): string[] {
  return [
    `Each of the ${count} numeric claims of the cloud requirements document, recomputed from the ` +
      `price catalogue of this release (prices of ${day}, a month of ${HOURS_PER_MONTH} h) with the ` +
      'formulas that `mab estimate` and `mab plan` use. No verdict is written by hand: one function ' +
      '([verdict.ts](../scripts/requirements-check/verdict.ts)) compares what is stated with what was ' +
      'recomputed.',
    'A stated value holds where the recomputed one rounds to it at its last significant digit, by 5 % ' +
      'at most. A stated range holds where all of the recomputed lies inside. Months of 720 and of ' +
      '730 hours are both let pass. Where only the stated price is to blame, or where something is not ' +
      'sold any more, the verdict is *price stale or wrong*. Where the catalogue has no price (one that it ' +
      'has from this document does not count), where something was chosen, or where only a ' +
      'measurement could tell, it is *assumption unclear*.',
  ];
}

function countsTable(all: readonly CheckedClaim[]): string {
  const rows = VERDICTS.map((verdict) => {
    const count = all.filter((one) => one.verdict === verdict).length;
    return `| ${verdict} | ${count} |`;
  });
  return ['| verdict | claims |', '| --- | --- |', ...rows, `| all | ${all.length} |`].join('\n');
}

function findingsTable(all: readonly CheckedClaim[]): string {
  const rows = findings(all).map((claim) => {
    const usd = claim.usdAMonth ?? 0;
    const money = `${usd > 0 ? '+' : '−'}${formatNumber(Math.abs(usd))}`;
    return row([claim.id, `${claim.what}: ${claim.stated}`, recomputed(claim), money]);
  });
  return [
    '| claim | stated | recomputed | USD a month |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/**
 * Claims that do not hold, those first that move most money, two of a subsection at most; what was
 * recomputed alike is one finding.
 */
export function findings(all: readonly CheckedClaim[]): readonly CheckedClaim[] {
  const wrong = all
    .filter(({ verdict }) => verdict === 'arithmetic off' || verdict === 'price stale or wrong')
    .filter(({ usdAMonth }) => usdAMonth !== undefined)
    .sort((a, b) => Math.abs(b.usdAMonth ?? 0) - Math.abs(a.usdAMonth ?? 0));
  const isNew = (claim: CheckedClaim, at: number): boolean =>
    wrong.findIndex((other) => recomputed(other) === recomputed(claim)) === at;
  const perSection = (claim: CheckedClaim): number =>
    wrong.slice(0, wrong.indexOf(claim)).filter(({ id }) => sectionOf(id) === sectionOf(claim.id))
      .length;
  return wrong.filter((claim, at) => isNew(claim, at) && perSection(claim) < 2).slice(0, FINDINGS);
}

function sectionOf(id: string): string {
  return id.replace(/-\w+$/, '');
}

function claimsTable(claims: readonly CheckedClaim[]): string {
  return [
    '| claim | quote | stated | recomputed | verdict | reason |',
    '| --- | --- | --- | --- | --- | --- |',
    ...claims.map((claim) => {
      const { id, quote, what, stated, verdict, reason } = claim;
      return row([id, quote, `${what}: ${stated}`, recomputed(claim), verdict, reason]);
    }),
  ].join('\n');
}

function recomputed({ finding }: CheckedClaim): string {
  return finding.kind === 'unverifiable' ? '' : formatItems(finding.items);
}

function row(cells: readonly string[]): string {
  const safe = cells.map((cell) =>
    cell.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*'),
  );
  return `| ${safe.join(' | ')} |`;
}
