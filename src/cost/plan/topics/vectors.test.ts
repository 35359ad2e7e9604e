import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { shippedPrices } from '../../catalogue/shipped.ts';
import { vectors } from './vectors.ts';

const world = { catalogue: new Catalogue(shippedPrices(), '2026-11-24') };

test('100 thousand vectors of 1536: bytes, and what each way costs at least', () => {
  const { answer, options } = vectors.advise({ textBytes: 0 }, world);
  assert.match(answer, /are 614\.4 MB, with their text 614\.4 MB; .* about 0\.9216 GB of memory/);
  const cost = options.map(({ name, facts }) => [
    name,
    Math.round(Number(facts.usdPerMonthAtLeast) * 1e4) / 1e4,
  ]);
  assert.deepEqual(cost, [
    // 0.6144 × 0.023; one GiB × 0.08; 730 × 0.014; 153.6 × 0.095; 10,000 × 0.6144 / 10⁶ × 16.
    ['Files in S3, loaded at the start', 0.0141],
    ['Files on an EBS disk', 0.08],
    ['Qdrant Cloud', 10.22],
    ['Weaviate Cloud', 14.592],
    ['Pinecone serverless', 0.0983],
  ]);
  assert.ok(options.slice(2).every(({ facts }) => facts.notPriced !== ''));
});

test('the document’s index sizes: 0.9 and 12 MB of vectors, 3.6 and 47.5 MB with text', () => {
  const rows = vectors.advise({}, world).tables?.[0]?.rows ?? [];
  const rounded = rows.map(({ vectorsMb, withTextMb }) =>
    [vectorsMb, withTextMb].map((mb) => Number(Number(mb).toFixed(1))),
  );
  assert.deepEqual(rounded, [
    [0.9, 3.6],
    [12.3, 47.5],
  ]);
});
