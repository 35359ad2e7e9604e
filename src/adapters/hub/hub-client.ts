import type { z } from 'zod';
import { type HubFile, type HubLock, hubLockSchema } from '../../contracts/hub.ts';
import { MabError } from '../../core/errors.ts';
import { type DownloadOptions, downloadPart } from './download-part.ts';
import { notAHub, statusError, type Wanted } from './hub-errors.ts';
import { requestHub, StallWatch } from './hub-request.ts';
import { fileUrl, revisionUrl, treeUrl } from './hub-urls.ts';
import { revisionReply, treeReply } from './hub-wire.ts';

/** A hub, or a mirror of it. One attempt per call: trying again is the caller's business. */
export interface HubClient {
  /** The base address, for people. */
  readonly endpoint: string;
  /**
   * All files of a revision.
   * @param revision  A branch, tag or commit; the lock names the commit that it stands for now.
   * @throws {MabError} HUB_REVISION_UNKNOWN, HUB_UNREACHABLE, HUB_OVERLOADED, HUB_REFUSED,
   *   HUB_REPLY_UNREADABLE.
   */
  lockOf(repo: string, revision: string, signal: AbortSignal): Promise<HubLock>;
  /**
   * Fetches a file into `part`, going on with what is there. Does not check its hash.
   * @throws {MabError} as `lockOf`, and HUB_FILE_MISSING, HUB_CHECKSUM (the server says that it has
   *   another file), HUB_TRANSFER_BROKEN (what has arrived is kept), DISK_FULL, NO_PERMISSION.
   */
  download(lock: HubLock, file: HubFile, options: DownloadOptions): Promise<void>;
}

/**
 * @param endpoint  As `parseEndpoint` gives it.
 * @param stallMs   Longest time without a byte before a request counts as broken.
 */
export function createHubClient(endpoint: URL, { stallMs }: { stallMs: number }): HubClient {
  return {
    endpoint: endpoint.href,
    async lockOf(repo, revision, signal) {
      const wanted = { repo, revision };
      const ask = <T>(url: URL, schema: z.ZodType<T>): Promise<T> =>
        askJson(url, schema, { wanted, stallMs, signal });
      const { sha } = await ask(revisionUrl(endpoint, repo, revision), revisionReply);
      const entries = await ask(treeUrl(endpoint, repo, sha), treeReply);
      const files = entries.filter(({ type }) => type === 'file').map(toHubFile);
      const lock = hubLockSchema.safeParse({ v: 1, repo, revision: sha, files });
      if (!lock.success) throw notAHub(endpoint, wanted, lock.error);
      return lock.data;
    },
    async download({ repo, revision }, file, options) {
      const url = fileUrl(endpoint, repo, revision, file.path);
      await downloadPart({ url, repo, revision, file, stallMs }, options);
    },
  };
}

/** Large files have an `oid` of their own, which is the SHA-256 of their content. */
function toHubFile({ path, size, oid, lfs }: z.infer<typeof treeReply>[number]): HubFile {
  return { path, size: lfs?.size ?? size, oid: lfs?.oid ?? oid };
}

async function askJson<T>(
  url: URL,
  schema: z.ZodType<T>,
  { wanted, stallMs, signal }: { wanted: Wanted; stallMs: number; signal: AbortSignal },
): Promise<T> {
  using watch = new StallWatch(stallMs, signal);
  const response = await requestHub({ url, wanted, watch });
  if (response.status !== 200) throw statusError(response, url, wanted);
  // The hub sends a thousand files at most at once; the dataset has a handful.
  if (response.headers.has('link')) throw notAHub(url, wanted);
  try {
    return schema.parse(await response.json());
  } catch (error) {
    watch.throwIfStopped();
    throw error instanceof MabError ? error : notAHub(url, wanted, error);
  }
}
