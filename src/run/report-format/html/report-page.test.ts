import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { CellReport, PairReport } from '../../../contracts/report.ts';
import { HOSTILE, SAMPLE_CELL, SAMPLE_ROWS, sampleReport } from '../__fixtures__/sample-rows.ts';
import { createQuestionCollector } from './question-data.ts';
import { reportPage } from './report-page.ts';

const CONTROL: CellReport = { ...SAMPLE_CELL, cellId: 'c0', method: 'oracle', controlArm: true };
const { score: _score, latencyMs: _latency, ...unscored } = SAMPLE_CELL;
const BLANK: CellReport = {
  ...{ ...unscored, cellId: 'c2', method: 'dense', outcome: 'blank', reason: HOSTILE },
};
const OTHER: CellReport = {
  ...{ ...SAMPLE_CELL, cellId: 'c3', profile: 'reference' },
  score: { mean: 0.4, low: 0.05, high: 0.8, basis: 'questions' },
  served: [
    { route: 'openai', servedBy: 'http://127.0.0.1:1', calls: 3, embeddedTexts: 0 },
    { route: HOSTILE, servedBy: HOSTILE, calls: 1, embeddedTexts: 2 },
  ],
};
const PAIR: PairReport = {
  ...{
    dataset: 'facts_6k',
    metric: 'exact_match',
    pValue: 0.5,
    adjustedPValue: 0.5,
    test: 'mcnemar',
  },
  first: { cellId: 'c1', name: 'bm25 (current) topK=3', score: 0.5 },
  second: { cellId: 'c3', name: 'bm25 (reference) topK=3', score: 0.4 },
  difference: { mean: 0.1, low: -0.05, high: 0.25, basis: 'questions' },
  better: 'undecided',
  questions: { paired: 2, unpaired: 0, firstHigher: 1, secondHigher: 0 },
  toSettle: 3_140,
};

function samplePage(): Promise<string> {
  const questions = createQuestionCollector();
  questions.add(SAMPLE_ROWS);
  return reportPage({
    report: { ...sampleReport([CONTROL, SAMPLE_CELL, BLANK, OTHER]), comparisons: [PAIR] },
    config: { name: HOSTILE, budgetPicoUsd: 5n },
    questions,
  });
}

const page = await samplePage();

test('hostile text is nowhere markup, and what controls or turns text is gone', () => {
  assert.ok(!page.includes('<script>alert') && !page.includes('<img src=x'));
  assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp;'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  assert.ok(!/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/.test(page));
  assert.equal(page.match(/<script/g)?.length, 2);
  assert.equal(page.match(/<\/script>/g)?.length, 2);
});

