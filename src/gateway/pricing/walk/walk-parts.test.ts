import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countTokens } from '../../../bench/chunking/token-count.ts';
import type { Bill } from '../../../contracts/estimate.ts';
import { tokenPrice } from '../../../cost/token-price.ts';
import { callBill, uncachedBill, withOtherTexts } from './call-bill.ts';
import { NO_CACHE, PrefixMemory } from './prefix-memory.ts';
import { PromptTokens } from './prompt-tokens.ts';
import { standInReply, standInVector } from './stand-ins.ts';
import { withLost } from './work-sum.ts';

const bill = (picoUsd: bigint): Bill => ({
  ...{ uncachedTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, embeddedTokens: 0 },
  ...{ outputTokens: 4, picoUsd },
});

const known = (value: number) => ({ low: value, expected: value, high: value });

describe('tokens of prompts', () => {
  it('are those of the whole text, for text of lines', () => {
    const line = fc.stringMatching(/^[A-Za-z0-9 ,.'?-]{0,40}$/);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        assert.equal(new PromptTokens(countTokens).count(text), countTokens(text));
      }),
    );
  });

  it('are counted once for each line', () => {
    const counted: string[] = [];
    const tokens = new PromptTokens((text) => {
      counted.push(text);
      return 1;
    });
    assert.equal(tokens.count('a\n\nb\nc'), 3);
    assert.equal(tokens.count('a\n\nb\nd'), 3);
    assert.deepEqual(counted, ['a\n\n', 'b\n', 'c', 'd']);
  });
});

describe('what a vendor’s cache could give', () => {
  const openai = { minTokens: 1_024, idleMs: 1, asked: true, marks: false };
  const claude = { minTokens: 1_024, idleMs: 1, asked: true, marks: true };
  /** Four characters a token. */
  const prompt = (shared: number, end: string, cache = openai) => {
    const text = 'x'.repeat(4 * shared) + end.repeat(400);
    return {
      ...{ owner: 'm', text, tokens: text.length / 4, cache, inFlight: known(0) },
      marked: { characters: 4 * shared, tokens: shared },
    };
  };

  it('is, without marks, the longest start that was sent before, in steps of 128 tokens', () => {
    const memory = new PrefixMemory();
    const send = (...[shared, end]: [number, string]) => memory.send(prompt(shared, end));
    assert.deepEqual(send(2_000, 'a'), { read: known(0), written: 0 });
    // 15 × 128 = 1,920 of the 2,000 that are the same.
    assert.deepEqual(send(2_000, 'b'), { read: known(1_920), written: 0 });
    // All of 2,100: 16 × 128.
    assert.deepEqual(send(2_000, 'a'), { read: known(2_048), written: 0 });
    const other = memory.send({ ...prompt(2_000, 'a'), owner: 'n' });
    assert.deepEqual(other, { read: known(0), written: 0 });
  });

  it('is nothing of what is still being answered', () => {
    const memory = new PrefixMemory();
    const inFlight = { low: 0, expected: 1, high: 2 };
    const read = ['a', 'b', 'c', 'd'].map(
      (end) => memory.send({ ...prompt(2_000, end), inFlight }).read,
    );
    // Low is what is found with the most in flight.
    assert.deepEqual(read, [
      known(0),
      { low: 0, expected: 0, high: 1_920 },
      { low: 0, expected: 1_920, high: 1_920 },
      known(1_920),
    ]);
  });

  it('is nothing of what was sent long ago, unless it was used again', () => {
    // A prompt of 2,100 tokens has 65 starts: of 100 more, 35 are kept beside it.
    const memory = new PrefixMemory(100);
    const other = (letter: string) => memory.send({ ...prompt(2_000, letter), owner: letter });
    const read = (): number => memory.send(prompt(2_000, 'a')).read.expected;
    assert.equal(read(), 0);
    other('b');
    assert.equal(read(), 2_048);
    for (const letter of 'cdefg') other(letter);
    assert.equal(read(), 0);
  });

  it('is nothing below 1,024 tokens', () => {
    const memory = new PrefixMemory();
    memory.send(prompt(1_000, 'a'));
    assert.deepEqual(memory.send(prompt(1_000, 'b')), { read: known(0), written: 0 });
    memory.send(prompt(500, 'a'));
    assert.deepEqual(memory.send(prompt(500, 'a')), { read: known(0), written: 0 });
  });

  it('is, with marks, what was marked: written first, then read', () => {
    const memory = new PrefixMemory();
    const sent = ['a', 'b', 'a'].map((end) => memory.send(prompt(2_000, end, claude)));
    assert.deepEqual(sent, [
      { read: known(0), written: 2_000 },
      { read: known(2_000), written: 0 },
      { read: known(2_000), written: 0 },
    ]);
    const { marked: _, ...plain } = prompt(2_000, 'a', claude);
    assert.deepEqual(memory.send(plain), { read: known(0), written: 0 });
  });
});

