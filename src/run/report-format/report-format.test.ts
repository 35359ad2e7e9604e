import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellReport, IntervalReport, MoneyReport, RunReport } from '../../contracts/report.ts';
import { markdownReport } from './markdown.ts';
import { terminalReport } from './terminal.ts';

const money = (paid: bigint, standalone: bigint, unknown = 0n): MoneyReport => ({
  paidPicoUsd: String(paid),
  standalonePicoUsd: String(standalone),
  unknownPicoUsd: String(unknown),
  unknownAttempts: unknown > 0n ? 2 : 0,
});

const usage = (inputTokens: number, cachedInputTokens: number, outputTokens: number) =>
  ({
    inputTokens,
    cachedInputTokens,
    outputTokens,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    source: 'reported',
  }) as const;

const interval = (mean: number, low: number, high: number): IntervalReport => ({
  ...{ mean, low, high },
  basis: 'questions',
});

/** A scored cell of BM25, from which the others differ. */
const bm25: CellReport = {
  cellId: 'c1',
  method: 'bm25',
  profile: 'reference',
  settings: 'topK=5',
  controlArm: false,
  dataset: 'factconsolidation_sh_6k',
  rowStatus: 'published',
  metric: 'substring_exact_match',
  outcome: 'scored',
  score: interval(0.63, 0.5312, 0.7198),
  metrics: {
    substring_exact_match: interval(0.63, 0.5312, 0.7198),
    f1: interval(0.5, 0.4, 0.6),
  },
  contexts: { done: 1, planned: 1 },
  questions: { answered: 100, planned: 100 },
  chunks: 12,
  money: money(120_000_000_000n, 310_000_000_000n),
  calls: 100,
  usage: usage(200_000, 34_567, 987),
  phases: {},
  answerInContext: 0.71,
  latencyMs: { p50: 1_234, p95: 4_321, replayed: false },
  memoryConstructionMs: 3.2,
};

const oracle: CellReport = {
  ...bm25,
  ...{ cellId: 'c2', method: 'oracle', profile: 'current', settings: '', controlArm: true },
  score: interval(0.98, 0.94, 1),
  metrics: { substring_exact_match: interval(0.98, 0.94, 1), f1: interval(0.9, 0.8, 0.95) },
  money: money(0n, 4_200_000_000n),
  usage: usage(21_000, 0, 1_000),
  answerInContext: 1,
  latencyMs: { p50: 640, p95: 900, replayed: true },
};

const { score: _score, latencyMs: _latency, answerInContext: _seen, ...unscored } = bm25;

const blankBm25: CellReport = {
  ...unscored,
  ...{ cellId: 'c3', dataset: 'eventqa_65536', rowStatus: 'partial', metric: 'eventqa_recall' },
  outcome: 'blank',
  metrics: {},
  reason: 'eventqa_65536#1: The model server answered 503 to all 4 attempts.',
  contexts: { done: 1, planned: 3 },
  questions: { answered: 57, planned: 120 },
  money: money(50_000_000_000n, 50_000_000_000n, 3_000_000_000n),
  calls: 57,
  usage: usage(1_234_567, 0, 500),
};

const report: RunReport = {
  v: 1,
  runId: 'paper-check-0123456789abcdef',
  name: 'paper-check',
  createdAt: '2026-11-23T10:00:00.000Z',
  state: 'incomplete',
  data: { label: './data', openCorpus: false },
  reader: { model: 'gpt-4o-mini-2024-07-18', provider: 'https://api.openai.com' },
  cells: [oracle, bm25, blankBm25],
  totals: {
    ...money(170_000_000_000n, 364_200_000_000n, 3_000_000_000n),
    calls: 257,
    usage: usage(1_455_567, 34_567, 2_487),
  },
  warnings: ['eventqa_65536 is a part of the published data: not the benchmark’s own score.'],
  versions: { mab: '0.1.0', node: 'v24.21.0', pipeline: 1 },
};

const terminalFacts = [
  'paper-check (paper-check-0123456789abcdef)',
  'Data    ./data',
  'Reader  gpt-4o-mini-2024-07-18, served by https://api.openai.com',
  'State   incomplete; the same command goes on with it',
];

/** A test of the whole text, one array item per line. */
function assertLines(text: string, lines: readonly string[]): void {
  assert.deepEqual(text.split('\n'), [...lines, '']);
}

