import type { Desk } from '../desk.ts';
import type { Sent } from '../http-io.ts';
import { type ManagedRequest, pageOf, type Resource, refuse } from '../managed-request.ts';

/** A file of OpenAI's file API. */
export interface KeptFile {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
  readonly createdMs: number;
  readonly content: Buffer;
}

/** OpenAI's files, each seen with the key that brought it only. */
export class FileShelf implements Resource {
  readonly vendor = 'openai';
  readonly path = /\/files(?:\/([^/]+)(?:\/(content))?)?$/;
  readonly #desk: Desk;
  readonly #files = new Map<string, KeptFile>();
  #count = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  find(key: string, id: string): KeptFile | undefined {
    const file = this.#files.get(id);
    return file?.key === key ? file : undefined;
  }

  put(key: string, name: string, purpose: string, content: Buffer): KeptFile {
    this.#count += 1;
    const id = `file-${this.#count}`;
    const file = { id, key, name, purpose, content, createdMs: this.#desk.nowMs() };
    this.#files.set(id, file);
    return file;
  }

  serve(request: ManagedRequest, id: string, verb: string): Promise<Sent> | Sent | undefined {
    const { method, key } = request;
    if (id === '') {
      if (method === 'POST') return this.#upload(request);
      return method === 'GET' ? this.#list(request) : undefined;
    }
    const file = this.find(key, id);
    if (!file) return refuse('openai', 'not-found', `No such File object: ${id}`);
    if (method === 'GET' && verb === 'content') {
      const headers = { 'content-type': 'application/octet-stream' };
      return { status: 200, body: file.content.toString('utf8'), headers };
    }
    if (method === 'GET') return { status: 200, body: wireFile(file) };
    if (method !== 'DELETE') return undefined;
    this.#files.delete(id);
    return { status: 200, body: { id, object: 'file', deleted: true } };
  }

  async #upload({ key, contentType, body }: ManagedRequest): Promise<Sent> {
    const headers = { 'content-type': contentType };
    const read = new Response(new Uint8Array(body), { headers }).formData();
    const form = await read.catch(() => undefined);
    const [file, purpose] = [form?.get('file'), form?.get('purpose')];
    if (!(file instanceof File) || typeof purpose !== 'string') {
      return refuse('openai', 'bad-request', "'file' and 'purpose' are required.");
    }
    const content = Buffer.from(await file.arrayBuffer());
    return { status: 200, body: wireFile(this.put(key, file.name, purpose, content)) };
  }

  #list({ key, query }: ManagedRequest): Sent {
    const purpose = query.get('purpose');
    const all = [...this.#files.values()].filter(
      (file) => file.key === key && (purpose === null || file.purpose === purpose),
    );
    const { items, hasMore } = pageOf(all.toReversed(), query, { after: 'after', limit: 10_000 });
    return { status: 200, body: wireList(items.map(wireFile), hasMore) };
  }
}

function wireFile({ id, name, purpose, content, createdMs }: KeptFile) {
  return {
    ...{ id, object: 'file', bytes: content.length, filename: name, purpose, status: 'processed' },
    ...{ created_at: Math.floor(createdMs / 1_000), expires_at: null },
  };
}

/** A page as OpenAI sends it. */
export function wireList(data: readonly { readonly id: string }[], hasMore: boolean): object {
  return {
    ...{ object: 'list', data, has_more: hasMore },
    ...{ first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null },
  };
}
