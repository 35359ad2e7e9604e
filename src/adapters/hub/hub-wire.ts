import { z } from 'zod';

/** What a hub sends, as far as we use it. Lenient: other fields are not looked at. */
export const revisionReply = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) });

export const treeReply = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.int().min(0),
    oid: z.string(),
    lfs: z.object({ oid: z.string(), size: z.int().min(0) }).nullish(),
  }),
);

/** The facts of a file that a hub's answer, or its redirect to where the bytes lie, may tell. */
export interface FileHeaders {
  readonly commit?: string;
  readonly oid?: string;
  readonly size?: number;
}

/**
 * Source: `X-Repo-Commit`, `X-Linked-Etag` and `X-Linked-Size`, as the hub's own Python client
 * (huggingface_hub 2.4, `file_download.py`) reads them.
 */
export function parseFileHeaders(headers: Headers): FileHeaders {
  const [commit, oid, size] = [
    headers.get('x-repo-commit'),
    parseEtag(headers.get('x-linked-etag'))?.value,
    headers.get('x-linked-size'),
  ];
  return {
    ...(commit !== null && { commit }),
    // Anything else than a SHA-256 says nothing about the content.
    ...(oid !== undefined && /^[0-9a-f]{64}$/.test(oid) && { oid }),
    ...(size !== null && /^\d+$/.test(size) && { size: Number(size) }),
  };
}

/** An entity tag without its quotes; undefined where there is none. */
export function parseEtag(text: string | null): { value: string; weak: boolean } | undefined {
  const found = /^(W\/)?"([^"]*)"$/.exec(text?.trim() ?? '');
  return found ? { value: found[2] ?? '', weak: found[1] !== undefined } : undefined;
}

/** `bytes 5-9/10`; `total` is undefined where the server does not know it. */
export function parseContentRange(
  text: string | null,
): { readonly start: number; readonly total: number | undefined } | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(text?.trim() ?? '');
  if (!found) return undefined;
  return { start: Number(found[1]), total: found[2] === '*' ? undefined : Number(found[2]) };
}

/** `retry-after` in ms, from seconds or a date. */
export function parseRetryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
