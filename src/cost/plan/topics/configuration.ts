import type { AdviceOption } from '../../../contracts/advice.ts';
import type { MeasuredWork } from '../../../contracts/measured-work.ts';
import { DAYS_PER_MONTH } from '../../formulas/hours.ts';
import { type Decisions, linesOf, marketOf } from '../configuration/decisions.ts';
import { DOCUMENT_CONFIGURATIONS, documentRows } from '../configuration/document-configurations.ts';
import { reasonRows } from '../configuration/reasons.ts';
import { type CostLine, totalOf } from '../cost-lines.ts';
import { monthly, once, writtenPercent } from '../from-work.ts';
import { choice, optionalQuantity, quantity, question } from '../inputs.ts';
import { plain, usd } from '../number-text.ts';
import { CLOUDS, type Cloud } from '../price-desk.ts';
import { defineTopic } from '../topic.ts';

const INPUTS = {
  scale: question('how much is evaluated?', {
    notes: {
      small: 'fewer than 5 datasets',
      medium: '5 to 20 datasets',
      large: 'more than 20 datasets',
    },
    fallback: 'medium',
  }),
  methods: question('which memory methods?', {
    notes: {
      'long-context': 'the whole text goes to the model',
      rag: 'retrieval: BM25 or embeddings',
      graph: 'graphs and memory servers: HippoRAG, Cognee, Letta, Mem0',
    },
    fallback: 'rag',
  }),
  frequency: question('how long do machines run?', {
    notes: {
      occasional: 'less than 8 hours a day',
      regular: '8 to 16 hours a day',
      continuous: 'around the clock',
    },
    fallback: 'regular',
  }),
  costSensitivity: question('how much does cost matter?', {
    notes: {
      high: 'cheapest machines and models',
      medium: 'a mixture',
      low: 'best models, no interruptions',
    },
    fallback: 'medium',
  }),
  team: question('who works with it?', {
    notes: { one: 'one person', small: '2 to 5 people', large: 'more than 5 people' },
    fallback: 'small',
  }),
  cloud: choice('whose bill is shown line by line', {
    ...{ choices: ['aws', 'azure', 'gcp'], fallback: 'aws' },
  }),
  millionTokens: optionalQuantity('tokens of models in a month, instead of those of the scale', {
    ...{ unit: 'M tokens', min: 0, max: 1_000_000 },
  }),
  outputPercent: quantity('share of the tokens that models write', {
    ...{ unit: '%', min: 0, max: 100, fallback: 1 },
  }),
};

/** `mab plan configuration`: §1.4, §10.1 and §10.2 of the requirements document. */
export const configuration = defineTopic({
  id: 'configuration',
  question: 'Which configuration does this work need, and what does it cost in a month?',
  inputs: INPUTS,
  readings: {
    scale: once(({ datasets }) => (datasets < 5 ? 'small' : datasets <= 20 ? 'medium' : 'large')),
    methods: once(({ methods }) => methodsOf(methods)),
    frequency: ({ work, runsPerMonth }) => frequencyOf(work, runsPerMonth),
    millionTokens: monthly(
      ({ inputTokens, outputTokens, judgeTokens }) =>
        (inputTokens + outputTokens + judgeTokens) / 1e6,
    ),
    outputPercent: writtenPercent,
  },
  answer(inputs, prices) {
    const bills = (Object.keys(CLOUDS) as Cloud[]).map((cloud) => {
      const lines = linesOf(prices, cloud, inputs, inputs);
      return { cloud, lines, ...totalOf(lines) };
    });
    const chosen = bills.find(({ cloud }) => cloud === inputs.cloud);
    const { lines = [], usd: total = 0, missing = [] } = chosen ?? {};
    const name = { small: 'minimal', medium: 'standard', large: 'full' }[inputs.scale];
    const document = DOCUMENT_CONFIGURATIONS.find((one) => one.name === name);
    return {
      answer:
        `The ${name} configuration: ${machinesText(lines, inputs)}. ` +
        `${CLOUDS[inputs.cloud].name} takes ${missing.length > 0 ? 'at least ' : ''}${usd(total)} a month` +
        `${document ? `; ${againstRange(total, document.range)}` : ''}.`,
      options: bills.map((bill) => optionOf(bill, bill.cloud === inputs.cloud)),
      tables: [
        { title: 'What the answers mean', rows: reasonRows(inputs) },
        {
          title: `The bill of ${CLOUDS[inputs.cloud].name}`,
          rows: lines.map(({ item, formula, usd = null }) => ({ item, usdPerMonth: usd, formula })),
        },
        ...DOCUMENT_CONFIGURATIONS.map((one) => ({
          title: `The ${one.name} configuration of the requirements document (§10.1), on AWS`,
          rows: documentRows(one, prices),
        })),
      ],
      formulas: [
        {
          name: 'a month',
          text: 'sum of its lines',
          worked: `${lines.map((line) => plain(line.usd ?? 0)).join(' + ')} = ${usd(total)}`,
        },
      ],
      warnings: warningsOf(bills, inputs),
    };
  },
});

