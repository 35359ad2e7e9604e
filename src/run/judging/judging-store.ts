import { gzipSync } from 'node:zlib';
import type { UnitCalls } from '../../contracts/gateway.ts';
import {
  type Judging,
  type JudgingCommit,
  judgingCommitSchema,
  judgingSchema,
  type VerdictRecord,
  verdictRecordSchema,
} from '../../contracts/judging.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { MabError } from '../../core/errors.ts';
import type { RunId, UnitId } from '../../core/ids.ts';
import { segmentLines } from '../sealed-calls.ts';
import { jsonLines, parseStored, putObject, readLines, textOf } from '../stored-objects.ts';
import type { JudgingPlan } from './judging-plan.ts';

const judgingsOf = (runId: RunId): string => `runs/${runId}/judgings/`;
const markerKey = (judgingUnitId: UnitId): string => `units/${judgingUnitId}/judging.json`;

/**
 * Enters a judging beside its run; one that is there stays as it was. @returns whether it is new.
 */
export function writeJudging(
  store: BlobStore,
  { judgingId, runId, judges, rule, identity, units }: JudgingPlan,
  createdAt: string,
): Promise<boolean> {
  const protocols = new Map(units.map(({ protocol }) => [protocol.id, protocol]));
  const judging: Judging = {
    v: 1,
    ...{ judgingId, runId, createdAt, identity, panel: rule },
    judges: judges.map(({ name, identity: { logicalModel }, provider, note }) => ({
      ...{ name, provider, note },
      model: logicalModel,
    })),
    protocols: [...protocols.values()].map(({ id, version, promptsVersion, metrics }) => ({
      ...{ id, version, promptsVersion },
      metrics: [...metrics],
    })),
    units: units.map(({ unitId, judgingUnitId, protocol }) => ({
      ...{ unitId, judgingUnitId },
      protocol: protocol.id,
    })),
  };
  const key = `${judgingsOf(runId)}${judgingId}.json`;
  return store.putIfAbsent(key, `${canonicalJson(judgingSchema.parse(judging))}\n`);
}

/**
 * All judgings of a run, the oldest first.
 *
 * @param shown  The start of the id of one that is to come last; absent: the newest does.
 * @throws {MabError} STORE_DAMAGED; JUDGING_UNKNOWN where none has this id.
 */
export async function readJudgings(
  store: BlobStore,
  runId: RunId,
  shown?: string,
): Promise<Judging[]> {
  const keys = await store.list(judgingsOf(runId));
  const judgings = await Promise.all(
    keys.map(async (key) => {
      const bytes = await store.get(key);
      return parseStored(key, () => judgingSchema.parse(JSON.parse(bytes ? textOf(bytes) : '')));
    }),
  );
  judgings.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  if (shown === undefined) return judgings;
  const last = judgings.find(({ judgingId }) => judgingId.startsWith(shown));
  if (last) return [...judgings.filter((judging) => judging !== last), last];
  throw judgingUnknown(runId, shown, judgings);
}

function judgingUnknown(runId: RunId, shown: string, judgings: readonly Judging[]): MabError {
  const ids = judgings.map(
    ({ judgingId, judges }) => `${judgingId} (${judges.map(({ name }) => name).join(', ')})`,
  );
  return new MabError('JUDGING_UNKNOWN', `${runId} has no judging ${shown}.`, {
    hint: ids.length > 0 ? `There are: ${ids.join(', ')}.` : 'Nobody has judged it: `mab judge`.',
  });
}

/**
 * Writes the verdicts of a unit and the calls that they took, then its marker: last and once.
 *
 * @returns the marker that stands: this one, or that of the worker who was first.
 */
export async function commitJudging(
  store: BlobStore,
  unit: Omit<JudgingCommit, 'v' | 'objects'> & { readonly judgingUnitId: UnitId },
  result: { readonly verdicts: readonly VerdictRecord[]; readonly calls: UnitCalls },
): Promise<JudgingCommit> {
  const { judgingUnitId } = unit;
  const [verdicts, calls] = await Promise.all([
    putObject(store, judgingUnitId, 'verdicts.jsonl', jsonLines(result.verdicts)),
    putObject(store, judgingUnitId, 'calls.jsonl.gz', gzipSync(segmentLines(result.calls))),
  ]);
  const marker = judgingCommitSchema.parse({ v: 1, ...unit, objects: { verdicts, calls } });
  await store.putIfAbsent(markerKey(judgingUnitId), canonicalJson(marker));
  return (await readJudgingCommit(store, judgingUnitId)) ?? marker;
}

/** The marker of a judging unit, or undefined while it is not done. */
export async function readJudgingCommit(
  store: BlobStore,
  judgingUnitId: UnitId,
): Promise<JudgingCommit | undefined> {
  const key = markerKey(judgingUnitId);
  const bytes = await store.get(key);
  return bytes && parseStored(key, () => judgingCommitSchema.parse(JSON.parse(textOf(bytes))));
}

export function readVerdicts(
  store: BlobStore,
  { objects }: JudgingCommit,
): Promise<VerdictRecord[]> {
  return readLines(store, objects.verdicts, (line) => verdictRecordSchema.parse(line));
}
