import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellReport, RunReport } from '../../../src/contracts/report.ts';
import { sha256 } from '../../../src/core/hashing.ts';

/**
 * What may not depend on whether a run was disturbed: by unit, the SHA-256 of the bytes of its
 * records and of its scores, or of its verdicts. Every unit has one of each, and is committed.
 */
export function unitBytes(workspace: string): Record<string, Readonly<Record<string, string>>> {
  const units = join(workspace, 'store', 'units');
  return Object.fromEntries(
    readdirSync(units).map((unitId) => {
      const folder = join(units, unitId);
      const names = readdirSync(folder);
      const bytes = (stem: string): string => {
        const found = names.filter((name) => name.startsWith(stem) && name.endsWith('.jsonl'));
        assert.equal(found.length, 1, `${unitId} has one object of ${stem}`);
        return sha256(readFileSync(join(folder, found[0] ?? '')));
      };
      assert.ok(
        MARKERS.some((marker) => names.includes(marker)),
        `${unitId} is committed`,
      );
      if (names.includes('judging.json')) return [unitId, { verdicts: bytes('verdicts-') }];
      return [unitId, { records: bytes('records-'), scores: bytes('scores-') }];
    }),
  );
}

/** Of a unit that was answered, and of one that was judged. */
const MARKERS = ['commit.json', 'judging.json'];

/** Units whose commit was begun and not finished. */
export function halfCommitted(workspace: string): number {
  const units = join(workspace, 'store', 'units');
  if (!existsSync(units)) return 0;
  return readdirSync(units).filter(
    (unitId) => !MARKERS.some((marker) => existsSync(join(units, unitId, marker))),
  ).length;
}

/**
 * A report's cells without what time and chance decide: latencies, what was in flight at a kill,
 * and by which of several servers a call was served.
 */
export function cellResults(report: RunReport): object[] {
  return report.cells.map(
    ({ latencyMs: _, memoryConstructionMs: __, served: ___, money, ...cell }: CellReport) => ({
      ...cell,
      paidPicoUsd: money.paidPicoUsd,
      standalonePicoUsd: money.standalonePicoUsd,
    }),
  );
}
