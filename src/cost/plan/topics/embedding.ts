import type { AdviceTable } from '../../../contracts/advice.ts';
import { MACHINE_METERS, type MachineMeter } from '../../../contracts/machine-meter.ts';
import { HOURS_PER_MONTH, monthlyHours } from '../../formulas/hours.ts';
import { embeddingBreakEvenTokens, tokenCost } from '../../formulas/tokens.ts';
import { monthly, priced } from '../from-work.ts';
import { choice, count, quantity, text } from '../inputs.ts';
import { plain, usd } from '../number-text.ts';
import { type Cloud, isCommitment, type PriceDesk } from '../price-desk.ts';
import { inputError } from '../read-inputs.ts';
import { defineTopic } from '../topic.ts';

/** §2.2.1 of the requirements document: Contriever embeds EventQA 64K on a T4 in 45 s. */
const DOCUMENT_TOKENS_PER_SECOND = Math.round((150 * 4096) / 45);

const INPUTS = {
  tokensPerMonth: count('tokens that are embedded', {
    ...{ unit: 'tokens/month', min: 1, max: 1e15, fallback: 100_000_000 },
  }),
  model: text('the model that would be bought', { fallback: 'text-embedding-3-small' }),
  cloud: choice('whose machine would embed', { choices: ['aws', 'azure', 'gcp'], fallback: 'aws' }),
  machine: text('that machine', { fallback: 'g4dn.xlarge' }),
  market: choice('how it is paid', { choices: MACHINE_METERS, fallback: 'on-demand' }),
  hoursPerDay: quantity('how long it is rented, busy or not', {
    ...{ unit: 'hours/day', min: 0.1, max: 24, fallback: 24 },
  }),
  tokensPerSecond: quantity('what it embeds; default: 150 × 4096 tokens in 45 s, as in §2.2.1', {
    ...{ unit: 'tokens/s', min: 1, max: 1e8, fallback: DOCUMENT_TOKENS_PER_SECOND },
  }),
};

/** `mab plan embedding`: §4.2 of the requirements document. */
export const embedding = defineTopic({
  id: 'embedding',
  question: 'From how many tokens a month is embedding on a machine of one’s own cheaper?',
  inputs: INPUTS,
  readings: {
    tokensPerMonth: monthly(({ embeddedTokens }) => embeddedTokens),
    model: priced(({ embedder }) => embedder),
  },
  answer(inputs, prices) {
    const { tokensPerMonth: tokens, tokensPerSecond, machine, market } = inputs;
    // A commitment is paid around the clock.
    const hoursPerDay = isCommitment(market) ? 24 : inputs.hoursPerDay;
    const perMillion = embeddingPrice(inputs.model, prices);
    const perHour = machinePrice(inputs, prices);
    const rented = perHour * monthlyHours(hoursPerDay);
    const needed = tokens / tokensPerSecond / 3_600;
    const breakEven = embeddingBreakEvenTokens(rented, perMillion);
    const capacity = monthlyHours(hoursPerDay) * 3_600 * tokensPerSecond;
    const ownPerMillion = (perHour / 3_600 / tokensPerSecond) * 1e6;
    const machines = Math.max(1, Math.ceil(tokens / capacity));
    const ways = [
      { name: inputs.model, usdPerMonth: tokenCost(tokens, perMillion), hours: null },
      {
        name: `${machine}, ${plain(hoursPerDay)} h a day`,
        usdPerMonth: machines * rented,
        hours: needed,
      },
      ...(isCommitment(market)
        ? []
        : [
            {
              name: `${machine}, only as long as it embeds`,
              usdPerMonth: perHour * needed,
              hours: needed,
            },
          ]),
    ];
    const best = ways.reduce((least, one) => (one.usdPerMonth < least.usdPerMonth ? one : least));
    const reach =
      breakEven <= capacity
        ? `from ${short(breakEven)} tokens a month on`
        : `never: it would take ${short(breakEven)} tokens a month, and it embeds ${short(capacity)}`;
    return {
      answer:
        `${short(tokens)} tokens a month are cheapest with ${best.name}: ${usd(best.usdPerMonth)}. ` +
        `A ${machine} that is rented ${plain(hoursPerDay)} hours a day is cheaper than ${inputs.model} ${reach}.`,
      options: ways.map(({ name, usdPerMonth, hours }) => ({
        ...{ name, chosen: name === best.name },
        facts: {
          ...{ usdPerMonth, usdPerMillionTokens: (usdPerMonth / tokens) * 1e6 },
          hoursEmbedding: hours ?? '',
        },
      })),
      tables: [documentTable(prices)],
      formulas: [
        {
          name: 'break-even',
          text: 'machine an hour × hours / price per token',
          worked:
            `$${perHour} × ${plain(monthlyHours(hoursPerDay))} / ($${perMillion} / 10⁶) = ` +
            `${short(breakEven)} tokens`,
        },
        {
          name: 'time to embed',
          text: 'tokens / tokens per second',
          worked: `${short(tokens)} / ${plain(tokensPerSecond)} = ${plain(needed)} h`,
        },
        {
          name: 'a million tokens on the machine while it embeds',
          text: 'machine an hour / 3600 / tokens per second × 10⁶',
          worked: `$${perHour} / 3600 / ${plain(tokensPerSecond)} × 10⁶ = ${usd(ownPerMillion)}`,
        },
      ],
      warnings: warningsOf(machines, machine),
    };
  },
});

