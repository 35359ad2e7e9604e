/**
 * Keeps what was used last, up to a total size. Computing is shared: two requests for one key at
 * the same time wait for one result. A failure is not kept.
 */
export interface RecentCache<Value> {
  /** @param size  What the entry counts for, in the unit of `sizeMax`. */
  get(key: string, size: number, compute: () => Promise<Value>): Promise<Value>;
}

/** @param sizeMax  Sum of sizes kept; the newest entry stays even when it is larger alone. */
export function createRecentCache<Value>(sizeMax: number): RecentCache<Value> {
  const entries = new Map<string, { readonly size: number; readonly value: Promise<Value> }>();
  let total = 0;

  const remove = (key: string): void => {
    total -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  const get = (key: string, size: number, compute: () => Promise<Value>): Promise<Value> => {
    const value = entries.get(key)?.value ?? compute();
    remove(key);
    entries.set(key, { size, value });
    total += size;
    for (const oldest of entries.keys()) {
      if (total <= sizeMax || oldest === key) break;
      remove(oldest);
    }
    value.catch(() => {
      if (entries.get(key)?.value === value) remove(key);
    });
    return value;
  };
  return { get };
}
