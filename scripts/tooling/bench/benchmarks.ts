import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCorpusSource } from '../../../src/bench/datasets/open-corpus/open-corpus.ts';
import type { Benchmark, Line } from './benchmark-page.ts';
import { budget } from './budget.ts';
import { CACHING_PAGE, caching } from './caching.ts';
import { dense } from './dense.ts';
import { ESTIMATE_PAGE, estimate } from './estimate.ts';
import { estimateBenchmark } from './estimate-benchmark.ts';
import { firstRun } from './first-run.ts';
import { helpTime } from './help-time.ts';
import { ledger } from './ledger.ts';
import { limits } from './limits.ts';
import { runPython, runScript } from './run-json.ts';
import { workers } from './workers.ts';

const NO_PYTHON = 'skipped: no Python with nltk, tiktoken and rank_bm25';

/** All figures that the project promises. */
export const benchmarks: readonly Benchmark[] = [
  { name: 'load', measure: load },
  { name: 'chunking', measure: chunking },
  { name: 'bm25', measure: bm25 },
  { name: 'dense', measure: dense },
  { name: 'scoring', measure: scoring },
  { name: 'replay', measure: replay },
  { name: 'gateway', measure: gateway },
  { name: 'workers', measure: workers },
  { name: 'ledger', measure: ledger },
  { name: 'caching', measure: caching, page: CACHING_PAGE },
  { name: 'estimate', measure: estimate, page: ESTIMATE_PAGE },
  { name: 'limits', measure: limits },
  { name: 'budget', measure: budget },
  { name: 'estimate-benchmark', measure: estimateBenchmark },
  { name: 'help', measure: helpTime },
  { name: 'memory', measure: memory },
  { name: 'report', measure: report },
  { name: 'start', measure: firstRun },
];

/** The longest context of the benchmark. */
async function load(folder: string): Promise<Line[]> {
  const data = join(folder, 'data');
  await runScript('scripts/bench/load.ts', ['make', data]);
  const result = await runScript('scripts/bench/load.ts', [data]);
  const millions = ((result.tokens ?? Number.NaN) / 1e6).toFixed(2);
  const what = (part: string): string => `A context of ${millions} M tokens: ${part}`;
  const megabytes = (value: number | undefined): string => `${Math.round(value ?? Number.NaN)} MB`;
  const line = { other: '', result: '', bar: '' };
  return [
    { ...line, what: what('reading its row'), ours: seconds(result.loadSeconds) },
    {
      ...line,
      what: what(`${result.chunks} chunks of 4,096 tokens`),
      ours: seconds(result.chunkSeconds),
    },
    { ...line, what: what('counting its tokens again'), ours: seconds(result.countSeconds) },
    {
      ...line,
      what: what('peak memory of the process'),
      ours: `${megabytes(result.peakMegabytes)}, ${megabytes(result.loadedMegabytes)} when read`,
    },
  ];
}

/** Text as the benchmark has it, 262 K tokens of numbered facts; the same for both sides. */
async function chunking(folder: string): Promise<Line[]> {
  const text = join(folder, 'facts.txt');
  for await (const row of openCorpusSource(1).rows('open_fact_sh_262k')) {
    await writeFile(text, row.context);
  }
  const ours = await runScript('scripts/bench/chunking.ts', [text]);
  const theirs = await runPython('scripts/bench/chunking.py', [text, 'node_modules']);
  const line = { what: 'Chunking 262 K tokens, warm', bar: '≥ 3×', ours: seconds(ours.seconds) };
  if (!theirs) return [{ ...line, other: NO_PYTHON, result: '' }];
  const same = ours.sha256 === theirs.sha256 ? 'same chunks' : 'DIFFERENT CHUNKS';
  const faster = (theirs.seconds ?? 0) / (ours.seconds ?? 1);
  const first = (theirs.first_seconds ?? 0) / (ours.first_seconds ?? 1);
  return [
    {
      ...line,
      other: `NLTK + tiktoken ${seconds(theirs.seconds)}`,
      result: `${times(faster)}, ${same} (first call of a process: ${times(first)})`,
      met: faster >= 3 && ours.sha256 === theirs.sha256,
    },
  ];
}

async function bm25(folder: string): Promise<Line[]> {
  const passages = join(folder, 'passages.txt');
  await runScript('scripts/bench/bm25.ts', [passages]);
  const theirs = await runPython('scripts/bench/bm25.py', [passages]);
  const query = { what: 'BM25 query, 100,000 passages', bar: '≥ 20×' };
  if (!theirs) {
    const ours = await runScript('scripts/bench/bm25.ts', [passages]);
    return [
      { ...query, ours: milliseconds(ours.query_seconds_mean), other: NO_PYTHON, result: '' },
    ];
  }
  const reference = join(folder, 'rank-bm25.json');
  await writeFile(reference, JSON.stringify(theirs));
  const ours = await runScript('scripts/bench/bm25.ts', [passages, reference]);
  const faster = (theirs.query_seconds_mean ?? 0) / (ours.query_seconds_mean ?? 1);
  const build = (theirs.build_seconds ?? 0) / (ours.build_seconds ?? 1);
  const difference = ours.score_difference_max ?? Number.NaN;
  const misplaced = ours.order_differences_without_tie ?? Number.NaN;
  return [
    {
      ...query,
      ours: milliseconds(ours.query_seconds_mean),
      other: `rank_bm25 ${milliseconds(theirs.query_seconds_mean)}`,
      result: times(faster),
      met: faster >= 20,
    },
    {
      what: 'BM25 index, 100,000 passages',
      ours: seconds(ours.build_seconds),
      other: `rank_bm25 ${seconds(theirs.build_seconds)}`,
      result: times(build),
      bar: 'not slower',
      met: build >= 1,
    },
    {
      ...{
        what: 'BM25 scores and order, top 10',
        ours: '',
        other: 'rank_bm25',
        bar: '≤ 1e-9, same',
      },
      result: `largest difference ${difference.toExponential(0)}, ${misplaced} out of order`,
      met: difference <= 1e-9 && misplaced === 0,
    },
  ];
}

