import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SAMPLE_CELL, sampleReport } from '../report-format/__fixtures__/sample-rows.ts';
import { terminalReport } from '../report-format/terminal.ts';

test('a published score stands beside ours, with a sign and what it means', () => {
  const beside = (score: number, verdict: 'agrees' | 'differs' | 'not-comparable') =>
    terminalReport(sampleReport([{ ...SAMPLE_CELL, published: { score, verdict } }]), {
      width: 160,
    });
  assert.match(beside(0.66, 'agrees'), /50\.0 \[10\.0, 90\.0\] +66\.0 = /);
  assert.match(beside(0.66, 'differs'), /66\.0 ≠ /);
  assert.match(beside(0.66, 'not-comparable'), /66\.0 \? /);
  assert.match(beside(0.66, 'agrees'), /paper: the published score/);
  assert.doesNotMatch(terminalReport(sampleReport([SAMPLE_CELL]), { width: 160 }), /paper/);
});