/** Of the built-in methods; what a plug-in needs nobody knows. */
function methodsOf(methods: readonly string[]): 'rag' | 'long-context' | undefined {
  const known = ['no-memory', 'oracle', 'long-context', ...RETRIEVERS];
  if (methods.some((method) => !known.includes(method))) return undefined;
  return methods.some((method) => RETRIEVERS.includes(method)) ? 'rag' : 'long-context';
}

const RETRIEVERS = ['bm25', 'dense', 'hybrid'];

/** As the choices of `frequency` say. */
function frequencyOf({ hours }: MeasuredWork, runsPerMonth: number) {
  if (hours === undefined) return undefined;
  const perDay = (hours * runsPerMonth) / DAYS_PER_MONTH;
  const value = perDay < 8 ? 'occasional' : perDay <= 16 ? 'regular' : 'continuous';
  return { value, note: `${plain(runsPerMonth)} a month, ${plain(perDay)} hours/day` };
}

/** What is rented, and how it is paid. */
function machinesText(lines: readonly CostLine[], { costSensitivity }: Decisions): string {
  const machines = lines.filter(({ item }) => /^(?:GPU )?machines: /.test(item));
  const parts = machines.map(
    ({ item, formula }) => `${formula.split(' ')[0]} × ${item.replace(/^(?:GPU )?machines: /, '')}`,
  );
  const models = {
    high: 'a small model',
    medium: 'a small and a large model',
    low: 'large models',
  };
  return `${parts.join('; ')}; ${models[costSensitivity]}`;
}

function againstRange(total: number, [low, high]: readonly [number, number]): string {
  const range = `the document’s range of $${low} to $${high}`;
  if (total < low) return `${usd(low - total)} below ${range}`;
  return total > high ? `${usd(total - high)} above ${range}` : `within ${range}`;
}

interface Bill {
  readonly cloud: Cloud;
  readonly lines: readonly CostLine[];
  readonly usd: number;
  readonly missing: readonly string[];
}

function optionOf({ cloud, lines, usd, missing }: Bill, chosen: boolean): AdviceOption {
  const part = (pattern: RegExp): number =>
    lines.reduce((sum, line) => sum + (pattern.test(line.item) ? (line.usd ?? 0) : 0), 0);
  return {
    ...{ name: CLOUDS[cloud].name, chosen },
    facts: {
      ...{ usdMachines: part(/machines: /), usdTokens: part(/^tokens: /) },
      usdOther: part(/^(?!(?:GPU )?machines: |tokens: )/),
      usdPerMonth: usd,
      withoutThePriceOf: missing.join(', '),
    },
  };
}

function warningsOf(bills: readonly Bill[], decisions: Decisions): string[] {
  const incomplete = bills.filter(({ missing }) => missing.length > 0);
  const { meter } = marketOf(decisions);
  return [
    ...(incomplete.length > 0
      ? [
          `The totals of ${incomplete.map(({ cloud }) => CLOUDS[cloud].name).join(' and ')} lack ` +
            'what the catalogue has no price of, and cannot be compared with the others. Add prices ' +
            'with --prices FILE.',
        ]
      : []),
    ...(meter === 'reserved-1y'
      ? ['Where a cloud has no price for a year the machines are priced by the hour.']
      : []),
    'Free allowances and taxes are left out; the seats of the team cost nothing here.',
  ];
}
