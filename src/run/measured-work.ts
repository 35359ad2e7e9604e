import type { MeasuredWork } from '../contracts/measured-work.ts';
import type { Usage } from '../contracts/model.ts';
import type { PhaseCost, UnitCommit, UnitTimings } from '../contracts/records.ts';
import type { BlobStore } from '../contracts/store.ts';
import { MabError } from '../core/errors.ts';
import { parseUnitId, type RunId } from '../core/ids.ts';
import { readJudgeCosts, readRunJudgings } from './judging/judged-unit.ts';
import { readManifest } from './manifest.ts';
import { addUsage, NO_USAGE } from './phase-costs.ts';
import type { RunStores } from './report/unit-facts.ts';
import { keptBytes, readCommit, readDimensions, readTimings } from './unit-store.ts';

/**
 * What the finished units of a run have taken, bought by it or found in the ledger. Its hours are
 * those from its start to its last commit, pauses included; absent where it found all units done.
 *
 * @throws {MabError} RUN_UNFINISHED where no unit is done; STORE_DAMAGED.
 */
export async function readMeasuredWork(stores: RunStores, runId: RunId): Promise<MeasuredWork> {
  const { store } = stores;
  const { cells, units, createdAt, reader, embedders = [] } = await readManifest(store, runId);
  const marked = await readRunJudgings(store, runId);
  const done: DoneUnit[] = [];
  for (const { unitId } of units) {
    const commit = await readCommit(store, parseUnitId(unitId));
    if (!commit) continue;
    const { cost: judge } = await readJudgeCosts(stores, runId, marked, unitId);
    done.push({ ...(await readDoneUnit(store, commit)), judge });
  }
  if (done.length === 0) {
    throw new MabError('RUN_UNFINISHED', `No unit of ${runId} is done, so it tells nothing yet.`, {
      hint: 'Go on with the run, name another one, or use --from-estimate CONFIG.',
    });
  }
  const costs = done.flatMap(({ commit }) => Object.values(commit.cost));
  const usage = costs.reduce((all, cost) => addUsage(all, cost.usage), NO_USAGE);
  const cachedTokens = usage.cachedInputTokens;
  const hours = hoursOf(createdAt, runId, done);
  const [embedder, ...others] = embedders;
  const withVectors = done.find(({ commit }) => commit.objects.embeddings);
  const dimensions = withVectors && (await readDimensions(store, withVectors.commit));
  return {
    ...{ origin: `run ${runId}`, kind: 'measured', model: reader.model },
    methods: [...new Set(cells.map(({ method }) => method))],
    datasets: new Set(cells.map(({ dataset }) => dataset)).size,
    tasks: done.length,
    taskMinutes: sum(done, ({ timings }) => minutesOf(timings)) / done.length,
    ...(hours === undefined ? {} : { hours }),
    answers: sum(done, ({ commit }) => commit.questions),
    inputTokens: usage.inputTokens + usage.cacheWriteTokens + cachedTokens,
    ...{ cachedTokens, outputTokens: usage.outputTokens },
    judgeTokens: sum(done, ({ judge }) => (judge ? tokensOf(judge.usage) : 0)),
    ...(embedder && others.length === 0 ? { embedder: embedder.model } : {}),
    embeddedTokens: usage.embeddedTokens ?? 0,
    keptVectors: sum(done, ({ commit: { cost } }) => texts(cost.memorize) + texts(cost.finalize)),
    searches: sum(done, ({ commit: { cost } }) => texts(cost.retrieve)),
    ...(dimensions === undefined ? {} : { dimensions }),
    storedBytes: sum(done, ({ bytes }) => bytes),
  };
}

interface DoneUnit {
  readonly commit: UnitCommit;
  readonly timings: UnitTimings;
  readonly bytes: number;
  readonly judge: PhaseCost | undefined;
}

async function readDoneUnit(
  store: BlobStore,
  commit: UnitCommit,
): Promise<Omit<DoneUnit, 'judge'>> {
  return {
    commit,
    timings: await readTimings(store, commit),
    bytes: await keptBytes(store, commit),
  };
}

/** One call after another. */
function minutesOf({ memorizeMs, finalizeMs, questions }: UnitTimings): number {
  const asked = sum(questions, ({ modelMs, localMs }) => modelMs + localMs);
  return (memorizeMs + finalizeMs + asked) / 60_000;
}

function hoursOf(createdAt: string, runId: RunId, done: readonly DoneUnit[]): number | undefined {
  const own = done.filter(({ commit }) => commit.runId === runId);
  const ends = own.map(({ commit }) => Date.parse(commit.committedAt));
  if (ends.length === 0) return undefined;
  return (ends.reduce((a, b) => Math.max(a, b)) - Date.parse(createdAt)) / 3_600_000;
}

function tokensOf({ inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens }: Usage) {
  return inputTokens + cachedInputTokens + cacheWriteTokens + outputTokens;
}

function texts(cost: PhaseCost | undefined): number {
  return cost?.embeddedTexts ?? 0;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((all, item) => all + value(item), 0);
}
