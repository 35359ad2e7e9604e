import { DATASETS } from '../../../src/bench/datasets/catalog.ts';
import { METHOD_FORMULAS } from '../../../src/cost/estimate/formula-catalog.ts';
import { type MethodFormula, REACH } from '../../../src/cost/estimate/method-formula.ts';
import { outputPrior } from '../../../src/cost/estimate/output-prior.ts';
import { publishedRowsOf } from '../../../src/cost/estimate/published-rows.ts';
import { priceDocumentSection } from './price-document-section.ts';

/** `docs/reference/cost-formulas.md`, made from the formulas that estimates are computed with. */
export function costFormulasPage(): string {
  return [
    '# Cost formulas',
    '<!-- Made by `npm run docs` from src/cost/estimate; a test keeps it fresh. -->',
    'Calls and tokens of a memory method on one context and all its questions, without running it. ' +
      'Fixtures of the reference formulas, 3 sizes × 17 methods, hold every count to the token. ' +
      '`mab estimate CONFIG` walks the methods of this program over the data instead, which is exact ' +
      'where these are not; a formula stands for methods that this program does not have, and for ' +
      'data that is not at hand (`mab estimate --benchmark`). Output tokens that earlier runs have ' +
      'measured go before the sizes that are assumed here.',
    symbols(),
    '## How far to trust them',
    `${reachTable()}\n\nJudged, not measured: formulas of trust *high* only count text, those of ` +
      '*medium* hold one or two assumed sizes, in those of *low* such sizes decide. An estimate ' +
      'takes all tokens at the low or the high end together.',
    '## Methods',
    ...METHOD_FORMULAS.map(section),
    '## Judge',
    'LongMemEval: 1 call an answer, about 300 tokens in and 10 out. Summaries of InfBench: 3 calls, ' +
      '13,000 in and 1,200 out. Other answers are scored without a model.',
    '## Money and time',
    MONEY,
    '## How far a walked cell may be off',
    ranges(),
    '## Beside the price document',
    priceDocumentSection(),
    '## Output tokens of an answer',
    outputTable(),
    '## Published rows',
    'Counted with `node scripts/count-rows.ts FOLDER` where a row was at hand; else the paper’s ' +
      'lengths (arXiv 2507.05257 v4), whose K is 1,024 tokens as the counted rows show.',
    rowsTable(),
    '',
  ].join('\n\n');
}

const MONEY = `- Money is Σ (uncached p_in + cached p_cache + written p_write + out p_out), exact, in the price
  tier of a call of mean length.
- A prompt cache is counted on for long context alone: OpenAI serves 85 % (50 to 100 %) of what could be
  served, Anthropic 95 % (80 to 100 %) after one write per context, Gemini from 2.5 on 60 % (20 to 95 %).
- One token of o200k_base is one billed token at OpenAI since GPT-4o, 1.15 (1.05 to 1.4) at Anthropic,
  1.03 (0.95 to 1.15) at Google.
- A call takes base + input × a + output × b seconds: small models 0.3, 34 µs, 14 ms; gpt-4.1-mini and
  Gemini Flash 0.3, 22 µs, 14 ms; large ones 0.5, 140 µs, 20 ms; half to double of that. Base and a are
  fitted to the paper’s Tables 11 and 12, b is assumed.
- Calls take at least T = max(tokens / TPM, calls / RPM, calls × latency / in flight, longest chain × latency):
  tokens as the vendor counts them, each limit over all that share it, *in flight* what a limit and
  \`concurrency\` allow. The first two are what vendors’ rate limits say of themselves (OpenAI’s guide
  "Rate limits", Anthropic’s "Rate limits"), the third is Little’s law (calls in flight = rate × latency).
- T of a cell or phase *alone* takes its own calls. Its *share* is T of the run × its part of whatever bounds
  the run (of its tokens where TPM does); all shares add up to the run’s time, to the ms.
- By hand: 20 calls of 4,966 tokens that may each answer in 50 at 200,000 tokens a minute take
  20 × 5,016 / 200,000 × 60 = 30.1 s; with 8 in flight and 0.4 s each only 20 × 0.4 / 8 = 1.0 s, so the limit
  of tokens binds. Beside another cell of 64,160 tokens more, 20 × (4,966 + 50) of 164,480 are 61 %.
- A cell leaves 1,400 bytes a unit, 1,071 a question, 320 a passage shown, 1,348 a call or embedded text, 8.6
  an output token and 11.67 a number of a vector; a run 74,000 besides; 0.8 to 1.6 times that. Measured on
  workspaces, see src/cost/estimate/storage.ts.`;

