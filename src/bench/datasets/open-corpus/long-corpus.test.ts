import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countTokens } from '../../chunking/token-count.ts';
import { assertSound, openRow } from './__fixtures__/open-row.ts';
import { OPEN_DATASETS } from './open-catalog.ts';
import { loadPassages } from './real-text.ts';

describe('the open corpus at a million tokens', () => {
  for (const { id, contextTokens } of OPEN_DATASETS) {
    if (contextTokens !== 1_000_000) continue;
    it(`makes a sound row for ${id} within 3 % of its length`, async () => {
      const row = await openRow(id);
      assertSound(row, 10);
      const share = countTokens(row.context) / contextTokens;
      assert.ok(share > 0.97 && share < 1.03, `${share} of the length`);
    });
  }

  it('has more real prose than a million tokens need, and no passage twice', async () => {
    const passages = await loadPassages(1, 1_000_000);
    assert.equal(new Set(passages).size, passages.length);
    assert.ok(countTokens(passages.join('\n')) > 1_900_000);
  });
});
