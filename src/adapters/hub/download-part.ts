import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { HubFile } from '../../contracts/hub.ts';
import { diskError } from '../../core/disk-error.ts';
import { brokenTransfer, notAHub, otherFile, type Wanted } from './hub-errors.ts';
import { requestHub, StallWatch } from './hub-request.ts';
import { parseFileHeaders } from './hub-wire.ts';
import { type Part, planBody, rangeHeaders } from './resume.ts';

export interface DownloadOptions {
  /** The file that bytes are written to; made when it is not there. */
  readonly part: string;
  /** Is told how many bytes of the file are there. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

interface Source {
  readonly url: URL;
  readonly repo: string;
  readonly revision: string;
  readonly file: HubFile;
  readonly stallMs: number;
}

/** One attempt to complete a part; see `HubClient.download`. */
export async function downloadPart(source: Source, options: DownloadOptions): Promise<void> {
  const { size } = source.file;
  const part = await readPart(options.part);
  if (part.bytes === size) return options.onBytes(size);
  if (part.bytes > size || !(await fetchRest(source, options, part))) {
    await removePart(options.part);
    await fetchRest(source, options, { bytes: 0, etag: undefined });
  }
}

/** Takes away what an attempt has left. */
export async function removePart(path: string): Promise<void> {
  await Promise.all([rm(path, { force: true }), rm(etagPath(path), { force: true })]);
}

/** How many bytes of a file are there; 0 where nothing is. */
export async function partBytes(path: string): Promise<number> {
  return (await readPart(path)).bytes;
}

async function readPart(path: string): Promise<Part> {
  try {
    const { size } = await stat(path);
    const etag = await readFile(etagPath(path), 'utf8').catch(() => undefined);
    return { bytes: size, etag };
  } catch {
    return { bytes: 0, etag: undefined };
  }
}

const etagPath = (path: string): string => `${path}.etag`;

/** @returns false where the part is of no use, so that everything has to be asked for. */
async function fetchRest(source: Source, options: DownloadOptions, part: Part): Promise<boolean> {
  const { url, repo, revision, file, stallMs } = source;
  const wanted: Wanted = { repo, revision, path: file.path };
  using watch = new StallWatch(stallMs, options.signal);
  const response = await requestHub({
    ...{ url, wanted, watch },
    headers: rangeHeaders(part),
    onHeaders: (headers) => checkHeaders(headers, file, wanted),
  });
  if (/^text\/html\b/.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    throw notAHub(url, wanted);
  }
  const plan = planBody(response, part, file);
  if (plan === 'append' || plan === 'restart') {
    await writeBody(response, { plan, part, file, wanted, watch, options });
    return true;
  }
  await response.body?.cancel();
  if (plan === 'other-size') throw otherFile(wanted, `it should have ${file.size} bytes`);
  if (part.bytes === 0) throw notAHub(url, wanted);
  return false;
}

/** The hub says what it is about to send, so a wrong file need not be fetched first. */
function checkHeaders(headers: Headers, { oid, size }: HubFile, wanted: Wanted): void {
  const told = parseFileHeaders(headers);
  if (told.commit !== undefined && told.commit !== wanted.revision) {
    throw otherFile(wanted, `it is of revision ${told.commit}`);
  }
  if (told.size !== undefined && told.size !== size) {
    throw otherFile(wanted, `it has ${told.size} bytes instead of ${size}`);
  }
  if (told.oid !== undefined && oid.length === 64 && told.oid !== oid) {
    throw otherFile(wanted, `its SHA-256 is ${told.oid} instead of ${oid}`);
  }
}

interface Body {
  readonly plan: 'append' | 'restart';
  readonly part: Part;
  readonly file: HubFile;
  readonly wanted: Wanted;
  readonly watch: StallWatch;
  readonly options: DownloadOptions;
}

async function writeBody(response: Response, body: Body): Promise<void> {
  const { plan, part, file, wanted, options } = body;
  await using target = await openPart(options.part, plan, response.headers.get('etag'));
  let bytes = plan === 'append' ? part.bytes : 0;
  options.onBytes(bytes);
  for await (const chunk of chunksOf(response, body)) {
    bytes += chunk.length;
    if (bytes > file.size) break;
    await writeChunk(target, chunk, options.part);
    options.onBytes(bytes);
  }
  if (bytes > file.size) throw otherFile(wanted, `it has more than ${file.size} bytes`);
  if (bytes < file.size) {
    throw brokenTransfer(wanted, `broke off at ${bytes} of ${file.size} bytes`);
  }
}

async function* chunksOf(response: Response, body: Body): AsyncGenerator<Uint8Array> {
  const { wanted, watch } = body;
  try {
    for await (const chunk of response.body ?? []) {
      watch.touch();
      yield chunk;
    }
  } catch (error) {
    watch.throwIfStopped();
    throw brokenTransfer(wanted, watch.hasStalled() ? 'stands still' : 'broke off', error);
  }
}

async function openPart(
  path: string,
  plan: 'append' | 'restart',
  etag: string | null,
): Promise<FileHandle> {
  try {
    if (plan === 'append') return await open(path, 'a');
    // Before the first byte: a tag that belongs to other bytes would join two files.
    await removePart(path);
    if (etag !== null) await writeFile(etagPath(path), etag);
    return await open(path, 'w');
  } catch (error) {
    throw diskError(error, path, '--cache');
  }
}

async function writeChunk(file: FileHandle, chunk: Uint8Array, path: string): Promise<void> {
  try {
    await file.writeFile(chunk);
  } catch (error) {
    throw diskError(error, path, '--cache');
  }
}
