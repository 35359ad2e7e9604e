import type { HubFile } from '../../contracts/hub.ts';
import { parseContentRange, parseEtag } from './hub-wire.ts';

/** What an earlier attempt has left of a file. */
export interface Part {
  readonly bytes: number;
  /** The entity tag of the server that sent it, as it stood in the header. */
  readonly etag: string | undefined;
}

/** Asks for the missing bytes only, and only if they are still those of the same file. */
export function rangeHeaders({ bytes, etag }: Part): Record<string, string> {
  if (bytes === 0) return {};
  const strong = parseEtag(etag ?? null)?.weak === false;
  return { range: `bytes=${bytes}-`, ...(strong && etag !== undefined && { 'if-range': etag }) };
}

/**
 * What to do with an answer: write it behind what there is, write it from the start, or throw away
 * what there is and ask again. `other-size`: the server has another file.
 */
export type BodyPlan = 'append' | 'restart' | 'refetch' | 'other-size';

/** @param part  What was asked to be gone on with. */
export function planBody(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  part: Part,
  { size }: Pick<HubFile, 'size'>,
): BodyPlan {
  const isEncoded = (headers.get('content-encoding') ?? 'identity') !== 'identity';
  if (status === 416) return 'refetch';
  if (status === 206) {
    const range = parseContentRange(headers.get('content-range'));
    if (range?.start !== part.bytes || isEncoded) return 'refetch';
    return range.total === undefined || range.total === size ? 'append' : 'other-size';
  }
  const length = headers.get('content-length');
  if (!isEncoded && length !== null && Number(length) !== size) return 'other-size';
  return 'restart';
}
