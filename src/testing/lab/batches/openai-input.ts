import { z } from 'zod';
import type { SentItem } from './serve-item.ts';

const OPERATIONS = ['/chat/completions', '/responses', '/embeddings'];

/** What batches below this address can be made of: Azure, below `/openai`, names no version. */
export function endpointsAt(path: string): readonly string[] {
  return path.startsWith('/openai/') ? OPERATIONS : OPERATIONS.map((name) => `/v1${name}`);
}

const REQUESTS_MAX = 50_000;
const BYTES_MAX = 200 * 1024 * 1024;

const lineSchema = z.strictObject({
  custom_id: z.string().min(1),
  method: z.literal('POST'),
  url: z.string(),
  body: z.looseObject({ model: z.string() }),
});

/** Why a file is not taken; `line` from 1. */
export interface InputError {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
  readonly param: string | null;
}

/** The requests of a batch's file, and all that is wrong with it. */
export interface Input {
  readonly items: readonly SentItem[];
  readonly errors: readonly InputError[];
}

/** Reads a batch's file line by line. */
export function readInput(content: Buffer, endpoint: string): Input {
  if (content.length > BYTES_MAX) return refused('file_too_large', 'The file is too large.');
  const lines = content.toString('utf8').split('\n');
  if (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) return refused('empty_file', 'The input file is empty.');
  if (lines.length > REQUESTS_MAX) {
    return refused('too_many_tasks', `A batch holds at most ${REQUESTS_MAX} requests.`);
  }
  const items: SentItem[] = [];
  const errors: InputError[] = [];
  const [ids, models] = [new Set<string>(), new Set<string>()];
  for (const [at, text] of lines.entries()) {
    const read = readLine(text, endpoint);
    if ('error' in read) {
      errors.push({ ...read.error, line: at + 1 });
      continue;
    }
    const { customId, body } = read.item;
    if (ids.has(customId)) {
      errors.push(problem('duplicate_custom_id', `${customId} is not unique.`, at + 1));
    }
    models.add((body as { model: string }).model);
    if (models.size > 1) {
      errors.push(problem('mismatched_model', 'All requests have to name one model.', at + 1));
    }
    ids.add(customId);
    items.push(read.item);
  }
  return { items: errors.length > 0 ? [] : items, errors };
}

function readLine(text: string, endpoint: string): { item: SentItem } | { error: InputError } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { error: problem('invalid_json_line', 'This line is not parseable as valid JSON.') };
  }
  const line = lineSchema.safeParse(json);
  if (!line.success) return { error: problem('invalid_request', z.prettifyError(line.error)) };
  const { custom_id: customId, url, body } = line.data;
  if (url !== endpoint) {
    const message = `The URL ${url} does not match the batch's endpoint ${endpoint}.`;
    return { error: problem('invalid_url', message) };
  }
  return { item: { customId, path: url, body } };
}

function refused(code: string, message: string): Input {
  return { items: [], errors: [problem(code, message)] };
}

function problem(code: string, message: string, line: number | null = null): InputError {
  return { code, message, line, param: null };
}