describe('the bill of a call that nobody has made', () => {
  const openai = tokenPrice({
    ...{ inputUsdPerMillion: 2, cachedInputUsdPerMillion: 0.5, outputUsdPerMillion: 8 },
  });
  const call = {
    ...{ tokens: known(3_000), cache: { read: known(2_000), written: 0 }, ratio: known(1) },
    ...{ output: { low: 2, expected: 10, high: 99 }, maxOutputTokens: 50 },
    cacheShare: { low: 0.5, expected: 0.8, high: 1 },
  };

  it('is low with a full cache and a short reply, and high without', () => {
    const { low, expected, high } = callBill(call, openai);
    // By hand, in millionths of a dollar: 1,000 × 2 + 2,000 × 0.5 + 2 × 8.
    assert.equal(low.picoUsd, 3_016_000_000n);
    // 1,400 × 2 + 1,600 × 0.5 + 10 × 8; 2,000 × 2 + 1,000 × 0.5 + 50 × 8.
    assert.equal(expected.picoUsd, 3_680_000_000n);
    assert.equal(high.picoUsd, 4_900_000_000n);
    // 3,000 × 2 + 10 × 8.
    assert.equal(uncachedBill(call, openai).picoUsd, 6_080_000_000n);
  });

  it('is vague where nobody knows which texts it shows, but not where all is shared', () => {
    const { tokens, cache } = withOtherTexts({ ...call, tokens: known(8_000) });
    // By hand: 3 percent; of a quarter that is shared, 60 percent × 3/4 less, or more.
    assert.deepEqual(tokens, { low: 7_760, expected: 8_000, high: 8_240 });
    assert.deepEqual(cache.read, { low: 1_100, expected: 2_000, high: 2_900 });
    assert.deepEqual(withOtherTexts({ ...call, tokens: known(2_000) }).cache.read, known(2_000));
  });

  it('is higher where sends are lost, which may be billed, and no lower', () => {
    const range = { low: bill(10n), expected: bill(20n), high: bill(40n) };
    // By hand: a quarter more.
    assert.deepEqual(withLost(range, 0.25), { ...range, high: { ...bill(50n), outputTokens: 5 } });
  });

  it('writes again what is missed, where writing has a price', () => {
    const price = tokenPrice({
      ...{ inputUsdPerMillion: 3, cachedInputUsdPerMillion: 0.3, outputUsdPerMillion: 15 },
      cacheWriteUsdPerMillion: 3.75,
    });
    const { uncachedTokens, cachedTokens, cacheWriteTokens } = callBill(call, price).expected;
    assert.deepEqual([uncachedTokens, cachedTokens, cacheWriteTokens], [1_000, 1_600, 400]);
  });

  it('takes the price of long requests where the request is one', () => {
    const price = tokenPrice({
      ...{ inputUsdPerMillion: 1, outputUsdPerMillion: 4 },
      tiers: [{ aboveInputTokens: 2_999, inputUsdPerMillion: 2, outputUsdPerMillion: 8 }],
    });
    const { expected } = callBill({ ...call, cache: NO_CACHE }, price);
    // 3,000 × 2 + 10 × 8.
    assert.equal(expected.picoUsd, 6_080_000_000n);
  });
});

describe('stand-ins', () => {
  it('are the same vector for the same text, and near for the same words', () => {
    const of = (text: string) => standInVector(text, 64);
    assert.deepEqual(of('the harbour of Lisbon'), of('the harbour of Lisbon'));
    const cosine = (a: Float32Array, b: Float32Array): number =>
      a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b));
    const long = 'the harbour of Lisbon was closed by the storm for nine days in autumn';
    const near = cosine(of(long), of(`${long} again`));
    assert.ok(near > 0.5 && near > cosine(of(long), of('nobody knows what she read')), `${near}`);
  });

  it('are replies of the length that is asked for, and JSON of the schema', () => {
    const messages = [{ role: 'user', content: 'Where is it, and who was there?' }] as const;
    const plain = standInReply({ messages, maxOutputTokens: 9 }, 12);
    assert.equal(plain.text.split(' ').length, 12);
    const schema = {
      type: 'object',
      properties: {
        facts: { type: 'array', items: { type: 'string' } },
        kind: { enum: ['add', 'none'] },
      },
    };
    const json = standInReply({ messages, maxOutputTokens: 9, schema: { name: 's', schema } }, 12);
    assert.deepEqual(JSON.parse(json.text), { facts: ['nothing'], kind: 'add' });
  });
});