/** Answers in the proportions of MemoryAgentBench; recommendations against a full table. */
async function scoring(folder: string): Promise<Line[]> {
  const answers = join(folder, 'answers.json');
  const alone = await runScript('scripts/bench/scoring.ts', [answers]);
  const line = { what: `Scoring ${alone.answers} answers`, bar: '≤ 3 s', ours: '' };
  const met = (alone.seconds ?? 9) <= 3;
  const modules = 'rouge_score, editdistance';
  const theirs = await runPython('scripts/bench/scoring.py', [answers], modules);
  if (!theirs) {
    const other = `skipped: no Python with ${modules}`;
    return [{ ...line, ours: seconds(alone.seconds), other, result: '', met }];
  }
  const reference = join(folder, 'scores.json');
  await writeFile(reference, JSON.stringify(theirs));
  const ours = await runScript('scripts/bench/scoring.ts', [answers, reference]);
  const difference = ours.differenceMax ?? Number.NaN;
  return [
    {
      ...{ ...line, ours: seconds(alone.seconds), other: `Python ${seconds(theirs.seconds)}`, met },
      result: times((theirs.seconds ?? 0) / (alone.seconds ?? 1)),
    },
    {
      what: `Their ${ours.scores} scores`,
      ...{ ours: '', other: 'rouge_score, editdistance', bar: '≤ 1e-9' },
      result: `largest difference ${difference.toExponential(0)}`,
      met: difference <= 1e-9,
    },
  ];
}

async function replay(): Promise<Line[]> {
  const { questions, committedSeconds, ledgerSeconds } = await runScript('scripts/bench/replay.ts');
  const what = (how: string): string => `The same command again, ${questions} questions, ${how}`;
  return [
    {
      ...{ what: what('units committed'), ours: seconds(committedSeconds), other: '', result: '' },
      ...{ bar: '≤ 2 s', met: (committedSeconds ?? 9) <= 2 },
    },
    {
      ...{ what: what('every reply from the ledger'), ours: seconds(ledgerSeconds), other: '' },
      ...{ result: '', bar: '≤ 2 s', met: (ledgerSeconds ?? 9) <= 2 },
    },
  ];
}

async function gateway(): Promise<Line[]> {
  const result = await runScript('scripts/bench/gateway.ts');
  const added = result.addedMsPerCall ?? Number.NaN;
  return [
    {
      what: `Elapsed time per call, ${result.inFlight} in flight, server without latency`,
      ours: `${result.gatewayMsPerCall?.toFixed(2)} ms`,
      other: `bare fetch ${result.bareMsPerCall?.toFixed(2)} ms`,
      result: `${added.toFixed(2)} ms added`,
      ...{ bar: '≤ 2 ms', met: added <= 2 },
    },
  ];
}

async function memory(): Promise<Line[]> {
  const { peakMegabytes, questions, seconds: took } = await runScript('scripts/bench/memory.ts');
  return [
    {
      what: `Peak memory, BM25 on 262 K tokens, ${questions} questions`,
      ours: `${Math.round(peakMegabytes ?? Number.NaN)} MB in ${seconds(took)}`,
      ...{ other: '', result: '', bar: '' },
    },
  ];
}

async function report(folder: string): Promise<Line[]> {
  const workspace = join(folder, 'workspace');
  await runScript('scripts/bench/report.ts', ['make', workspace]);
  const result = await runScript('scripts/bench/report.ts', [workspace]);
  const { seconds: took = Number.NaN, peakMegabytes = Number.NaN, pageMegabytes } = result;
  const size = pageMegabytes ?? Number.NaN;
  const what = (part: string): string => `HTML report of ${result.records} records: ${part}`;
  return [
    {
      ...{ what: what('time'), ours: seconds(took), other: '', result: '' },
      ...{ bar: '≤ 5 s', met: took <= 5 },
    },
    {
      ...{ what: what('peak memory'), ours: `${Math.round(peakMegabytes)} MB`, other: '' },
      ...{ result: '', bar: '≤ 350 MB', met: peakMegabytes <= 350 },
    },
    {
      ...{ what: what('size, 2,000 questions'), ours: `${size.toFixed(2)} MB`, other: '' },
      ...{ result: '', bar: '≤ 3 MB', met: size <= 3 },
    },
  ];
}

function seconds(value: number | undefined): string {
  return `${(value ?? Number.NaN).toFixed(2)} s`;
}

function milliseconds(value: number | undefined): string {
  return `${((value ?? Number.NaN) * 1_000).toFixed(1)} ms`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(1)}×`;
}
