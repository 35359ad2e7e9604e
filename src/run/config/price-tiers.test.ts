import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readerSchema } from './reader-schema.ts';

const KINDS = { inputUsdPerMillion: 2, outputUsdPerMillion: 3 };
const tier = (aboveInputTokens: number) => ({ aboveInputTokens, ...KINDS });
const parse = (tiers: unknown[]) =>
  readerSchema.safeParse({
    ...{ provider: 'openai', model: 'm', contextTokens: 400_000 },
    price: { ...KINDS, tiers },
  });

describe('tiers of a price in a configuration', () => {
  it('hold from a number of tokens each', () => {
    const { data } = parse([tier(200_000)]);
    assert.deepEqual(data && 'price' in data && data.price, { ...KINDS, tiers: [tier(200_000)] });
  });

  it('are refused where they are none, begin at nothing, or begin together', () => {
    const problems = (tiers: unknown[]) =>
      parse(tiers).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    assert.match(String(problems([])), /price\.tiers: Too small/);
    assert.match(String(problems([tier(0)])), /price\.tiers\.0\.aboveInputTokens: Too small/);
    assert.deepEqual(problems([tier(9), tier(9)]), [
      'price.tiers: must each begin at another number of tokens',
    ]);
  });
});
