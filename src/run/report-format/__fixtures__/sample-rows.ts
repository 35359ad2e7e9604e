import type { VerdictRecord } from '../../../contracts/judging.ts';
import type { Usage } from '../../../contracts/model.ts';
import type { AnswerRecord } from '../../../contracts/records.ts';
import type { CellReport, RunReport } from '../../../contracts/report.ts';
import type { QuestionRow } from '../../report/question-row.ts';

/** Ends a script, opens a comment, quotes, turns the direction, rings a bell; an emoji and a tag. */
export const HOSTILE =
  '</script><!-- <script>alert(1)</script> "\'&\u202e\u0007\ud83d\ude00 שלום <img src=x onerror=alert(2)>';

const usage: Usage = {
  inputTokens: 90,
  cachedInputTokens: 8,
  cacheWriteTokens: 2,
  outputTokens: 5,
  reasoningTokens: 1,
  source: 'reported',
};

const cell = {
  cellId: 'c1',
  method: 'bm25',
  profile: 'current',
  settings: 'topK=3',
  controlArm: false,
  dataset: 'facts_6k',
  family: 'fact-consolidation',
  metric: 'exact_match',
  chunkTokens: 512,
} as const;

const unit = {
  unitId: 'u1',
  cellId: 'c1',
  contextId: 'facts_6k#0',
  rowStatus: 'open-corpus',
  questions: 2,
  trial: 1,
} as const;

const record: AnswerRecord = {
  v: 2,
  questionId: 'facts_6k#0/q0',
  question: 'Who, "in fact", sails?',
  answers: ['Ada', 'Ada L.'],
  outcome: 'answered',
  answer: 'Ada',
  finish: 'stop',
  retrieved: [
    { kind: 'chunk', rank: 1, score: 2.34567, sources: ['facts_6k#0#c4'], excerpt: 'Ada sails.' },
    { kind: 'chunk', rank: 2, score: 1, sources: ['facts_6k#0#c1'], excerpt: HOSTILE },
  ],
  provenance: 'exact',
  droppedTokens: 0,
  answerSeen: true,
  usage,
  standalonePicoUsd: '1500000000',
};

/** Of two judges, of whom one said nothing that could be read. */
const SAMPLE_VERDICT: VerdictRecord = {
  v: 1,
  questionId: record.questionId,
  byJudge: {
    a: { outcome: 'scored', scores: { judge_accuracy: 1 }, repaired: true },
    b: { outcome: 'unscored', code: 'JUDGE_UNREADABLE', said: 'Oui, "bien sûr"' },
  },
  panel: { outcome: 'unscored', code: 'JUDGE_NO_QUORUM', said: 'a: 1, b: JUDGE_UNREADABLE' },
};

/** Two questions of one cell: a right answer, and a hostile wrong one. */
export const SAMPLE_ROWS: readonly QuestionRow[] = [
  {
    ...{ cell, unit, record },
    scores: {
      v: 2,
      questionId: record.questionId,
      parsed: 'Ada',
      scores: { exact_match: 1, f1: 0.5 },
      notes: [],
    },
    timing: {
      ...{ questionId: record.questionId, modelMs: 12.5, localMs: 0.25, replayed: false },
      served: [{ route: 'azure', servedBy: 'https://a', calls: 1, embeddedTexts: 0 }],
    },
    outcome: 'right',
    verdict: SAMPLE_VERDICT,
  },
  {
    ...{ cell, unit },
    record: {
      ...record,
      questionId: 'facts_6k#0/q1',
      question: HOSTILE,
      answer: HOSTILE,
      finish: 'length',
      answerSeen: false,
      retrieved: record.retrieved.slice(0, 1),
    },
    scores: {
      v: 2,
      questionId: 'facts_6k#0/q1',
      parsed: HOSTILE,
      scores: { exact_match: 0 },
      notes: [],
    },
    timing: { questionId: 'facts_6k#0/q1', modelMs: 20, localMs: 0, replayed: true, served: [] },
    outcome: 'missed',
  },
];

const money = {
  paidPicoUsd: '3000000000',
  standalonePicoUsd: '3000000000',
  unknownPicoUsd: '0',
  unknownAttempts: 0,
};

/** The cell of these rows as a report has it. */
export const SAMPLE_CELL: CellReport = {
  ...{ cellId: 'c1', method: 'bm25', profile: 'current', settings: 'topK=3', controlArm: false },
  ...{ dataset: 'facts_6k', rowStatus: 'open-corpus', metric: 'exact_match', outcome: 'scored' },
  score: { mean: 0.5, low: 0.1, high: 0.9, basis: 'questions' },
  metrics: { exact_match: { mean: 0.5, low: 0.1, high: 0.9, basis: 'questions' } },
  contexts: { done: 1, planned: 1 },
  questions: { answered: 2, planned: 2 },
  chunks: 4,
  ...{ money, usage, calls: 2 },
  phases: { answer: { calls: 2, usage, standalonePicoUsd: money.standalonePicoUsd } },
  outcomes: { right: 1, misread: 0, missed: 1, unknown: 0, unjudged: 0, failed: 0 },
  latencyMs: { p50: 12.75, p95: 20, replayed: true },
  memoryConstructionMs: 3,
};

/** A report of some cells. */
export function sampleReport(cells: readonly CellReport[]): RunReport {
  return {
    v: 1,
    runId: 'sample-0123456789abcdef',
    name: 'sample',
    createdAt: '2026-11-23T10:00:00.000Z',
    state: 'complete',
    data: { label: 'open corpus', openCorpus: true },
    reader: { model: 'm', provider: 'http://127.0.0.1:8080' },
    cells,
    totals: { ...money, calls: 2, usage },
    warnings: [HOSTILE],
    versions: { mab: '0.1.0', node: 'v24.21.0', pipeline: 1 },
  };
}