function warningsOf(machines: number, machine: string): string[] {
  return [
    ...(machines > 1 ? [`It takes ${machines} machines of ${machine} in these hours.`] : []),
    'A machine that stops when idle has to start, load the model and be looked after: not counted.',
    'How fast a machine embeds depends on model and length of texts: measure it.',
  ];
}

/** Dollars a million tokens. @throws {MabError} PLAN_INPUT_INVALID, PRICE_MISSING. */
function embeddingPrice(model: string, prices: PriceDesk): number {
  const facts = prices.catalogue.model(model);
  if (facts?.kind === 'embedding') {
    const { provider } = facts;
    const key = { provider, service: 'models', item: model, meter: 'input', region: 'global' };
    return prices.get(key).value;
  }
  const known = prices.catalogue.models().filter(({ kind }) => kind === 'embedding');
  throw inputError(
    `${model} is no embedding model that the price catalogue knows.`,
    `It knows ${known.map((one) => one.model).join(', ')}; add others with --prices FILE.`,
  );
}

function machinePrice(
  { cloud, machine, market }: { cloud: Cloud; machine: string; market: MachineMeter },
  prices: PriceDesk,
): number {
  return prices.machineOrThrow(prices.catalogue.machine(cloud, machine), market);
}

/** What the requirements document says in two places, and what its own figures give. */
function documentTable(prices: PriceDesk): AdviceTable {
  const small = embeddingPrice('text-embedding-3-small', prices);
  const hour = prices.machineOrThrow(prices.catalogue.machine('aws', 'g4dn.xlarge'), 'on-demand');
  const row = (claim: string, month: number) => ({
    ...{ claim, usdPerMonth: month, tokens: short(embeddingBreakEvenTokens(month, small)) },
  });
  return {
    title: 'What the requirements document says, against text-embedding-3-small',
    rows: [
      row('§4.2.2: pays above 10B tokens, at its $252 a month (16 h a day)', 252),
      row('the same at the 4 h a day of §2.2.1', hour * monthlyHours(4)),
      row('the same always on', hour * HOURS_PER_MONTH),
      {
        claim: '§10.3.2: pays above 100M tokens, which the model embeds for',
        ...{ usdPerMonth: tokenCost(100_000_000, small), tokens: '100M' },
      },
    ],
  };
}

/** `12.6B`, `100M`, `987`. */
function short(tokens: number): string {
  const [size, letter] = tokens >= 1e9 ? [1e9, 'B'] : tokens >= 1e6 ? [1e6, 'M'] : [1, ''];
  return `${Number((tokens / size).toPrecision(3))}${letter}`;
}
