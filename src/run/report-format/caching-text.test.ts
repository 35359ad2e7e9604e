import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CachingReport } from '../../contracts/report.ts';
import { SAMPLE_CELL, sampleReport } from './__fixtures__/sample-rows.ts';
import { nameMethods } from './html/method-names.ts';
import { tokenTables } from './html/token-tables.ts';
import { markdownReport } from './markdown.ts';
import { terminalReport } from './terminal.ts';

const SAVED: CachingReport = { savedPicoUsd: '870000000000', savedShare: 0.6712 };

function reportWith(caching: CachingReport) {
  const report = sampleReport([{ ...SAMPLE_CELL, caching }]);
  return { ...report, totals: { ...report.totals, caching } };
}

test('a report says what prompt caching saved, or cost', () => {
  assert.match(
    terminalReport(reportWith(SAVED), { width: 120 }),
    /^Caching prompt caching saved \$0\.87 \(67\.1 %\); 8 tokens read from the vendor’s cache, 2 written to it$/m,
  );
  assert.match(
    markdownReport(reportWith({ savedPicoUsd: '-10000000000', savedShare: -0.25 })),
    /^- \*\*Caching\*\*: prompt caching cost \$0\.01 more \(25\.0 %\); /m,
  );
});

test('each cell has its own, where there is room', () => {
  assert.match(markdownReport(reportWith(SAVED)), /\| saved \$0\.87 \(67\.1 %\) \|/);
  const { cells } = reportWith(SAVED);
  assert.match(tokenTables(cells, nameMethods(cells)).markup, /saved \$0\.87 \(67\.1 %\)/);
});

test('a report without it says nothing', () => {
  const report = sampleReport([SAMPLE_CELL]);
  for (const text of [terminalReport(report, { width: 120 }), markdownReport(report)]) {
    assert.doesNotMatch(text, /caching/i);
  }
});
