import { z } from 'zod';
import { MabError } from '../../core/errors.ts';
import { parseConfigDocument } from '../config/config-document.ts';
import { decodeUtf8 } from '../config/decode-utf8.ts';

/** A file as it was read. */
export interface UpstreamFile {
  /** For messages. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

const tokens = z.int().min(0).max(100_000_000);

/** What decides answers, of an agent file of the Python project; it may hold more. */
const agentSchema = z.looseObject({
  agent_name: z.string().min(1),
  model: z.string().min(1),
  temperature: z.number().min(0).max(2).optional(),
  input_length_limit: tokens,
  buffer_length: tokens,
  retrieve_num: z.int().min(1).max(1_000).optional(),
});
export type UpstreamAgent = z.infer<typeof agentSchema>;

/** The same of a dataset file. */
const datasetSchema = z.looseObject({
  sub_dataset: z.string().min(1),
  chunk_size: z.int().min(16).max(131_072),
  context_max_length: tokens,
  generation_max_length: z.int().min(1).max(131_072),
  max_test_samples: z.int().min(1).max(10_000),
});
export type UpstreamDataset = z.infer<typeof datasetSchema>;

/** @throws {MabError} CONFIG_NOT_UTF8, CONFIG_EMPTY, CONFIG_SYNTAX, UPSTREAM_CONFIG_INVALID. */
export function parseUpstreamAgent(file: UpstreamFile): UpstreamAgent {
  return parseFile(file, agentSchema, 'an agent file');
}

/** Throws as `parseUpstreamAgent`. */
export function parseUpstreamDataset(file: UpstreamFile): UpstreamDataset {
  return parseFile(file, datasetSchema, 'a dataset file');
}

function parseFile<T>({ fileName, bytes }: UpstreamFile, schema: z.ZodType<T>, kind: string): T {
  const { value } = parseConfigDocument(decodeUtf8(bytes, fileName), fileName);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? 'the file' : path.join('.')}: ${message}`,
  );
  throw new MabError(
    'UPSTREAM_CONFIG_INVALID',
    `${fileName} is not ${kind} of the Python project: ${problems.join('; ')}.`,
    {
      hint: 'Take one of its folders configs/agent_conf and configs/data_conf.',
      details: { problems },
    },
  );
}
