import type { Guess } from '../../contracts/estimate.ts';
import { wholes } from './guesses.ts';

/** What is kept of a cell. */
export interface StoredWork {
  readonly units: number;
  readonly questions: number;
  /** Texts that were shown to the reader, over all questions: questions × chunks found. */
  readonly itemsShown: number;
  /** To language models. */
  readonly calls: number;
  readonly outputTokens: number;
  readonly embeddedTexts: number;
  /** Of a vector; 0 where nothing is embedded. */
  readonly dimensions: number;
}

/**
 * Bytes, measured over workspaces with the extractive reader and the open corpus
 * (`open_fact_sh_6k`, bm25 with 10 and 100 questions, long-context with 100, dense with 10):
 *
 *   mab run r.yaml; sqlite3 .mab/ledger.sqlite 'PRAGMA wal_checkpoint(TRUNCATE)'
 *   find .mab/store/units -type f -printf '%f %s\n'; stat -c %s .mab/ledger.sqlite
 *
 * records-….jsonl: 3,547 a question with 10 items; scores 459, timings 262; calls-….jsonl.gz 119 a
 * call; commit.json 1,344 a unit; embeddings-….jsonl.gz 1,603 for 384 dimensions; the ledger
 * (192,512 − 81,920) / 90 = 1,229 a call, 315,392 for 51 calls of which 41 with such a vector.
 */
const PER_UNIT = 1_400;
const PER_RUN = 74_000;
const PER_QUESTION = 350 + 459 + 262;
const PER_ITEM = 320;
const PER_CALL = 119 + 1_229;
/** Twice: in the ledger and in the records. */
const PER_OUTPUT_TOKEN = 2 * 4.3;
/** Compressed, a number of 4 bytes takes 4.17; in the ledger 5.3 to 11.4, in pages of 4,096. */
const PER_NUMBER_STORED = 4.17;
const PER_NUMBER_IN_LEDGER = 7.5;

/** Long contexts and long names take more, retries leave rows of their own. */
const LOW = 0.8;
const HIGH = 1.6;

/** Bytes of records and of the ledger that a cell leaves behind, in whole numbers. */
export function storageBytes(work: StoredWork): Guess {
  const numbers = work.embeddedTexts * work.dimensions;
  return aboutBytes(
    work.units * PER_UNIT +
      work.questions * PER_QUESTION +
      work.itemsShown * PER_ITEM +
      (work.calls + work.embeddedTexts) * PER_CALL +
      work.outputTokens * PER_OUTPUT_TOKEN +
      numbers * (PER_NUMBER_STORED + PER_NUMBER_IN_LEDGER),
  );
}

/** What a run leaves behind once, whatever its cells are: an empty ledger and a manifest. */
export function fixedBytes(): Guess {
  return aboutBytes(PER_RUN);
}

function aboutBytes(bytes: number): Guess {
  return wholes({ low: bytes * LOW, expected: bytes, high: bytes * HIGH });
}
