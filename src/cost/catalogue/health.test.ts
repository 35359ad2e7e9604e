import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Catalogue } from './catalogue.ts';
import { priceHealth, type UsedPrices } from './health.ts';
import { shippedPrices } from './shipped.ts';

const on = (day: string) => new Catalogue(shippedPrices(), day);

/** `kind: text` of each. */
function health(used: Partial<UsedPrices>, catalogue: Catalogue): string[] {
  return priceHealth({ rows: [], ...used }, catalogue).map(({ kind, text }) => `${kind}: ${text}`);
}

describe('the health of prices', () => {
  it('is silent about fresh prices, and about whatever was not used', () => {
    const catalogue = on('2025-09-01');
    const rows = catalogue.rows({ item: 'gpt-4.1', meter: 'input' });
    assert.equal(rows[0]?.date, '2025-07-04');
    assert.deepEqual(health({ rows, models: ['gpt-4.1'] }, catalogue), []);
    assert.deepEqual(health({}, catalogue), []);
  });

  it('says in one text which prices are old, from the 91st day on', () => {
    const rowsOf = (catalogue: Catalogue) => catalogue.rows({ item: 'gpt-4.1', meter: 'input' });
    assert.deepEqual(health({ rows: rowsOf(on('2025-10-02')) }, on('2025-10-02')), []);
    const catalogue = on('2025-10-03');
    assert.deepEqual(health({ rows: rowsOf(catalogue) }, catalogue), [
      'old: Older than 90 days: openai/models/gpt-4.1, the oldest of 2025-07-04. ' +
        'Run `mab prices refresh`, or add newer ones with --prices FILE.',
    ]);
    const all = health({ rows: catalogue.rows() }, on('2026-11-24'));
    assert.equal(all.filter((text) => text.startsWith('old: ')).length, 1);
    assert.equal(all.filter((text) => text.startsWith('undated: ')).length, 1);
  });

  it('says which carry no date or are doubtful', () => {
    const catalogue = on('2026-11-24');
    const rows = catalogue.rows({ provider: 'neo4j' });
    assert.deepEqual(health({ rows }, catalogue), [
      'low-confidence: Of low confidence: neo4j/aura/professional/month@global. ' +
        'Confirm at the vendor what matters, and add it with --prices FILE.',
      'undated: Without a date: neo4j/aura/professional. ' +
        'Confirm at the vendor what matters, and add it with --prices FILE.',
    ]);
  });

  it('names models and machines that are gone or go soon', () => {
    const used = {
      models: ['claude-3-7-sonnet-20250219', 'gemini-2.0-flash', 'gpt-4o', 'nobody-knows'],
      machines: ['azure/Standard_NC6s_v3', 'aws/t3.xlarge'],
    };
    assert.deepEqual(health(used, on('2026-05-01')), [
      'retired: claude-3-7-sonnet-20250219 was retired on 2026-02-19: it cannot be had any more. ' +
        'Choose another.',
      'retires-soon: gemini-2.0-flash is retired on 2026-06-01, in 31 days. ' +
        'End before, or choose another.',
      'retired: azure/Standard_NC6s_v3 was retired on 2025-09-30: it cannot be had any more. ' +
        'Choose another.',
    ]);
    assert.deepEqual(health({ models: ['gemini-2.0-flash'] }, on('2026-03-02')), []);
  });

  it('tells a change that is known to come, and sources that disagree', () => {
    const catalogue = on('2026-11-01');
    const rows = catalogue.rows({ item: 'gemini-3.6-flash', meter: 'input' });
    assert.deepEqual(health({ rows }, catalogue), [
      'changes: The price changes of google/models/gemini-3.6-flash@global on 2027-01-01: ' +
        'input 0.75 → 1.5 usd/1M-tokens. What is bought from then on costs the new price.',
      'sources-disagree: Sources disagree on google/models/gemini-3.6-flash/input@global: ' +
        '0.75 usd/1M-tokens (genai-prices, 2026-08-13), which is used, ' +
        'and 1.5 (litellm, 2026-08-01). Settle it with --prices FILE.',
    ]);
  });

  it('says where a batch price fits no live price', () => {
    const input = on('2025-08-01').get({
      ...{ provider: 'openai', service: 'models', item: 'gpt-4.1', meter: 'input' },
      region: 'global',
    });
    const own = {
      ...{ date: '2025-08-01', sources: {}, models: [], machines: [], rateLimits: [] },
      prices: [{ ...input, value: 1.7, date: '2026-08-01' }],
    };
    const catalogue = new Catalogue([...shippedPrices(), own], '2026-08-01');
    const rows = catalogue.rows({ item: 'gpt-4.1', meter: 'batch-input' });
    assert.deepEqual(health({ rows }, catalogue), [
      'batch-unclear: The batch prices of gpt-4.1 are no one share of its live prices, so the ' +
        'usual half is reckoned. Give input, output and both batch prices together with ' +
        '--prices FILE.',
    ]);
  });
});
