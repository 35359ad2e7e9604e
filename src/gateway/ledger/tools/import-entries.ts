import { z } from 'zod';

/** The lines of a ledger's export, as they are read back. Numbers that may be large are texts. */
const integer = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform((digits) => BigInt(digits));
const bytes = z.base64().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')));
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const jsonText = z.string().refine((text) => isJson(text), 'is no JSON');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Names of accounts: whose money it was, by run, cell, tag, member and month. */
const accountNames = z.string().refine(isListOfNames, 'is no list of names');

function isListOfNames(text: string): boolean {
  if (!isJson(text)) return false;
  const names: unknown = JSON.parse(text);
  return Array.isArray(names) && names.every((name) => typeof name === 'string');
}

const attemptEntry = z.strictObject({
  attempt: integer,
  key: hash,
  run_id: z.string(),
  unit_id: z.string(),
  phase: z.string(),
  path: z.string(),
  owner: z.string(),
  fence: integer,
  worst_pico: integer,
  sent_ms: integer,
  outcome: z.enum(['reply', 'error', 'unknown']),
  cost_pico: integer.nullable(),
  usage: jsonText.nullable(),
  served_by: z.string().nullable(),
  reported_model: z.string().nullable(),
  error_code: z.string().nullable(),
  latency_ms: z.number().nullable(),
  worst_tokens: integer,
  lane: z.string(),
  route: z.string().nullable(),
  /** Absent in files of older releases. */
  accounts: accountNames.default('[]'),
});

const callEntry = z.strictObject({
  key: hash,
  dataset: z.string(),
  run_id: z.string(),
  epoch: integer,
  reply: jsonText,
  attempt: integer,
  done_ms: integer.nullable(),
});

const useEntry = z.strictObject({
  unit_id: z.string(),
  path: z.string(),
  key: hash,
  phase: z.string(),
});

/** By the name of their table. */
export const ENTRY_SCHEMAS = {
  attempts: attemptEntry,
  calls: callEntry,
  uses: useEntry,
  requests: z.strictObject({ key: hash, parts: jsonText }),
  parts: z.strictObject({ hash, body: bytes }),
  lengths: z.strictObject({ name: z.string().startsWith('vector-length '), value: bytes }),
} as const;

type Entry<Table extends keyof typeof ENTRY_SCHEMAS> = z.infer<(typeof ENTRY_SCHEMAS)[Table]>;

/** Some entries of a file, together in one transaction. */
export interface ImportEntries {
  readonly attempts: readonly Entry<'attempts'>[];
  readonly calls: readonly Entry<'calls'>[];
  readonly uses: readonly Entry<'uses'>[];
  readonly requests: readonly Entry<'requests'>[];
  readonly parts: readonly Entry<'parts'>[];
  readonly lengths: readonly Entry<'lengths'>[];
  /** Of attempts that came before: their number in the file, and here. */
  readonly numbers: ReadonlyMap<number, AttemptHere>;
}

/** An attempt of a file, as it stands in this ledger. */
export interface AttemptHere {
  readonly attempt: bigint;
  /** 1, or 0 where it was sent from here. */
  readonly imported: bigint;
}

export interface ImportedCounts {
  readonly calls: number;
  readonly known: number;
  readonly attempts: number;
  readonly uses: number;
  readonly requests: number;
  readonly numbers: ReadonlyMap<number, AttemptHere>;
}