/** What is not known, how it is expected to be, and its low and high. */
const RANGE_ROWS: readonly (readonly [string, string, string])[] = [
  [
    'output tokens of a reply',
    'mean of those measured',
    '± t s √(1/m + 1/n); t = z + (z³ + z) / (4 (m − 1)), nearly Student’s; s is the mean where m is 1',
  ],
  [
    'p, share of hits in the long run',
    '(hits + 4 × what is usual for the vendor) / (m + 4)',
    '± a; a = z √(p (1 − p) / (m + 4))',
  ],
  [
    'share of hits of the calls to come',
    'p',
    '± √(a² + b²), within 0 and 1; b = z √(p (1 − p) Σ r² / (Σ r)²)',
  ],
  [
    'r, what one call may read',
    'what was sent before, but for as many calls as one context has in flight',
    'all that may be in flight together; none',
  ],
  ['r, where stand-in vectors chose the texts', 'as above', '∓ 60 % × (1 − r / tokens)'],
  [
    'tokens of a prompt',
    'counted, with 3 for each message and 3 for the reply at OpenAI',
    'without those; ± 3 % where stand-in vectors chose the texts',
  ],
];

function ranges(): string {
  return [
    'What `mab estimate CONFIG` says of a cell. Ranges are meant to hold 90 % (z = 1.645); m replies ' +
      'were measured, n are to come. Low and high take all of this at one end together, but for ' +
      'the luck of the cache.',
    [
      '| what | expected | low and high |',
      '| --- | --- | --- |',
      ...RANGE_ROWS.map((row) => `| ${row.join(' | ')} |`),
    ].join('\n'),
    'For n calls of one size Σ r² / (Σ r)² is 1/n: 100 calls of p = 0.8 see 0.80 ± 0.066, and ± 0.093 ' +
      'where p is known from 96 replies. Where one call may read half of it all, ± 0.33 is the ' +
      'least. Each call is taken for a draw of its own.',
  ].join('\n\n');
}

function symbols(): string {
  return [
    '| symbol | meaning |',
    '| --- | --- |',
    '| N | tokens of the context, after what the published code drops |',
    '| C, n | most tokens of a chunk; n = max(1, ⌈N / C⌉) chunks |',
    '| t_m, ch | template around a chunk, 45 tokens; a chunk inside it, N / n + t_m |',
    '| Q, q, o | questions; tokens of one with its instructions; output tokens of its answer |',
    '| k | chunks that are searched for |',
    '| W | most tokens of a request and its answer |',
    '| g | pieces of 4,096 characters with 200 of overlap, ⌈4.3 N / 3,896⌉, of 953 tokens |',
  ].join('\n');
}

function reachTable(): string {
  const rows = Object.entries(REACH).map(
    ([name, { low, high }]) => `| ${name} | ${low} × | ${high} × |`,
  );
  return ['| trust | low | high |', '| --- | --- | --- |', ...rows].join('\n');
}

function section(formula: MethodFormula): string {
  const { id, title, text, confidence, source, assumed, traps, ours, hardCoded } = formula;
  const fixed = Object.entries(hardCoded ?? {}).map(([role, model]) => `${role} ${model}`);
  const rows: readonly (readonly [string, string])[] = [
    ['build', text.build],
    ['embedded', text.embedded],
    ['queries', text.query],
    ['assumed', assumed],
    ['named in the code', fixed.join(', ')],
    ['traps', traps],
    ['in this program', ours ?? 'not there'],
    ['source', source],
    ['trust', confidence],
  ];
  const lines = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `| ${name} | ${value} |`);
  return [`### \`${id}\`: ${title}`, '', '| | |', '| --- | --- |', ...lines].join('\n');
}

function outputTable(): string {
  const families = new Map(DATASETS.map((entry) => [entry.family, entry.maxOutputTokens]));
  const rows = [...families].map(([family, maxOutputTokens]) => {
    const prior = outputPrior({ model: 'gpt-4o-mini', family, step: 'answer', maxOutputTokens });
    const { low, expected, high, source, confidence } = prior;
    return `| ${[family, low, expected, high, maxOutputTokens, confidence, source].join(' | ')} |`;
  });
  return [
    'Means, not single answers. Models that think add 100 to 3,000 tokens, up to the limit.',
    '',
    '| family | low | expected | high | limit | trust | source |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function rowsTable(): string {
  const rows = publishedRowsOf('all').map((row) => {
    const { dataset, contexts, contextTokens, questions, promptTokens, inMainTable } = row;
    const { source, promptSource } = row;
    const main = inMainTable ? 'yes' : '';
    const cells = [
      dataset,
      contexts,
      contextTokens,
      questions,
      main,
      source,
      promptTokens,
      promptSource,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| dataset | contexts | tokens each | questions | main table | source | a question | source |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