test('a wide terminal shows matrix, one table per dataset, legend, reasons and warnings', () => {
  assertLines(terminalReport(report, { width: 120 }), [
    ...terminalFacts,
    'Total   257 calls; 1.49M tokens in, 2.5k out; paid $0.17; alone $0.36; ' +
      'unknown up to $0.0030 (2 attempts)',
    'Made    2026-11-23T10:00:00.000Z, mab 0.1.0, Node 24.21.0',
    '',
    'Scores',
    'method                   factconsolidation_sh_6k   eventqa_65536',
    '                           substring_exact_match  eventqa_recall',
    '                                  published rows    PARTIAL rows',
    'oracle (current) †            98.0 [94.0, 100.0]',
    'bm25 (reference) topK=5        63.0 [53.1, 72.0]           — [1]',
    '',
    'factconsolidation_sh_6k: substring_exact_match, published rows',
    'method                                score  answered   seen      in   out  calls   paid' +
      '    alone       p50',
    'oracle (current) †       98.0 [94.0, 100.0]   100/100  100.0   21.0k  1.0k    100  $0.00' +
      '  $0.0042  640 ms r',
    'bm25 (reference) topK=5   63.0 [53.1, 72.0]   100/100   71.0  234.6k   987    100  $0.12' +
      '    $0.31     1.2 s',
    '',
    'eventqa_65536: eventqa_recall, PARTIAL rows',
    'method                   score  contexts  answered     in  out  calls   paid  alone' +
      '    unknown  p50',
    'bm25 (reference) topK=5  — [1]       1/3    57/120  1.23M  500     57  $0.05  $0.05' +
      '  ≤ $0.0030',
    '',
    'Scores in percent with their 95 % interval. in, out: tokens. paid: by this run. ' +
      'alone: without replies from before. p50:',
    '  median time of an answer.',
    '† control arm: what can be had without memory, or with the evidence in hand.',
    'seen: questions whose accepted answer stood in what the reader saw.',
    'r: with replies from the ledger; times are those of the original calls.',
    'unknown: may have been charged as well; nobody saw how these calls ended.',
    '',
    'Blank cells',
    '[1] eventqa_65536#1: The model server answered 503 to all 4 attempts.',
    '',
    'Before you use these numbers',
    '- eventqa_65536 is a part of the published data: not the benchmark’s own score.',
  ]);
});

test('a narrow terminal gets the same tables in blocks', () => {
  const lines = terminalReport(report, { width: 72 }).split('\n');
  assert.ok(lines.every((line) => [...line].length <= 72));
  const start = lines.indexOf('factconsolidation_sh_6k: substring_exact_match, published rows');
  assert.deepEqual(lines.slice(4, 6), [
    'Total   257 calls; 1.49M tokens in, 2.5k out; paid $0.17; alone $0.36;',
    '        unknown up to $0.0030 (2 attempts)',
  ]);
  assert.deepEqual(lines.slice(start + 1, start + 9), [
    'method                                score  answered   seen      in',
    'oracle (current) †       98.0 [94.0, 100.0]   100/100  100.0   21.0k',
    'bm25 (reference) topK=5   63.0 [53.1, 72.0]   100/100   71.0  234.6k',
    '',
    'method                    out  calls   paid    alone       p50',
    'oracle (current) †       1.0k    100  $0.00  $0.0042  640 ms r',
    'bm25 (reference) topK=5   987    100  $0.12    $0.31     1.2 s',
    '',
  ]);
});

const openCorpus: RunReport = {
  ...report,
  state: 'complete',
  data: { label: 'open corpus v1, seed 1', openCorpus: true },
  reader: {
    model: 'extractive-1',
    provider: 'extractive (embedded)',
    note: 'No language model: it quotes what was retrieved.',
  },
  embedders: [{ model: 'all-MiniLM-L6-v2-fp16', provider: 'MiniLM (embedded, WebAssembly)' }],
  cells: [
    {
      ...bm25,
      ...{ dataset: 'open_fact_sh_6k', rowStatus: 'open-corpus', settings: '' },
      money: money(0n, 0n),
      usage: { ...bm25.usage, cachedInputTokens: 0, source: 'estimated' },
      latencyMs: { p50: 0.4249, p95: 1, replayed: false },
    },
  ],
  totals: { ...money(0n, 0n), calls: 100, usage: { ...bm25.usage, source: 'estimated' } },
  warnings: [
    'The data is the open corpus: these are not MemoryAgentBench scores.',
    'No language model: it quotes what was retrieved.',
  ],
};

