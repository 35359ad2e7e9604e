import { gzipSync } from 'node:zlib';
import type { UnitCalls } from '../../contracts/gateway.ts';
import {
  type BiasCheck,
  biasCheckSchema,
  type ProbeRecord,
  type ProbesCommit,
  probeRecordSchema,
  probesCommitSchema,
} from '../../contracts/judging.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { RunId, UnitId } from '../../core/ids.ts';
import { segmentLines } from '../sealed-calls.ts';
import { jsonLines, parseStored, putObject, readLines, textOf } from '../stored-objects.ts';
import type { ProbePlan } from './probe-plan.ts';

const checksOf = (runId: RunId): string => `runs/${runId}/bias-checks/`;
const markerKey = (probeUnitId: UnitId): string => `units/${probeUnitId}/probes.json`;

/** Enters a check beside its run; one that is there stays as it was. */
export async function writeBiasCheck(
  store: BlobStore,
  { checkId, judging, seed, share, units }: ProbePlan,
  createdAt: string,
): Promise<void> {
  const { judgingId, runId } = judging;
  const check: BiasCheck = {
    v: 1,
    ...{ checkId, judgingId, runId, createdAt, seed, share },
    units: units.map(({ unitId, judgingUnitId, probeUnitId, places }) => ({
      ...{ unitId, judgingUnitId, probeUnitId },
      answers: places.length,
    })),
  };
  const text = `${canonicalJson(biasCheckSchema.parse(check))}\n`;
  await store.putIfAbsent(`${checksOf(runId)}${checkId}.json`, text);
}

/** All checks of a run's judges, the oldest first. @throws {MabError} STORE_DAMAGED. */
export async function readBiasChecks(store: BlobStore, runId: RunId): Promise<BiasCheck[]> {
  const keys = await store.list(checksOf(runId));
  const checks = await Promise.all(
    keys.map(async (key) => {
      const bytes = await store.get(key);
      return parseStored(key, () => biasCheckSchema.parse(JSON.parse(bytes ? textOf(bytes) : '')));
    }),
  );
  return checks.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

/** Writes what was said of probes and the calls that it took, then the marker: last and once. */
export async function commitProbes(
  store: BlobStore,
  unit: Omit<ProbesCommit, 'v' | 'objects'> & { readonly probeUnitId: UnitId },
  result: { readonly probes: readonly ProbeRecord[]; readonly calls: UnitCalls },
): Promise<void> {
  const { probeUnitId } = unit;
  const [probes, calls] = await Promise.all([
    putObject(store, probeUnitId, 'probes.jsonl', jsonLines(result.probes)),
    putObject(store, probeUnitId, 'calls.jsonl.gz', gzipSync(segmentLines(result.calls))),
  ]);
  const marker = probesCommitSchema.parse({ v: 1, ...unit, objects: { probes, calls } });
  await store.putIfAbsent(markerKey(probeUnitId), canonicalJson(marker));
}

/** The marker of a probe unit, or undefined while it is not done. */
export async function readProbesCommit(
  store: BlobStore,
  probeUnitId: UnitId,
): Promise<ProbesCommit | undefined> {
  const key = markerKey(probeUnitId);
  const bytes = await store.get(key);
  return bytes && parseStored(key, () => probesCommitSchema.parse(JSON.parse(textOf(bytes))));
}

export function readProbes(store: BlobStore, { objects }: ProbesCommit): Promise<ProbeRecord[]> {
  return readLines(store, objects.probes, (line) => probeRecordSchema.parse(line));
}
