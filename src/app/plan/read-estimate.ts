import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorMessage, MabError } from '../../core/errors.ts';
import { fileError } from '../file-error.ts';

const amount = z.union([z.string().regex(/^\d+$/), z.int()]).transform(BigInt);
const guess = z.looseObject({ expected: z.number().min(0) });
const work = z.looseObject({
  ...{ uncachedTokens: guess, cachedTokens: guess, cacheWriteTokens: guess, outputTokens: guess },
  ...{ embeddedTexts: guess, embeddedTokens: guess },
});

/** What is used of a file that `mab estimate --json` has written. */
const estimateSchema = z.looseObject({
  name: z.string(),
  model: z.string().optional(),
  cells: z
    .array(
      z.looseObject({
        ...{ method: z.string(), profile: z.string(), dataset: z.string(), cellId: z.string() },
        standalone: z.looseObject({ expected: amount }).nullish(),
        contexts: z.int().min(0).default(0),
        questions: z.int().min(0).default(0),
      }),
    )
    .min(1),
  phases: z.record(z.string(), work).default({}),
  wallSeconds: guess.optional(),
  storage: z.looseObject({ bytes: guess }).optional(),
});

/** An estimate as it stands in its file. */
export type StoredEstimate = z.infer<typeof estimateSchema>;

/** Where an estimate is taken from. */
export interface EstimateSource {
  /** A file that `mab estimate --json` has written, or a configuration, which is then estimated. */
  readonly fromEstimate: string;
  /** Whose ledger is free. */
  readonly workspace: string;
  readonly prices?: readonly string[];
}

/** @throws {MabError} FILE_…; ESTIMATE_INVALID; as `estimateRun` for a configuration. */
export async function readEstimate(source: EstimateSource): Promise<StoredEstimate> {
  const { fromEstimate: path, workspace, prices = [] } = source;
  const stored = storedEstimate(await readText(path));
  if (stored !== undefined) return parseEstimate(stored, path);
  const { estimateRun } = await import('../estimate/estimate-run.ts');
  const estimate = await estimateRun({
    ...{ configPath: path, workspace, prices },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const bigintAsText = (_: string, value: unknown): unknown =>
    typeof value === 'bigint' ? String(value) : value;
  return parseEstimate(JSON.parse(JSON.stringify(estimate, bigintAsText)), path);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(error, path);
  }
}

/** Undefined where the text is no estimate, right or wrong: then it is a configuration. */
function storedEstimate(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'cells' in value ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseEstimate(stored: object, path: string): StoredEstimate {
  const parsed = estimateSchema.safeParse(stored);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = z.core.toDotPath(issue?.path ?? []);
  throw new MabError(
    'ESTIMATE_INVALID',
    `${path} is no estimate: its ${where} is not as \`mab estimate\` writes it.`,
    {
      hint: 'Write one with `mab estimate CONFIG --json > FILE`, or name the configuration.',
      cause: errorMessage(parsed.error),
    },
  );
}