test('the open corpus and the embedded reader are named, and one dataset needs no matrix', () => {
  assertLines(terminalReport(openCorpus, { width: 100 }), [
    'paper-check (paper-check-0123456789abcdef)',
    'Data    open corpus v1, seed 1: not MemoryAgentBench scores',
    'Reader  extractive-1, served by extractive (embedded)',
    '        No language model: it quotes what was retrieved.',
    'Vectors all-MiniLM-L6-v2-fp16, served by MiniLM (embedded, WebAssembly)',
    'State   complete',
    'Total   100 calls; ~234.6k tokens in, ~987 out; paid $0.00; alone $0.00',
    'Made    2026-11-23T10:00:00.000Z, mab 0.1.0, Node 24.21.0',
    '',
    'open_fact_sh_6k: substring_exact_match, OPEN CORPUS',
    'method                        score  answered  seen       in   out  calls   paid  alone' +
      '      p50',
    'bm25 (reference)  63.0 [53.1, 72.0]   100/100  71.0  ~200.0k  ~987    100  $0.00  $0.00' +
      '  0.42 ms',
    '',
    'Scores in percent with their 95 % interval. in, out: tokens. paid: by this run. ' +
      'alone: without',
    '  replies from before. p50: median time of an answer.',
    'seen: questions whose accepted answer stood in what the reader saw.',
    '~ counted by us; the provider reported no tokens.',
    '',
    'Before you use these numbers',
    '- The data is the open corpus: these are not MemoryAgentBench scores.',
  ]);
});

test('how many questions of a dataset are asked makes no other method of the same one', () => {
  const fewer: CellReport = {
    ...{ ...bm25, cellId: 'c9', dataset: 'eventqa_65536' },
    dataSettings: 'questionsMax=10',
  };
  const more = { ...bm25, dataSettings: 'questionsMax=20' };
  const [matrix] =
    markdownReport({ ...report, cells: [more, fewer] }).match(/^\| bm25 .*\|$/gm) ?? [];
  assert.equal(
    matrix?.replace(/ +/g, ' '),
    '| bm25 (reference) topK=5 | 63.0 [53.1, 72.0] | 63.0 [53.1, 72.0] |',
  );
  assert.match(
    markdownReport({ ...report, cells: [more, fewer] }),
    /factconsolidation_sh_6k \(questionsMax=20\).*eventqa_65536 \(questionsMax=10\)/,
  );
});

test('styles go around whole lines and change no text', () => {
  const styled = terminalReport(report, {
    width: 120,
    style: (format, text) => `<${format}>${text}</${format}>`,
  });
  assert.equal(
    styled.replace(/<\/?(?:bold|dim|yellow|red)>/g, ''),
    terminalReport(report, { width: 120 }),
  );
  assert.ok(styled.startsWith('<bold>paper-check (paper-check-0123456789abcdef)</bold>\nData'));
  assert.ok(styled.includes('<red>[1] eventqa_65536#1: The model server'));
});

test('Markdown has the same tables, and the columns that a terminal has no room for', () => {
  assertLines(markdownReport(report), [
    '# paper-check (paper-check-0123456789abcdef)',
    '',
    '- **Data**: ./data',
    '- **Reader**: gpt-4o-mini-2024-07-18, served by https://api.openai.com',
    '- **State**: incomplete; the same command goes on with it',
    '- **Total**: 257 calls; 1.49M tokens in, 2.5k out; paid $0.17; alone $0.36; ' +
      'unknown up to $0.0030 (2 attempts)',
    '- **Made**: 2026-11-23T10:00:00.000Z, mab 0.1.0, Node 24.21.0',
    '',
    '## Scores',
    '',
    '| method | factconsolidation_sh_6k<br>substring_exact_match<br>published rows ' +
      '| eventqa_65536<br>eventqa_recall<br>PARTIAL rows |',
    '| :--- | ---: | ---: |',
    '| oracle (current) † | 98.0 [94.0, 100.0] |  |',
    '| bm25 (reference) topK=5 | 63.0 [53.1, 72.0] | — [1] |',
    '',
    '## factconsolidation_sh_6k: substring_exact_match, published rows',
    '',
    '| method | score | answered | seen | in | cached | out | calls | paid | alone | p50 | p95 ' +
      '| build | chunks | f1 |',
    `|${' :--- |'}${' ---: |'.repeat(14)}`,
    '| oracle (current) † | 98.0 [94.0, 100.0] | 100/100 | 100.0 | 21.0k | 0 | 1.0k | 100 ' +
      '| $0.00 | $0.0042 | 640 ms r | 900 ms r | 3.20 ms | 12 | 90.0 [80.0, 95.0] |',
    '| bm25 (reference) topK=5 | 63.0 [53.1, 72.0] | 100/100 | 71.0 | 234.6k | 34.6k | 987 | 100 ' +
      '| $0.12 | $0.31 | 1.2 s | 4.3 s | 3.20 ms | 12 | 50.0 [40.0, 60.0] |',
    '',
    '## eventqa_65536: eventqa_recall, PARTIAL rows',
    '',
    '| method | score | contexts | answered | in | out | calls | paid | alone | unknown | p50 ' +
      '| p95 | build | chunks |',
    `|${' :--- |'}${' ---: |'.repeat(13)}`,
    '| bm25 (reference) topK=5 | — [1] | 1/3 | 57/120 | 1.23M | 500 | 57 | $0.05 | $0.05 ' +
      '| ≤ $0.0030 |  |  | 3.20 ms | 12 |',
    '',
    'Scores in percent with their 95 % interval. in, out: tokens. paid: by this run. ' +
      'alone: without replies from before. p50: median time of an answer.  ',
    '† control arm: what can be had without memory, or with the evidence in hand.  ',
    'seen: questions whose accepted answer stood in what the reader saw.  ',
    'r: with replies from the ledger; times are those of the original calls.  ',
    'unknown: may have been charged as well; nobody saw how these calls ended.  ',
    '',
    '## Blank cells',
    '',
    '- [1] eventqa_65536#1: The model server answered 503 to all 4 attempts.',
    '',
    '## Before you use these numbers',
    '',
    '- eventqa_65536 is a part of the published data: not the benchmark’s own score.',
  ]);
});

