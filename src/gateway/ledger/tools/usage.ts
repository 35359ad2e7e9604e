import type { MeasuredUsage, Spread } from '../../../contracts/measured-usage.ts';
import type { Phase } from '../../../contracts/memory-method.ts';
import type { Usage } from '../../../contracts/model.ts';
import { all, type Row, type Sql } from '../sql.ts';
import { CacheChances } from './cache-chances.ts';

const ROWS_MAX = 10_000;

/** Sends that came to an end, each with its call's dataset and the model that answered the call. */
const ATTEMPTS = `
SELECT attempts.attempt, attempts.phase, attempts.path, attempts.outcome, attempts.lane,
  attempts.usage, attempts.latency_ms, attempts.unit_id, attempts.sent_ms, calls.dataset, bought.reported_model AS model
FROM attempts JOIN calls ON calls.key = attempts.key
  JOIN attempts AS bought ON bought.attempt = calls.attempt
WHERE attempts.outcome IS NOT NULL AND calls.state = 'done'
  AND attempts.run_id <> ? AND attempts.attempt > ?
ORDER BY attempts.attempt LIMIT ${ROWS_MAX}`;

/**
 * What the calls of earlier runs came to, by model, dataset, phase and step; one pass over all
 * attempts, in pages. Calls that were never answered are left out.
 *
 * @param exceptRun  Left out, for an estimate must not look at the run that it predicts.
 */
export function* readUsage({
  exceptRun,
}: {
  readonly exceptRun: string;
}): Sql<readonly MeasuredUsage[]> {
  const groups = new Map<string, Group>();
  for (let after = 0; ; ) {
    const rows = yield* all(ATTEMPTS, exceptRun, after);
    for (const row of rows) groupOf(groups, row).add(row);
    const last = rows.at(-1);
    if (rows.length < ROWS_MAX || !last) break;
    after = Number(last.attempt);
  }
  return [...groups.values()]
    .filter(({ outputs }) => outputs.length > 0)
    .map((group) => group.measured())
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function placeOf({ model, dataset, phase, step }: Place): string {
  return [model ?? '', dataset, phase, step].join('\n');
}

type Place = Pick<MeasuredUsage, 'model' | 'dataset' | 'phase' | 'step'>;

function groupOf(groups: Map<string, Group>, row: Row): Group {
  const place: Place = {
    model: row.model === null ? undefined : String(row.model),
    dataset: String(row.dataset),
    phase: row.phase as Phase,
    step: stepOf(String(row.path)),
  };
  const key = placeOf(place);
  const group = groups.get(key) ?? new Group(place);
  groups.set(key, group);
  return group;
}

/** Of `q000003/answer` or `finalize/index/00017`: what the method named. */
function stepOf(path: string): string {
  return path.split('/')[1] ?? path;
}

class Group {
  readonly outputs: number[] = [];
  readonly #place: Place;
  readonly #latencies: number[] = [];
  readonly #chances = new CacheChances();
  readonly #sums = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, embeddedTokens: 0 };
  #lost = 0;
  #refused = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  add(row: Row): void {
    if (row.outcome === 'unknown') this.#lost++;
    if (row.outcome === 'error') this.#refused++;
    if (row.outcome !== 'reply') return;
    const usage = JSON.parse(String(row.usage)) as Usage;
    this.outputs.push(usage.outputTokens);
    this.#sums.inputTokens += usage.inputTokens;
    this.#sums.cachedInputTokens += usage.cachedInputTokens;
    this.#sums.cacheWriteTokens += usage.cacheWriteTokens;
    this.#sums.embeddedTokens += usage.embeddedTokens ?? 0;
    if (row.lane !== 'live') return;
    const [sentMs, latencyMs] = [Number(row.sent_ms), Number(row.latency_ms)];
    this.#latencies.push(latencyMs);
    this.#chances.add(String(row.unit_id), usage, { sentMs, latencyMs });
  }

  measured(): MeasuredUsage {
    return {
      ...this.#place,
      replies: this.outputs.length,
      ...this.#sums,
      ...this.#chances.counted(),
      outputTokens: spread(this.outputs),
      latencyMs: this.#latencies.length > 0 ? spread(this.#latencies) : undefined,
      lostAttempts: this.#lost,
      refusedAttempts: this.#refused,
    };
  }
}

/** @param values  At least one. */
function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, sorted.length - 1));
  return { count: sorted.length, mean, deviation, p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
