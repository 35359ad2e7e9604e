import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commands } from '../../src/app/commands.ts';
import { openWorkspace } from '../../src/app/workspace.ts';
import type { UnitCalls } from '../../src/contracts/gateway.ts';
import type { AnswerRecord } from '../../src/contracts/records.ts';
import { hashValue } from '../../src/core/hashing.ts';
import { parseCallKey, parseRunId, parseUnitId } from '../../src/core/ids.ts';
import { createRandom, randomInt } from '../../src/core/random.ts';
import { type ManifestCell, type ManifestUnit, writeManifest } from '../../src/run/manifest.ts';
import { NO_USAGE, phaseCosts } from '../../src/run/phase-costs.ts';
import { commitUnit, type UnitResult } from '../../src/run/unit-store.ts';

/**
 * Time, peak memory and size of the HTML report of a run of 10 methods on 2,000 questions, every
 * answer paid for and made from ten retrieved chunks. `make FOLDER` makes the workspace; `FOLDER`
 * alone measures, in a process of its own, and prints one line of JSON.
 */
const METHODS = 10;
const CONTEXTS = 20;
const QUESTIONS = 100;
const CHUNKS = 500;
const RETRIEVED = 10;
const RUN = parseRunId('bench-0123456789abcdef');

const random = createRandom('report');
const WORDS = Array.from({ length: 3_000 }, () => {
  const letters = Array.from(
    { length: 3 + randomInt(random, 6) },
    () => 97 + randomInt(random, 26),
  );
  return String.fromCharCode(...letters);
});
const SCORE = { exact_match: 1, f1: 0.123456789, substring_exact_match: 1 };
const USAGE = { ...NO_USAGE, inputTokens: 5_123, outputTokens: 17 };

function randomText(characters: number): string {
  let text = '';
  while (text.length < characters) text += `${WORDS[randomInt(random, WORDS.length)]} `;
  return text.slice(0, characters);
}

async function make(folder: string): Promise<void> {
  await using workspace = await openWorkspace(folder, { create: true });
  const cells = Array.from({ length: METHODS }, (_, at) => benchCell(at));
  const units: ManifestUnit[] = [];
  for (let context = 0; context < CONTEXTS; context++) {
    const contextId = `bench_qa#${context}`;
    const chunks = Array.from({ length: CHUNKS }, () => randomText(200));
    const questions = Array.from({ length: QUESTIONS }, () => randomText(90));
    for (const { cellId } of cells) {
      const unitId = parseUnitId(hashValue({ cellId, contextId }));
      units.push({
        ...{ unitId, cellId, contextId, rowStatus: 'open-corpus', questions: QUESTIONS, trial: 1 },
      });
      const result = unitResult(contextId, questions, chunks, unitId);
      await commitUnit(
        workspace.store,
        {
          ...{ unitId, contextId, runId: RUN, chunks: CHUNKS, questions: QUESTIONS },
          ...{ committedAt: '2026-01-01T00:00:00.000Z', chunksSha256: '0'.repeat(64) },
          cost: phaseCosts(result.calls),
        },
        result,
      );
    }
  }
  await writeManifest(workspace.store, RUN, {
    ...{ v: 1, runId: RUN, name: 'bench', createdAt: '2026-01-01T00:00:00.000Z', cells, units },
    ...{ config: {}, identity: {}, data: { label: 'made for the benchmark', openCorpus: true } },
    reader: { model: 'none', provider: 'none' },
    versions: { mab: '0.0.0', node: process.version, pipeline: 1 },
  });
}

function benchCell(at: number): ManifestCell {
  return {
    ...{ cellId: `cell${at}`, method: `method${at}`, profile: 'current', settings: '' },
    ...{ controlArm: false, dataset: 'bench_qa', family: 'ruler-qa', chunkTokens: 512 },
    metric: 'substring_exact_match',
  };
}

function unitResult(
  contextId: string,
  questions: readonly string[],
  chunks: readonly string[],
  unitId: string,
): UnitResult {
  const ids = questions.map((_, at) => `${contextId}/q${at}`);
  return {
    records: questions.map((question, at) => answerRecord(ids[at] ?? '', question, chunks)),
    scores: ids.map((questionId) => {
      const substring_exact_match = randomInt(random, 2);
      const scores = { ...SCORE, substring_exact_match, f1: random() };
      return { v: 2, questionId, parsed: randomText(20), scores, notes: [] };
    }),
    timings: {
      ...{ v: 2, memorizeMs: 10, finalizeMs: 5, served: [] },
      questions: ids.map((questionId) => ({
        ...{ questionId, modelMs: random() * 2_000, localMs: random() * 9, replayed: false },
        served: [],
      })),
    },
    calls: unitCalls(ids, unitId),
  };
}

function answerRecord(
  questionId: string,
  question: string,
  chunks: readonly string[],
): AnswerRecord {
  return {
    ...{ v: 2, questionId, question, answers: [randomText(15), randomText(15)] },
    ...{ outcome: 'answered', answer: randomText(60), finish: 'stop', provenance: 'exact' },
    retrieved: Array.from({ length: RETRIEVED }, (_, rank) => {
      const chunk = randomInt(random, CHUNKS);
      const sources = [`${questionId.split('/')[0]}#c${chunk}`];
      const excerpt = chunks[chunk] ?? '';
      return { kind: 'chunk', rank: rank + 1, score: random() * 30, sources, excerpt };
    }),
    ...{ droppedTokens: 0, answerSeen: random() < 0.7, usage: USAGE },
    standalonePicoUsd: '1290000000',
  };
}

function unitCalls(ids: readonly string[], unitId: string): UnitCalls {
  const costPicoUsd = 1_290_000_000n;
  const sent = ids.map((_, at) => ({
    key: parseCallKey(hashValue({ unitId, at })),
    ...{ path: `q${String(at).padStart(5, '0')}/answer`, phase: 'answer' as const, sentMs: at },
    costPicoUsd: costPicoUsd as UnitCalls['uses'][number]['costPicoUsd'],
  }));
  return {
    uses: sent.map((call) => ({
      ...{ ...call, usage: USAGE, latencyMs: 900, servedBy: 'none', reportedModel: 'none' },
      reply: { text: randomText(60), finish: 'stop' },
      ...{ buyerUnitId: unitId, buyerRunId: RUN, buyerOwner: 'bench' },
    })),
    attempts: sent.map((call, attempt) => ({
      ...{ ...call, attempt, runId: RUN, outcome: 'reply' },
      ...{ worstPicoUsd: call.costPicoUsd, errorCode: undefined },
    })),
  };
}

const [first = '', folder = first] = process.argv.slice(2);
if (first === 'make') {
  await make(folder);
  process.stdout.write('{}\n');
} else {
  const startedAt = performance.now();
  const { data } = await commands.exportRun(folder, RUN, 'html');
  await writeFile(join(folder, 'report.html'), data);
  const result = {
    seconds: (performance.now() - startedAt) / 1_000,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
    pageMegabytes: data.length / 1e6,
    records: METHODS * CONTEXTS * QUESTIONS,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