test('Markdown keeps stars, bars and brackets of names as they are', () => {
  const strange = markdownReport({
    ...report,
    cells: [{ ...bm25, dataset: 'longmemeval_s*', settings: 'a|b=<c>' }],
  });
  assert.ok(strange.includes('## longmemeval_s\\*: substring_exact_match, published rows'));
  assert.ok(strange.includes('| bm25 (reference) a\\|b=\\<c\\> |'));
});

const dense: CellReport = {
  ...bm25,
  ...{ cellId: 'c4', method: 'dense', settings: '', score: interval(0.6, 0.5, 0.69) },
  usage: { ...usage(100, 20, 3), cacheWriteTokens: 30, embeddedTokens: 4_000 },
};

const compared: RunReport = {
  ...report,
  cells: [
    {
      ...bm25,
      outcomes: { right: 63, misread: 30, missed: 7, unknown: 0, unjudged: 0, failed: 0 },
    },
    {
      ...dense,
      outcomes: { right: 60, misread: 28, missed: 12, unknown: 0, unjudged: 0, failed: 0 },
    },
  ],
  comparisons: [
    {
      ...{
        dataset: bm25.dataset,
        metric: bm25.metric,
        pValue: 0.541,
        adjustedPValue: 0.541,
        test: 'mcnemar',
      },
      first: { cellId: 'c1', name: 'bm25 (reference) topK=5', score: 0.63 },
      second: { cellId: 'c4', name: 'dense (reference)', score: 0.6 },
      difference: { ...interval(0.03, -0.02, 0.08) },
      better: 'undecided',
      questions: { paired: 100, unpaired: 0, firstHigher: 6, secondHigher: 3 },
    },
  ],
  totals: { ...report.totals, usage: dense.usage },
};

/** The values of a row of the terminal's table, by its columns. */
function terminalRow(text: string, method: string): Record<string, string> {
  const lines = text.split('\n');
  const cellsOf = (line = ''): string[] => line.split(/ {2,}/);
  const names = cellsOf(lines.find((line) => line.startsWith('method ')));
  const values = cellsOf(lines.find((line) => line.startsWith(method)));
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
}

test('a terminal says how far each method is from the best, and why answers are wrong', () => {
  const text = terminalReport(compared, { width: 200 });
  const { 'to best': best, misread, missed } = terminalRow(text, 'bm25');
  assert.deepEqual([best, misread, missed], ['best', '30', '7']);
  assert.equal(terminalRow(text, 'dense')['to best'], '−3.0 ≈');
  assert.match(text, /^to best: the difference to the method with the highest score/m);
  assert.match(text, /^misread, missed: wrong answers/m);
  assert.ok(markdownReport(compared).includes('| −3.0 [−8.0, +2.0] p 0.541 ≈ |'));
});

test('tokens in are all that the reader read; what an embedder read stands apart', () => {
  const text = terminalReport(compared, { width: 200 });
  const { in: read, out } = terminalRow(text, 'dense');
  assert.deepEqual([read, out], ['150', '3']);
  assert.ok(markdownReport(compared).includes('| 150 | 20 | 4.0k | 3 |'));
  assert.match(text, /150 tokens in, 3 out, 4\.0k embedded/);
});