test('the policy of the page allows its own style and script, by their hashes, and nothing else', () => {
  const inside = (start: string, end: string): string => page.split(start)[1]?.split(end)[0] ?? '';
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  assert.equal(
    policy?.replaceAll('&#39;', "'"),
    `default-src 'none'; img-src data:; style-src 'sha256-${hash(inside('<style>', '</style>'))}'; ` +
      `script-src 'sha256-${hash(inside('<script type="module">', '</script>'))}'; ` +
      "base-uri 'none'; form-action 'none'",
  );
  assert.ok(!/ style="|javascript:|https?:\/\/(?!127\.0\.0\.1|www\.w3\.org)/.test(page));
});

test('who served the calls of a cell stands in a table, where there was more than one', () => {
  const [, table = ''] = /<caption>Served by<\/caption>([\s\S]*?)<\/table>/.exec(page) ?? [];
  const rows = table.split('<tr>').slice(1).map(textOf);
  assert.equal(rows.length, 5);
  assert.match(rows[0] ?? '', /^method dataset openai http:\/\/127\.0\.0\.1:1 .*alert/);
  assert.ok(rows.includes('bm25 (reference) topK=3 facts_6k 3 calls 1 call, 2 texts'), rows.join());
});

test('the matrix has scores with intervals, control arms last, and the reason of a blank cell', () => {
  const rows = /<table class="matrix">([\s\S]*?)<\/table>/.exec(page)?.[1]?.split('<tr>').slice(2);
  assert.deepEqual(rows?.map(textOf), [
    'A bm25 current topK=3 50.0 best 10.0 – 90.0',
    'B dense current topK=3 — [1]',
    'C bm25 reference topK=3 40.0 ≈ best 5.0 – 80.0',
    'D oracle current topK=3 control 50.0 10.0 – 90.0',
  ]);
});

test('a comparison says what it is worth', () => {
  const table = /<section id="comparisons"[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/.exec(page)?.[1] ?? '';
  assert.deepEqual(
    table
      .split('<tr')
      .slice(1)
      .map((row) => textOf(`<tr${row}`)),
    [
      'facts_6k: bm25 (current) topK=3, 50.0, against',
      'bm25 (reference) topK=3 40.0 +10.0 [−5.0, +25.0] 0.500 ' +
        'inside the noise about 3,140 questions would settle it 2',
    ],
  );
});

test('plots say in words what they show', () => {
  const texts = [...page.matchAll(/<desc[^>]*>([^<]*)<\/desc>/g)].map(([, text]) => text);
  assert.deepEqual(texts.slice(0, 2), [
    'bm25 (current) topK=3: 50.0 % at $0.0015, on the Pareto front. ' +
      'bm25 (reference) topK=3: 40.0 % at $0.0015. ' +
      'oracle (current) topK=3: 50.0 % at $0.0015, control arm.',
    'bm25 (current) topK=3: 50.0 % at 13 ms, on the Pareto front. ' +
      'bm25 (reference) topK=3: 40.0 % at 13 ms. ' +
      'oracle (current) topK=3: 50.0 % at 13 ms, control arm.',
  ]);
});

test('what comes next is computed from what a cell of the run costs, and said in words', () => {
  // Four cells of $0.003, × 3 repetitions; D = 1, 4, 7 | 10, 13, 16 | … and M = 4 | 6 | 8 | 10.
  // Anew: 48, 234, 528, 930 cells. New, those of the run being there: 24, 68, 104, 140 cells.
  const [, text = ''] = /<desc id="forecast-text">([^<]*)</.exec(page) ?? [];
  assert.equal(
    text,
    'Q1: every cell anew $0.43, new cells only $0.22. Q2: every cell anew $2.11, ' +
      'new cells only $0.61. Q3: every cell anew $4.75, new cells only $0.94. ' +
      'Q4: every cell anew $8.37, new cells only $1.26.',
  );
  const section = /<section id="next"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
  assert.match(textOf(section), /datasets added \(per month\) 3 default/);
  assert.match(textOf(section), /model calls of a cell \(USD\) 0\.003 measured: run .*4 cells/);
  assert.ok(section.length < 7_000, `${section.length} characters`);
});

test('the list of questions carries every text as it was, retrieved texts once', () => {
  const packed = /id="question-data">([^<]*)</.exec(page)?.[1] ?? '';
  const data = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8'));
  const by = { cell: 0, tokens: [100, 5], cost: '$0.0015' };
  assert.deepEqual(data, {
    cells: [
      {
        ...{ cellId: 'c1', dataset: 'facts_6k', metric: 'exact_match', controlArm: false },
        name: 'bm25 (current) topK=3',
      },
    ],
    items: [
      { kind: 'chunk', text: 'Ada sails.', sources: ['facts_6k#0#c4'] },
      { kind: 'chunk', text: HOSTILE, sources: ['facts_6k#0#c1'] },
    ],
    questions: [
      {
        ...{ id: 'facts_6k#0/q0', dataset: 'facts_6k', text: 'Who, "in fact", sails?' },
        answers: ['Ada', 'Ada L.'],
        by: [
          {
            ...{ ...by, outcome: 'right', answer: 'Ada', scores: { exact_match: 1, f1: 0.5 } },
            verdicts: [
              'a: judge_accuracy 1 (asked twice)',
              'b: no score, JUDGE_UNREADABLE (Oui, "bien sûr")',
              'together: no score, JUDGE_NO_QUORUM (a: 1, b: JUDGE_UNREADABLE)',
            ],
            ...{ ms: 12.8, items: [0, 1], itemScores: [2.35, 1] },
          },
        ],
      },
      {
        ...{ id: 'facts_6k#0/q1', dataset: 'facts_6k', text: HOSTILE, answers: ['Ada', 'Ada L.'] },
        by: [
          {
            ...{ ...by, outcome: 'missed', answer: HOSTILE, scores: { exact_match: 0 } },
            ...{ finish: 'length', ms: 20, items: [0], itemScores: [2.35] },
          },
        ],
      },
    ],
  });
});

test('free calls are plotted by tokens, and a run without a score has no plot', async () => {
  const free = { ...SAMPLE_CELL.money, standalonePicoUsd: '0' };
  const questions = createQuestionCollector();
  const pageOf = (cells: readonly CellReport[]): Promise<string> =>
    reportPage({ report: sampleReport(cells), config: {}, questions });
  const freePage = await pageOf([{ ...SAMPLE_CELL, money: free }]);
  assert.ok(freePage.includes('50.0 % at 53, on the'));
  assert.ok(!freePage.includes('id="next"'), 'what cost nothing has nothing to forecast');
  const { outcomes: _outcomes, ...nothing } = BLANK;
  const blank = await pageOf([nothing]);
  assert.ok(!blank.includes('class="plot"'));
  assert.ok(blank.includes('<p>No method has a score.</p>'));
  assert.ok(blank.includes('<p>No context is finished.</p>'));
});

/** What a browser would show of some markup, roughly. */
function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,:])/g, '')
    .trim();
}
