/**
 * The seam to durable storage: plain objects under slash-separated keys, same layout everywhere.
 * Keys hold letters, digits, `.`, `_`, `-`, `/`; never an empty or `..` segment
 * (STORE_KEY_INVALID).
 */
export interface BlobStore {
  /** The object's bytes, or undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Writes durably, whole or not at all; replaces an older object. */
  put(key: string, data: Uint8Array | string): Promise<void>;
  /**
   * As `put`, but only where no object is; false when one was there. Of many racers one gets true.
   */
  putIfAbsent(key: string, data: Uint8Array | string): Promise<boolean>;
  /** All keys with this prefix, sorted. */
  list(prefix: string): Promise<readonly string[]>;
}
